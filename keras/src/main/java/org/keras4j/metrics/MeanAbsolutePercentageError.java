package org.keras4j.metrics;

import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// Mean of the sizes of the errors in percent of the targets.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new MeanAbsolutePercentageError();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/regression_metrics/#meanabsolutepercentageerror-class">MeanAbsolutePercentageError</a>
public final class MeanAbsolutePercentageError extends FunctionMetric<MeanAbsolutePercentageError> {
  /// With Keras's defaults.
  public MeanAbsolutePercentageError() {
    super("mean_absolute_percentage_error");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.meanAbsolutePercentageError(yTrue, yPred);
  }
}
