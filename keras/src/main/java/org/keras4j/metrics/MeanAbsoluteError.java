package org.keras4j.metrics;

import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// Mean of the sizes of the errors.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new MeanAbsoluteError();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/regression_metrics/#meanabsoluteerror-class">MeanAbsoluteError</a>
public final class MeanAbsoluteError extends FunctionMetric<MeanAbsoluteError> {
  /// With Keras's defaults.
  public MeanAbsoluteError() {
    super("mean_absolute_error");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.meanAbsoluteError(yTrue, yPred);
  }
}
