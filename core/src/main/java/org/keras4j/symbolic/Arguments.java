package org.keras4j.symbolic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tensor;

/// What an operation is called with: values in order, and values by keyword (Keras's names,
/// `initial_state`).
///
/// A value is a tensor, a string, a boolean, a long, a double, an empty `Optional` (Python's
/// `None`), or a list or map of values.
public record Arguments(List<Object> positional, Map<String, Object> keyword) {
  /// Keeps copies.
  public Arguments {
    positional = List.copyOf(positional);
    keyword = Collections.unmodifiableMap(new LinkedHashMap<>(keyword));
  }

  /// Values in order only.
  public static Arguments of(Object... positional) {
    return new Arguments(List.of(positional), Map.of());
  }

  /// These with one more keyword.
  public Arguments with(String name, Object value) {
    var more = new LinkedHashMap<>(keyword);
    more.put(name, value);
    return new Arguments(positional, more);
  }

  /// The value of a keyword, unless absent or `None`.
  public Optional<Object> get(String name) {
    return Optional.ofNullable(keyword.get(name)).filter(v -> !v.equals(Optional.empty()));
  }

  /// All tensors in order: positional first, then keywords as given.
  public List<Tensor> tensors() {
    var out = new ArrayList<Tensor>();
    map(
        t -> {
          out.add(t);
          return t;
        });
    return out;
  }

  /// Whether a tensor of a model being drawn is among them.
  public boolean isSymbolic() {
    for (Object o : positional) {
      if (o instanceof KerasTensor) {
        return true;
      }
      if (!(o instanceof Tensor)) {
        return tensors().stream().anyMatch(KerasTensor.class::isInstance);
      }
    }
    return !keyword.isEmpty() && tensors().stream().anyMatch(KerasTensor.class::isInstance);
  }

  /// The same arguments with every tensor replaced.
  public Arguments map(UnaryOperator<Tensor> f) {
    return fill(f::apply);
  }

  /// The same arguments with every tensor replaced by a value of any kind, such as `None`.
  public Arguments fill(Function<Tensor, Object> f) {
    var mapped = positional.stream().map(o -> map(o, f)).toList();
    var named = new LinkedHashMap<String, Object>();
    keyword.forEach((k, v) -> named.put(k, map(v, f)));
    return new Arguments(mapped, named);
  }

  private static Object map(Object value, Function<Tensor, ? extends Object> f) {
    return switch (value) {
      case Tensor t -> f.apply(t);
      case List<?> list -> list.stream().map(o -> map(o, f)).toList();
      case Map<?, ?> map -> {
        var out = new LinkedHashMap<String, Object>();
        map.forEach((k, v) -> out.put((String) k, map(v, f)));
        yield out;
      }
      default -> value;
    };
  }
}
