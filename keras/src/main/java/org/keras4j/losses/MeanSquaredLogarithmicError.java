package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// Mean of the squared differences of logarithms: `mean((log(yTrue + 1) - log(yPred + 1))²)`.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new MeanSquaredLogarithmicError().apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class">MeanSquaredLogarithmicError</a>
public final class MeanSquaredLogarithmicError extends FunctionLoss<MeanSquaredLogarithmicError> {
  /// With Keras's defaults.
  public MeanSquaredLogarithmicError() {
    super("mean_squared_logarithmic_error");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.meanSquaredLogarithmicError(yTrue, yPred);
  }
}
