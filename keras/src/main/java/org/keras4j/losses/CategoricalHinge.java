package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// `max(neg - pos + 1, 0)`, where `pos` is the prediction of the right class and `neg` the largest
/// of the others.
///
/// - Input: targets (one-hot) and predictions `(batch, ..., classes)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new CategoricalHinge().apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/hinge_losses/#categoricalhinge-class">CategoricalHinge</a>
public final class CategoricalHinge extends FunctionLoss<CategoricalHinge> {
  /// With Keras's defaults.
  public CategoricalHinge() {
    super("categorical_hinge");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.categoricalHinge(yTrue, yPred);
  }
}
