package org.keras4j.trainers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Names and values of losses and metrics.
final class Logs {
  private Logs() {}

  /// Adds what a metric says: one value under its name, or several under their own.
  static void add(Map<String, Tensor> logs, String name, Tree<Tensor> result) {
    switch (result) {
      case Tree.Leaf<Tensor>(Tensor value) -> logs.put(name, value);
      case Tree.Mapping<Tensor>(Map<String, Tree<Tensor>> items) ->
          items.forEach((key, value) -> logs.put(key, value.single()));
      case Tree.Sequence<Tensor> _ ->
          throw new IllegalArgumentException(
              "A metric gives one tensor, or several by name. Received: a list from metric "
                  + name);
    }
  }

  /// As numbers on the host.
  static Map<String, Double> numbers(Tree<Array> logs) {
    var out = new LinkedHashMap<String, Double>();
    if (logs instanceof Tree.Mapping<Array>(Map<String, Tree<Array>> items)) {
      items.forEach(
          (name, value) -> {
            Array array = value.single();
            if (array.type().size() != 1) {
              throw new IllegalArgumentException(
                  "Logs are scalars. Received: %s=%s. Average it, or leave the metric out of `compile`."
                      .formatted(name, array.type()));
            }
            out.put(name, array.item());
          });
    }
    return out;
  }
}
