package org.keras4j.losses;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Cross-entropy of yes-or-no outcomes.
///
/// - Input: targets 0 or 1 and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new BinaryCrossentropy().fromLogits(true).apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class">BinaryCrossentropy</a>
public final class BinaryCrossentropy extends FunctionLoss<BinaryCrossentropy> {
  private final Arg<Boolean> fromLogits = arg("from_logits", Codec.BOOL, () -> false);
  private final Arg<Double> labelSmoothing = arg("label_smoothing", Codec.DOUBLE, () -> 0.0);
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);

  /// With Keras's defaults.
  public BinaryCrossentropy() {
    super("binary_crossentropy");
  }

  /// Sets whether predictions are logits instead of probabilities (they are not at first).
  public BinaryCrossentropy fromLogits(boolean value) {
    return with(fromLogits, value);
  }

  /// Sets how far targets are moved towards the uniform distribution (0 at first).
  public BinaryCrossentropy labelSmoothing(double value) {
    return with(labelSmoothing, value);
  }

  /// Sets the axis that is averaged away (-1 at first).
  public BinaryCrossentropy axis(int value) {
    return with(axis, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.binaryCrossentropy(
        yTrue, yPred, fromLogits.get(), labelSmoothing.get(), axis.get());
  }
}
