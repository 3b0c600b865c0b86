package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// Mean of the logarithms of the hyperbolic cosines of the errors: a parabola near 0, a line far
/// from it.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new LogCosh().apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/regression_losses/#logcosh-class">LogCosh</a>
public final class LogCosh extends FunctionLoss<LogCosh> {
  /// With Keras's defaults.
  public LogCosh() {
    super("log_cosh");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.logCosh(yTrue, yPred);
  }
}
