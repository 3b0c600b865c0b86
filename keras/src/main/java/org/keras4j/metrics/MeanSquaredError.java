package org.keras4j.metrics;

import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// Mean of the squares of the errors.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new MeanSquaredError();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/regression_metrics/#meansquarederror-class">MeanSquaredError</a>
public final class MeanSquaredError extends FunctionMetric<MeanSquaredError> {
  /// With Keras's defaults.
  public MeanSquaredError() {
    super("mean_squared_error");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.meanSquaredError(yTrue, yPred);
  }
}
