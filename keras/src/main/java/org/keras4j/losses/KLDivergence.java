package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// How far one distribution is from another: `sum(yTrue · log(yTrue / yPred))`.
///
/// - Input: distributions `(batch, ..., classes)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new KLDivergence().apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/probabilistic_losses/#kldivergence-class">KLDivergence</a>
public final class KLDivergence extends FunctionLoss<KLDivergence> {
  /// With Keras's defaults.
  public KLDivergence() {
    super("kl_divergence");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.klDivergence(yTrue, yPred);
  }
}
