package org.keras4j.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// All four counts of a metric, at each threshold.
record ConfusionCounts(State hits, State alarms, State rejections, State misses) {
  static ConfusionCounts of(BuiltInMetric<?> metric, Supplier<Optional<Shape>> shape) {
    return new ConfusionCounts(
        metric.floats("true_positives", shape),
        metric.floats("false_positives", shape),
        metric.floats("true_negatives", shape),
        metric.floats("false_negatives", shape));
  }

  Map<Confusion.Count, State> byName() {
    return Map.of(
        Confusion.Count.TRUE_POSITIVES, hits,
        Confusion.Count.FALSE_POSITIVES, alarms,
        Confusion.Count.TRUE_NEGATIVES, rejections,
        Confusion.Count.FALSE_NEGATIVES, misses);
  }

  /// True positives among the positives, also called sensitivity.
  Tensor recalls() {
    return part(hits, misses);
  }

  /// True negatives among the negatives.
  Tensor specificities() {
    return part(rejections, alarms);
  }

  /// False positives among the negatives.
  Tensor alarmRates() {
    return part(alarms, rejections);
  }

  /// True positives among those predicted as positive.
  Tensor precisions() {
    return part(hits, alarms);
  }

  private static Tensor part(State some, State others) {
    return Ops.divideNoNan(some.value(), Ops.add(some.value(), others.value()));
  }
}
