package org.keras4j.metrics;

import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// Areas under curves between neighbouring thresholds.
final class Areas {
  private Areas() {}

  private record Points(Tensor x, Tensor y) {}

  private static Tensor lower(Tensor x) {
    return Parts.of(x, 0, 0, x.shape().dim(0) - 1);
  }

  private static Tensor upper(Tensor x) {
    return Parts.of(x, 0, 1, x.shape().dim(0));
  }

  static Tensor parts(ConfusionCounts counts, AUC.Curve curve, AUC.Summation summation) {
    var points =
        switch (curve) {
          case ROC -> new Points(counts.alarmRates(), counts.recalls());
          case PR -> new Points(counts.recalls(), counts.precisions());
          case PRGAIN -> gains(counts);
        };
    Tensor a = lower(points.y());
    Tensor b = upper(points.y());
    Tensor heights =
        switch (summation) {
          case INTERPOLATION -> Ops.divide(Ops.add(a, b), 2.0);
          case MINORING -> Ops.minimum(a, b);
          case MAJORING -> Ops.maximum(a, b);
        };
    return Ops.multiply(Ops.subtract(lower(points.x()), upper(points.x())), heights);
  }

  /// Flach and Kull, *Precision-Recall-Gain Curves*, 2015.
  private static Points gains(ConfusionCounts counts) {
    Tensor hits = counts.hits().value();
    Tensor misses = counts.misses().value();
    Tensor alarms = counts.alarms().value();
    Tensor odds =
        Ops.divideNoNan(Ops.add(hits, misses), Ops.add(counts.rejections().value(), alarms));
    Tensor none = Ops.equal(hits, 0.0);
    Tensor recall = Ops.subtract(1.0, Ops.multiply(odds, Ops.divideNoNan(misses, hits)));
    Tensor precision = Ops.subtract(1.0, Ops.multiply(odds, Ops.divideNoNan(alarms, hits)));
    return new Points(
        Ops.maximum(Ops.where(none, Array.weak(0.0), recall), 0.0),
        Ops.where(none, Array.weak(1.0), precision));
  }

  /// Davis and Goadrich, *The Relationship Between Precision-Recall and ROC Curves*, 2006: between
  /// two thresholds the precision is no line, since false positives grow linearly with true ones.
  static Tensor interpolatedPrecisionRecall(ConfusionCounts counts) {
    Tensor hits = counts.hits().value();
    Tensor predicted = Ops.add(hits, counts.alarms().value());
    Tensor hitsBetween = Ops.subtract(lower(hits), upper(hits));
    Tensor predictedBetween = Ops.subtract(lower(predicted), upper(predicted));
    Tensor slope = Ops.divideNoNan(hitsBetween, Ops.maximum(predictedBetween, 0L));
    Tensor intercept = Ops.subtract(upper(hits), Ops.multiply(slope, upper(predicted)));
    Tensor both =
        Ops.logicalAnd(Ops.greater(lower(predicted), 0L), Ops.greater(upper(predicted), 0L));
    Tensor ratio =
        Ops.where(
            both,
            Ops.divideNoNan(lower(predicted), Ops.maximum(upper(predicted), 0L)),
            Ops.onesLike(upper(predicted)));
    Tensor area =
        Ops.multiply(slope, Ops.add(hitsBetween, Ops.multiply(intercept, Ops.log(ratio))));
    Tensor positives = Ops.add(upper(hits), upper(counts.misses().value()));
    return Ops.divideNoNan(area, Ops.maximum(positives, 0L));
  }
}
