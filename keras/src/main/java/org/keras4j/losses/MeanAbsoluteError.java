package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// Mean of the sizes of the errors: `mean(|yTrue - yPred|)`.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new MeanAbsoluteError().apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class">MeanAbsoluteError</a>
public final class MeanAbsoluteError extends FunctionLoss<MeanAbsoluteError> {
  /// With Keras's defaults.
  public MeanAbsoluteError() {
    super("mean_absolute_error");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.meanAbsoluteError(yTrue, yPred);
  }
}
