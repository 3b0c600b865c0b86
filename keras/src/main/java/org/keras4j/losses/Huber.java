package org.keras4j.losses;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Half the squared error where it is small, a line where it is large.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new Huber().delta(0.5).apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/regression_losses/#huber-class">Huber</a>
public final class Huber extends FunctionLoss<Huber> {
  private final Arg<Double> delta = arg("delta", Codec.DOUBLE, () -> 1.0).listedIf(_ -> false);

  /// With Keras's defaults.
  public Huber() {
    super("huber_loss");
  }

  /// Sets the error at which the parabola becomes a line (1 at first).
  public Huber delta(double value) {
    return with(delta, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.huber(yTrue, yPred, delta.get());
  }
}
