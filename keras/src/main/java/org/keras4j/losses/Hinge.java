package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// Mean of `max(1 - yTrue · yPred, 0)`.
///
/// - Input: targets -1 or 1 (0 or 1 are converted) and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new Hinge().apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/hinge_losses/#hinge-class">Hinge</a>
public final class Hinge extends FunctionLoss<Hinge> {
  /// With Keras's defaults.
  public Hinge() {
    super("hinge");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.hinge(yTrue, yPred);
  }
}
