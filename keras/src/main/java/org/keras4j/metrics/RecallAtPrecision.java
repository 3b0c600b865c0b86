package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// The best recall at which the precision is at least a given one.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new RecallAtPrecision(0.5);
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/classification_metrics/#recallatprecision-class">RecallAtPrecision</a>
public final class RecallAtPrecision extends ConfusionOptimum<RecallAtPrecision> {
  private final Arg<Double> precision =
      required("precision", Codec.DOUBLE)
          .check(v -> v >= 0 && v <= 1, "a number in the range [0, 1]");

  RecallAtPrecision() {}

  /// The optimum under a condition.
  ///
  /// @param precision what the precision must be at least
  /// @throws IllegalArgumentException if it is not in the range [0, 1]
  public RecallAtPrecision(double precision) {
    with(this.precision, precision);
  }

  @Override
  Tensor optimum() {
    return best(sensitivities(), precisions(), precision.get());
  }
}
