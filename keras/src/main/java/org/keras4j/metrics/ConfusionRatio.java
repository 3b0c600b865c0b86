package org.keras4j.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// True positives as part of themselves and something else.
///
/// @param <SELF> the metric's own class
public abstract class ConfusionRatio<SELF extends ConfusionRatio<SELF>>
    extends BuiltInMetric<SELF> {
  private final Arg<Optional<Thresholds>> thresholds = optional("thresholds", Thresholds.CODEC);
  private final Arg<Optional<Integer>> topK = optional("top_k", Codec.INT);
  private final Arg<Optional<Integer>> classId = optional("class_id", Codec.INT);
  private final Confusion.Count what;
  private final State truePositives = floats("true_positives", this::shape);
  private final State others;

  ConfusionRatio(Confusion.Count what) {
    this.what = what;
    others = floats(what.name().toLowerCase(java.util.Locale.ROOT), this::shape);
  }

  private Optional<Shape> shape() {
    return Optional.of(Shape.of(bounds().size()));
  }

  /// Sets above what predictions are positive (0.5 at first, or nothing if `topK` is set).
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1]
  public final SELF thresholds(double value) {
    return with(thresholds, Optional.of(Thresholds.of(value)));
  }

  /// Sets several thresholds: each gives a result.
  ///
  /// @throws IllegalArgumentException if one is not in [0, 1]
  public final SELF thresholds(List<Double> values) {
    return with(thresholds, Optional.of(Thresholds.of(values)));
  }

  /// Sets how many of the largest predictions of a sample can be positive.
  public final SELF topK(int value) {
    return with(topK, Optional.of(value));
  }

  /// Sets the only class that counts.
  public final SELF classId(int value) {
    return with(classId, Optional.of(value));
  }

  private List<Double> bounds() {
    return thresholds
        .get()
        .map(Thresholds::values)
        .orElseGet(() -> List.of(topK.get().isPresent() ? Confusion.NEVER : 0.5));
  }

  @Override
  public final void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    Confusion.at(bounds(), topK.get(), classId.get())
        .update(
            Map.of(Confusion.Count.TRUE_POSITIVES, truePositives, what, others),
            yTrue,
            yPred,
            sampleWeight);
  }

  @Override
  public final Tree<Tensor> results() {
    Tensor hits = truePositives.value();
    return Tree.leaf(ConfusionCount.oneOrAll(Ops.divideNoNan(hits, Ops.add(hits, others.value()))));
  }
}
