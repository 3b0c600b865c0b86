package org.keras4j.metrics;

import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// Mean of the logarithms of the hyperbolic cosines of the errors.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new LogCoshError();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/regression_metrics/#logcosherror-class">LogCoshError</a>
public final class LogCoshError extends FunctionMetric<LogCoshError> {
  /// With Keras's defaults.
  public LogCoshError() {
    super("logcosh");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.logCosh(yTrue, yPred);
  }
}
