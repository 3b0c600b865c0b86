package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// The best specificity at which the sensitivity is at least a given one.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new SpecificityAtSensitivity(0.5);
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/classification_metrics/#specificityatsensitivity-class">SpecificityAtSensitivity</a>
public final class SpecificityAtSensitivity extends ConfusionOptimum<SpecificityAtSensitivity> {
  private final Arg<Double> sensitivity =
      required("sensitivity", Codec.DOUBLE)
          .check(v -> v >= 0 && v <= 1, "a number in the range [0, 1]");

  SpecificityAtSensitivity() {}

  /// The optimum under a condition.
  ///
  /// @param sensitivity what the sensitivity must be at least
  /// @throws IllegalArgumentException if it is not in the range [0, 1]
  public SpecificityAtSensitivity(double sensitivity) {
    with(this.sensitivity, sensitivity);
  }

  @Override
  Tensor optimum() {
    return best(specificities(), sensitivities(), sensitivity.get());
  }
}
