package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// The best sensitivity at which the specificity is at least a given one.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new SensitivityAtSpecificity(0.5);
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/classification_metrics/#sensitivityatspecificity-class">SensitivityAtSpecificity</a>
public final class SensitivityAtSpecificity extends ConfusionOptimum<SensitivityAtSpecificity> {
  private final Arg<Double> specificity =
      required("specificity", Codec.DOUBLE)
          .check(v -> v >= 0 && v <= 1, "a number in the range [0, 1]");

  SensitivityAtSpecificity() {}

  /// The optimum under a condition.
  ///
  /// @param specificity what the specificity must be at least
  /// @throws IllegalArgumentException if it is not in the range [0, 1]
  public SensitivityAtSpecificity(double specificity) {
    with(this.specificity, specificity);
  }

  @Override
  Tensor optimum() {
    return best(sensitivities(), specificities(), specificity.get());
  }
}
