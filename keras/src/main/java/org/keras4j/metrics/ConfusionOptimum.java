package org.keras4j.metrics;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The best of one ratio over all thresholds at which another ratio is large enough.
///
/// @param <SELF> the metric's own class
public abstract class ConfusionOptimum<SELF extends ConfusionOptimum<SELF>>
    extends BuiltInMetric<SELF> {
  private final Arg<Optional<Integer>> classId = optional("class_id", Codec.INT);
  private final Arg<Integer> numThresholds =
      arg("num_thresholds", Codec.INT, () -> 200).check(n -> n > 0, "an integer > 0");
  private final ConfusionCounts counts =
      ConfusionCounts.of(this, () -> Optional.of(Shape.of(numThresholds.get())));

  ConfusionOptimum() {}

  /// Sets the only class that counts.
  public final SELF classId(int value) {
    return with(classId, Optional.of(value));
  }

  /// Sets how many thresholds between 0 and 1 are tried (200 at first).
  ///
  /// @throws IllegalArgumentException if it is not positive
  public final SELF numThresholds(int value) {
    return with(numThresholds, value);
  }

  @Override
  public final void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    List<Double> thresholds = Thresholds.evenly(numThresholds.get());
    boolean even = thresholds.size() > 1;
    new Confusion(thresholds, even, Optional.empty(), classId.get(), false, Optional.empty())
        .update(counts.byName(), yTrue, yPred, sampleWeight);
  }

  abstract Tensor optimum();

  final Tensor sensitivities() {
    return counts.recalls();
  }

  final Tensor specificities() {
    return counts.specificities();
  }

  final Tensor precisions() {
    return counts.precisions();
  }

  /// The largest of some values where a condition holds; 0 if it holds nowhere.
  static Tensor best(Tensor values, Tensor condition, double atLeast) {
    Tensor feasible = Ops.greaterEqual(condition, atLeast);
    return Ops.max(Ops.where(feasible, values, Array.weak(0L)), Axes.all(), 0);
  }

  @Override
  public final Tree<Tensor> results() {
    return Tree.leaf(optimum());
  }
}
