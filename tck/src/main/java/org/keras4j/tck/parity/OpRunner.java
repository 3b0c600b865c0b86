package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Asks the cases of kind `op`: the answer, its gradients, and the types inferred where sizes are
/// unknown.
public final class OpRunner implements CaseRunner {
  private final OpTable table;

  /// Asks the functions of a table.
  ///
  /// @param table the functions
  public OpRunner(OpTable table) {
    this.table = table;
  }

  /// What an entry of the table answers for a function that gives a function, which the case then
  /// applies.
  @FunctionalInterface
  public interface Applied {

    /// Applies it.
    ///
    /// @param arguments the arguments
    /// @return the answer
    @Nullable Object apply(List<?> arguments);
  }

  private record Source() implements KerasTensor.Source {}

  @Override
  public Outcome run(Case c) throws Exception {
    Optional<Difference> difference = compared(c);
    if (difference.isEmpty() && c.has("grads")) {
      return Outcome.missing("gradients");
    }
    if (difference.isEmpty() && c.hasValue("symbolic")) {
      difference = named("symbolic", symbolic(c));
    }
    return Outcome.of(difference);
  }

  private static Optional<Difference> named(String part, Optional<Difference> difference) {
    return difference.map(d -> new Difference(part + ": " + d.reason(), d.excess()));
  }

  private Optional<Difference> compared(Case c) throws Exception {
    Object got = call(c, (_, array) -> array);
    if (!c.has("check")) {
      return Comparison.difference(got, c.get("out"), Tolerance.of(c));
    }
    Arguments rest =
        Signature.of("x=None, kth=0, axis=-1, **others").bind(c.list("args"), c.map("kwargs"));
    Array x = rest.raw("x") instanceof Array array ? array : Array.weak(0);
    Object answer = got == null ? PyNone.NONE : got;
    return UniquenessChecks.difference(
        c.text("check"), x, answer, c.get("out"), Tolerance.of(c), rest);
  }

  /// Calls the function, each tensor of its arguments replaced by what is given for it and its
  /// path.
  private @Nullable Object call(Case c, BiFunction<String, Array, Tensor> replace)
      throws Exception {
    List<Object> args = items(c.list("args"), "", replace);
    Map<String, Object> kwargs = new LinkedHashMap<>();
    c.map("kwargs")
        .forEach((name, value) -> kwargs.put(name, replaced(value, "kwargs." + name, replace)));
    Object result = table.call(c.name(), args, kwargs);
    if (!c.has("applied")) {
      return result;
    }
    if (result instanceof Applied function) {
      return function.apply(items(c.list("applied"), "applied", replace));
    }
    throw new IllegalStateException(
        "The entry of " + c.name() + " must give an OpRunner.Applied. Received: " + result);
  }

  private static Object replaced(
      Object value, String path, BiFunction<String, Array, Tensor> replace) {
    return switch (value) {
      case Array array when array.dtype() != DType.STRING -> replace.apply(path, array);
      case List<?> list -> items(list, path, replace);
      case Map<?, ?> map -> {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach(
            (name, item) ->
                out.put(String.valueOf(name), replaced(item, join(path, name), replace)));
        yield out;
      }
      default -> value;
    };
  }

  private static List<Object> items(
      List<?> list, String path, BiFunction<String, Array, Tensor> replace) {
    List<Object> out = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      out.add(replaced(list.get(i), join(path, i), replace));
    }
    return out;
  }

  private static String join(String path, Object part) {
    return path.isEmpty() ? part.toString() : path + "." + part;
  }

  private static void leaves(@Nullable Object value, List<Tensor> into) {
    switch (value) {
      case Tensor tensor -> into.add(tensor);
      case List<?> list -> list.forEach(item -> leaves(item, into));
      case Tensor[] tensors -> into.addAll(List.of(tensors));
      case Map<?, ?> map -> map.values().forEach(item -> leaves(item, into));
      case Optional<?> optional -> leaves(optional.orElse(null), into);
      case null, default -> {}
    }
  }

  private Optional<Difference> symbolic(Case c) throws Exception {
    Map<String, Object> symbolic = c.map("symbolic");
    var unknown = (List<?>) Optional.ofNullable(symbolic.get("unknown")).orElseThrow();
    List<Tensor> outputs = new ArrayList<>();
    leaves(call(c, (path, array) -> drawn(array, unknown.contains(path))), outputs);
    List<Object> got = new ArrayList<>();
    for (Tensor output : outputs) {
      if (output instanceof KerasTensor) {
        got.add(Map.of("shape", output.shape(), "dtype", output.dtype()));
      }
    }
    Object want = Optional.ofNullable(symbolic.get("out")).orElseThrow();
    return Comparison.difference(got, want, Tolerance.EXACT);
  }

  private static KerasTensor drawn(Array array, boolean unknown) {
    Shape shape = array.shape();
    Shape known = unknown && shape.rank() > 0 ? shape.with(0, Shape.UNKNOWN) : shape;
    return new KerasTensor(array.type().withShape(known), "keras_tensor", new Source(), 0);
  }
}
