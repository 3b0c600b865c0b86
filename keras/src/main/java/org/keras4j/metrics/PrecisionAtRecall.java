package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// The best precision at which the recall is at least a given one.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new PrecisionAtRecall(0.5);
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/classification_metrics/#precisionatrecall-class">PrecisionAtRecall</a>
public final class PrecisionAtRecall extends ConfusionOptimum<PrecisionAtRecall> {
  private final Arg<Double> recall =
      required("recall", Codec.DOUBLE).check(v -> v >= 0 && v <= 1, "a number in the range [0, 1]");

  PrecisionAtRecall() {}

  /// The optimum under a condition.
  ///
  /// @param recall what the recall must be at least
  /// @throws IllegalArgumentException if it is not in the range [0, 1]
  public PrecisionAtRecall(double recall) {
    with(this.recall, recall);
  }

  @Override
  Tensor optimum() {
    return best(precisions(), sensitivities(), recall.get());
  }
}
