package org.keras4j.losses;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// `(1 - p^q) / q`, where `p` is the probability of the right class: robust against wrong labels.
///
/// Follows Zhang and Sabuncu, *Generalized Cross Entropy Loss for Training Deep Neural Networks
/// with Noisy Labels*, 2018.
///
/// - Input: class numbers `(batch, ...)` and probabilities `(batch, ..., classes)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new CategoricalGeneralizedCrossEntropy().q(0.7).apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/">CategoricalGeneralizedCrossEntropy</a>
public final class CategoricalGeneralizedCrossEntropy
    extends FunctionLoss<CategoricalGeneralizedCrossEntropy> {
  private final Arg<Double> q =
      arg("q", Codec.DOUBLE, () -> 0.5)
          .check(v -> v > 0 && v < 1, "a number in the interval (0, 1)");

  /// With Keras's defaults.
  public CategoricalGeneralizedCrossEntropy() {
    super("categorical_generalized_cross_entropy");
  }

  /// Sets the exponent, between 0 (cross-entropy) and 1 (absolute error), exclusive (0.5 at first).
  public CategoricalGeneralizedCrossEntropy q(double value) {
    return with(q, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.categoricalGeneralizedCrossEntropy(yTrue, yPred, q.get());
  }
}
