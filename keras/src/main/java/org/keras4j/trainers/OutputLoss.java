package org.keras4j.trainers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.keras4j.losses.Loss;
import org.keras4j.metrics.Mean;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The losses given to `compile`, brought to the structure of the outputs, and their weighted sum.
final class OutputLoss {
  private final Object losses;
  private final Optional<Object> weights;
  private final List<String> outputNames;
  private List<Part> parts = List.of();
  private List<Mean> trackers = List.of();
  private boolean built;

  OutputLoss(Object losses, Optional<Object> weights, List<String> outputNames) {
    this.losses = losses;
    this.weights = weights;
    this.outputNames = outputNames;
  }

  /// The loss of one output: its place among the flattened outputs.
  private record Part(int output, String name, Loss loss, OptionalDouble weight) {}

  boolean isBuilt() {
    return built;
  }

  /// One running mean per loss if there are several.
  List<Mean> trackers() {
    return trackers;
  }

  /// Finds out which loss is for which output.
  ///
  /// @throws IllegalArgumentException if losses and outputs do not fit
  void build(Tree<Tensor> yTrue, Tree<Tensor> yPred) {
    var names = Outputs.names(yPred, outputNames);
    var predictions = Outputs.flatten(yPred, names);
    var perOutput = Outputs.assign("loss", losses, names, false);
    var targets = perLoss(Outputs.flatten(yTrue, names), perOutput, names);
    var weightOf = weights(names);
    var made = new ArrayList<Part>();
    for (int i = 0; i < predictions.size(); i++) {
      for (Object given : perOutput.get(i)) {
        var loss = resolve(given, targets.get(i).orElseThrow(), predictions.get(i));
        made.add(new Part(i, names.get(i), loss, weightOf.get(i)));
      }
    }
    parts = List.copyOf(made);
    trackers =
        parts.size() < 2
            ? List.of()
            : parts.stream().map(p -> new Mean().name(p.name() + "_loss")).toList();
    built = true;
  }

  /// Targets may be left out for outputs without a loss.
  private static List<Optional<Tensor>> perLoss(
      List<Tensor> targets, List<List<Object>> perOutput, List<String> names) {
    if (targets.size() == names.size()) {
      return targets.stream().map(Optional::of).toList();
    }
    long wanted = perOutput.stream().filter(l -> !l.isEmpty()).count();
    if (wanted != targets.size()) {
      throw new IllegalArgumentException(
          "y_true and y_pred have different structures: the model has the outputs %s. Received: %d targets"
              .formatted(names, targets.size()));
    }
    var rest = targets.iterator();
    return perOutput.stream()
        .map(l -> l.isEmpty() ? Optional.<Tensor>empty() : Optional.of(rest.next()))
        .toList();
  }

  private List<OptionalDouble> weights(List<String> names) {
    if (weights.isEmpty()) {
      return Collections.nCopies(names.size(), OptionalDouble.empty());
    }
    return Outputs.assign("loss_weights", weights.get(), names, false).stream()
        .map(
            list ->
                list.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(((Number) list.getFirst()).doubleValue()))
        .toList();
  }

  private static Loss resolve(Object given, Tensor yTrue, Tensor yPred) {
    if (given instanceof Loss loss) {
      return loss;
    }
    String name = (String) given;
    return Loss.get(
        switch (name) {
          case "crossentropy", "ce" ->
              switch (Outputs.kind(yTrue, yPred)) {
                case BINARY -> "binary_crossentropy";
                case SPARSE -> "sparse_categorical_crossentropy";
                case CATEGORICAL -> "categorical_crossentropy";
              };
          default -> name;
        });
  }

  /// The weighted sum of all losses.
  Tensor apply(Tree<Tensor> yTrue, Tree<Tensor> yPred, Optional<Tree<Tensor>> sampleWeight) {
    if (!built) {
      build(yTrue, yPred);
    }
    var names = Outputs.names(yPred, outputNames);
    var targets =
        perLoss(Outputs.flatten(yTrue, names), Outputs.assign("loss", losses, names, false), names);
    var predictions = Outputs.flatten(yPred, names);
    var sampleWeights = Outputs.weights(sampleWeight, names);
    Optional<Tensor> total = Optional.empty();
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      Tensor target = targets.get(part.output()).orElseThrow();
      Tensor value =
          Ops.cast(
              part.loss()
                  .apply(target, predictions.get(part.output()), sampleWeights.get(part.output())),
              org.keras4j.config.KerasConfig.floatx());
      if (!trackers.isEmpty()) {
        trackers.get(i).updateState(value, Optional.of(Array.weak((long) samples(target))));
      }
      Tensor weighted =
          part.weight().isPresent()
              ? Ops.multiply(value, Array.weak(part.weight().getAsDouble()))
              : value;
      total = Optional.of(total.map(t -> Ops.add(t, weighted)).orElse(weighted));
    }
    return total.orElseGet(() -> Ops.zeros(Shape.SCALAR));
  }

  private static int samples(Tensor target) {
    return target.rank() == 0 ? 1 : target.shape().dim(0);
  }
}
