package org.keras4j.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// A count of true or false positives or negatives.
///
/// @param <SELF> the metric's own class
public abstract class ConfusionCount<SELF extends ConfusionCount<SELF>>
    extends BuiltInMetric<SELF> {
  private final Arg<Optional<Thresholds>> thresholds = optional("thresholds", Thresholds.CODEC);
  private final Confusion.Count what;
  private final State accumulator =
      floats("accumulator", () -> Optional.of(Shape.of(bounds().size())));

  ConfusionCount(Confusion.Count what) {
    this.what = what;
  }

  /// Sets above what predictions are positive (0.5 at first).
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1]
  public final SELF thresholds(double value) {
    return with(thresholds, Optional.of(Thresholds.of(value)));
  }

  /// Sets several thresholds: each is counted by itself.
  ///
  /// @throws IllegalArgumentException if one is not in [0, 1]
  public final SELF thresholds(List<Double> values) {
    return with(thresholds, Optional.of(Thresholds.of(values)));
  }

  private List<Double> bounds() {
    return thresholds.get().map(Thresholds::values).orElse(List.of(0.5));
  }

  @Override
  public final void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    Confusion.at(bounds(), Optional.empty(), Optional.empty())
        .update(Map.of(what, accumulator), yTrue, yPred, sampleWeight);
  }

  @Override
  public final Tree<Tensor> results() {
    return Tree.leaf(oneOrAll(accumulator.value()));
  }

  /// The only element if there is one threshold.
  static Tensor oneOrAll(Tensor perThreshold) {
    return perThreshold.shape().dim(0) == 1
        ? Ops.squeeze(Parts.of(perThreshold, 0, 0, 1), 0)
        : perThreshold;
  }
}
