package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// Mean of the squares of the errors: `mean((yTrue - yPred)²)`.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new MeanSquaredError().apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/regression_losses/#meansquarederror-class">MeanSquaredError</a>
public final class MeanSquaredError extends FunctionLoss<MeanSquaredError> {
  /// With Keras's defaults.
  public MeanSquaredError() {
    super("mean_squared_error");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.meanSquaredError(yTrue, yPred);
  }
}
