package org.keras4j.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// The arguments and parameters of one operation of a config, by name.
///
/// @param called what the operation is called with
/// @param parameters the values of its config; empty for `None` and absent ones
record OpArguments(Map<String, Object> called, Function<String, Optional<?>> parameters) {

  static OpArguments bind(
      List<String> names, Arguments arguments, Function<String, Optional<?>> parameters) {
    var called = new LinkedHashMap<String, Object>();
    var positional = arguments.positional();
    boolean gathers = names.getLast().startsWith("*");
    for (int i = 0; i < positional.size(); i++) {
      if (gathers && i >= names.size() - 1) {
        called.put(names.getLast().substring(1), positional.subList(i, positional.size()));
        break;
      }
      if (i >= names.size()) {
        throw new IllegalArgumentException(
            "Expected the arguments %s. Received: %d arguments"
                .formatted(names, positional.size()));
      }
      called.put(names.get(i), positional.get(i));
    }
    called.putAll(arguments.keyword());
    return new OpArguments(called, parameters);
  }

  Optional<Object> optional(String name) {
    Optional<?> value =
        called.containsKey(name) ? Optional.ofNullable(called.get(name)) : parameters.apply(name);
    return value.<Object>map(v -> v).filter(v -> !v.equals(Optional.empty()));
  }

  Object raw(String name) {
    return optional(name)
        .orElseThrow(
            () -> new IllegalArgumentException("Expected a value of `%s`.".formatted(name)));
  }

  Tensor tensor(String name) {
    return tensorOf(raw(name));
  }

  private static Tensor tensorOf(Object value) {
    return switch (value) {
      case Tensor t -> t;
      case Long n -> Array.weak(n);
      case Double n -> Array.weak(n);
      case Boolean b -> Array.weak(b);
      case List<?> list when list.stream().allMatch(Long.class::isInstance) ->
          Array.ofInts(
              Shape.of(list.size()),
              list.stream().mapToInt(n -> Math.toIntExact((Long) n)).toArray());
      case List<?> list when list.stream().allMatch(Number.class::isInstance) ->
          Array.of(Shape.of(list.size()), floats(list));
      default ->
          throw new IllegalArgumentException("Expected a tensor or a number. Received: " + value);
    };
  }

  private static float[] floats(List<?> numbers) {
    float[] out = new float[numbers.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = ((Number) numbers.get(i)).floatValue();
    }
    return out;
  }

  Optional<Tensor> optionalTensor(String name) {
    return optional(name).map(OpArguments::tensorOf);
  }

  List<Tensor> tensors(String name) {
    return list(name).stream().map(OpArguments::tensorOf).toList();
  }

  List<?> list(String name) {
    Object value = raw(name);
    return value instanceof List<?> list ? list : List.of(value);
  }

  boolean isList(String name) {
    return optional(name).filter(List.class::isInstance).isPresent();
  }

  int integer(String name) {
    return intOf(raw(name));
  }

  private static int intOf(Object value) {
    if (value instanceof Number n) {
      return Math.toIntExact(n.longValue());
    }
    throw new IllegalArgumentException("Expected an integer. Received: " + value);
  }

  int integer(String name, int otherwise) {
    return optional(name).map(OpArguments::intOf).orElse(otherwise);
  }

  Optional<Integer> optionalInteger(String name) {
    return optional(name).map(OpArguments::intOf);
  }

  /// Integers; a size left open (`None`) is -1.
  List<Integer> integers(String name) {
    return list(name).stream()
        .map(v -> v == null || v.equals(Optional.empty()) ? Integer.valueOf(-1) : intOf(v))
        .toList();
  }

  int[] ints(String name) {
    return integers(name).stream().mapToInt(Integer::intValue).toArray();
  }

  double number(String name, double otherwise) {
    return optionalNumber(name).orElse(otherwise);
  }

  Optional<Double> optionalNumber(String name) {
    return optional(name)
        .map(
            v -> {
              if (v instanceof Number n) {
                return n.doubleValue();
              }
              throw new IllegalArgumentException(
                  "Expected a number as `%s`. Received: %s".formatted(name, v));
            });
  }

  boolean flag(String name) {
    return optional(name).map(v -> v.equals(true)).orElse(false);
  }

  String text(String name, String otherwise) {
    return optional(name).map(Object::toString).orElse(otherwise);
  }

  Optional<String> optionalText(String name) {
    return optional(name).map(Object::toString);
  }

  Optional<DType> dtype() {
    return optional("dtype").map(v -> DType.of(v.toString()));
  }

  DType dtypeOrFloat() {
    return dtype().orElseGet(Promotion::floatx);
  }

  Shape shape(String name) {
    return Shape.of(integers(name));
  }

  Axes axis(String name) {
    return optional(name).map(_ -> Axes.of(integers(name))).orElse(Axes.all());
  }

  Axes axes() {
    return axis("axis").keepDims(flag("keepdims"));
  }
}
