package org.keras4j.tck.answers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tensor.Tensor;

/// Lists and dicts of tensors, as cases decode them.
final class Structures {
  private Structures() {}

  /// The tensors in order, dicts by key.
  static List<Tensor> tensors(Object value) {
    List<Tensor> out = new ArrayList<>();
    collect(value, out);
    return out;
  }

  private static void collect(Object value, List<Tensor> into) {
    switch (value) {
      case Tensor tensor -> into.add(tensor);
      case List<?> list -> list.forEach(item -> collect(item, into));
      case Map<?, ?> map -> new TreeMap<>(map).values().forEach(item -> collect(item, into));
      default -> {}
    }
  }

  /// The same structure with every tensor replaced, in the order of [#tensors(Object)]; `None` is
  /// an empty `Optional`.
  static Object map(Object value, UnaryOperator<Tensor> function) {
    return switch (value) {
      case Tensor tensor -> function.apply(tensor);
      case PyNone _ -> Optional.empty();
      case List<?> list -> list.stream().map(item -> map(item, function)).toList();
      case Map<?, ?> map -> {
        Map<String, Object> replaced = new LinkedHashMap<>();
        new TreeMap<>(map)
            .forEach((name, item) -> replaced.put(String.valueOf(name), map(item, function)));
        Map<String, Object> out = new LinkedHashMap<>();
        map.keySet().forEach(name -> out.put((String) name, replaced.get(name)));
        yield out;
      }
      default -> value;
    };
  }

  /// The same structure with its tensors replaced by others, in order.
  static Object pack(Object value, List<? extends Tensor> tensors) {
    var next = tensors.iterator();
    return map(value, _ -> next.next());
  }
}
