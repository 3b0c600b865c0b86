package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// Mean of the sizes of the errors in percent of the targets: `100 mean(|(yTrue - yPred) /
/// yTrue|)`.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new MeanAbsolutePercentageError().apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class">MeanAbsolutePercentageError</a>
public final class MeanAbsolutePercentageError extends FunctionLoss<MeanAbsolutePercentageError> {
  /// With Keras's defaults.
  public MeanAbsolutePercentageError() {
    super("mean_absolute_percentage_error");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.meanAbsolutePercentageError(yTrue, yPred);
  }
}
