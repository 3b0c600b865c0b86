package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// Mean of `max(1 - yTrue · yPred, 0)²`.
///
/// - Input: targets -1 or 1 (0 or 1 are converted) and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new SquaredHinge().apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/hinge_losses/#squaredhinge-class">SquaredHinge</a>
public final class SquaredHinge extends FunctionLoss<SquaredHinge> {
  /// With Keras's defaults.
  public SquaredHinge() {
    super("squared_hinge");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.squaredHinge(yTrue, yPred);
  }
}
