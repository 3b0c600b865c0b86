package org.keras4j.trainers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Brings losses, metrics, targets and weights into the order of a model's outputs.
final class Outputs {
  private Outputs() {}

  /// What the targets of an output look like.
  enum Kind {
    BINARY,
    SPARSE,
    CATEGORICAL
  }

  /// Keras's guess from the shapes of targets and predictions.
  static Kind kind(Tensor yTrue, Tensor yPred) {
    if (yPred.rank() > 0 && yPred.shape().dim(-1) == 1) {
      return Kind.BINARY;
    }
    boolean single = yTrue.rank() > 0 && yTrue.shape().dim(-1) == 1 && yPred.shape().dim(-1) > 1;
    return yTrue.rank() < yPred.rank() || single ? Kind.SPARSE : Kind.CATEGORICAL;
  }

  /// The names of the outputs in order: the keys of a map, in the model's order if it has those
  /// names; else the model's.
  static List<String> names(Tree<?> yPred, List<String> outputNames) {
    if (yPred instanceof Tree.Mapping<?>(Map<String, ? extends Tree<?>> items)) {
      return new TreeSet<>(items.keySet()).equals(new TreeSet<>(outputNames))
          ? outputNames
          : List.copyOf(new TreeSet<>(items.keySet()));
    }
    int n = yPred.flatten().size();
    if (outputNames.size() == n) {
      return outputNames;
    }
    return IntStream.rangeClosed(1, n).mapToObj(i -> "output_" + i).toList();
  }

  /// The leaves in the order of the names.
  static <T> List<T> flatten(Tree<T> tree, List<String> names) {
    if (tree instanceof Tree.Mapping<T>(Map<String, Tree<T>> items)
        && items.keySet().containsAll(names)) {
      return names.stream()
          .flatMap(n -> java.util.Objects.requireNonNull(items.get(n), n).flatten().stream())
          .toList();
    }
    return tree.flatten();
  }

  /// The targets in the order of the predictions.
  ///
  /// @throws IllegalArgumentException if their numbers differ
  static List<Tensor> targets(Tree<Tensor> yTrue, List<String> names) {
    var out = flatten(yTrue, names);
    if (out.size() != names.size()) {
      throw new IllegalArgumentException(
          "y_true and y_pred have different structures: the model has the outputs %s. Received: %d targets"
              .formatted(names, out.size()));
    }
    return out;
  }

  /// The weights of samples for each output; a single one is for all.
  static List<Optional<Tensor>> weights(Optional<Tree<Tensor>> sampleWeight, List<String> names) {
    if (sampleWeight.isEmpty()) {
      return Collections.nCopies(names.size(), Optional.empty());
    }
    var all = flatten(sampleWeight.get(), names);
    if (all.size() < names.size()) {
      return Collections.nCopies(names.size(), Optional.of(all.getFirst()));
    }
    return all.stream().map(Optional::of).toList();
  }

  /// What `given` says for each output: one thing for all, a map by name, or a list in order.
  ///
  /// @param what the keyword of `compile`, for errors
  /// @param listIsForAll whether a list that does not fit the outputs holds several things for each
  ///   of them
  static List<List<Object>> assign(
      String what, Object given, List<String> names, boolean listIsForAll) {
    int n = names.size();
    return switch (given) {
      case Map<?, ?> map -> byName(what, map, names);
      case List<?> list when n == 1 -> List.of(several(list));
      case List<?> list when list.size() == n -> list.stream().map(Outputs::several).toList();
      case List<?> list when listIsForAll -> Collections.nCopies(n, several(list));
      case List<?> list ->
          throw new IllegalArgumentException(
              "`%s` must have one entry for each of the outputs %s. Received: %s"
                  .formatted(what, names, list));
      default -> Collections.nCopies(n, several(given));
    };
  }

  private static List<List<Object>> byName(String what, Map<?, ?> map, List<String> names) {
    for (Object key : map.keySet()) {
      if (!names.contains(key)) {
        throw new IllegalArgumentException(
            "In the dict argument `%s`, key '%s' does not correspond to any model output. Received: %s=%s, outputs %s"
                .formatted(what, key, what, map, names));
      }
    }
    var out = new ArrayList<List<Object>>();
    for (String name : names) {
      Object entry = map.get(name);
      out.add(entry == null ? List.of() : several(entry));
    }
    return out;
  }

  private static List<Object> several(Object given) {
    return switch (given) {
      case Optional<?> optional -> optional.map(Outputs::several).orElse(List.of());
      case List<?> list -> list.stream().flatMap(o -> several(o).stream()).toList();
      default -> List.of(given);
    };
  }
}
