package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// Poisson regression: mean of `yPred - yTrue · log(yPred)`.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new Poisson().apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/probabilistic_losses/#poisson-class">Poisson</a>
public final class Poisson extends FunctionLoss<Poisson> {
  /// With Keras's defaults.
  public Poisson() {
    super("poisson");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.poisson(yTrue, yPred);
  }
}
