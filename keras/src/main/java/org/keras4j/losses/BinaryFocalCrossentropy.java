package org.keras4j.losses;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Cross-entropy of yes-or-no outcomes in which samples that are easy count less.
///
/// Follows Lin et al., *Focal Loss for Dense Object Detection*, 2018.
///
/// - Input: targets 0 or 1 and predictions `(batch, ..., n)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new BinaryFocalCrossentropy().gamma(3).apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class">BinaryFocalCrossentropy</a>
public final class BinaryFocalCrossentropy extends FunctionLoss<BinaryFocalCrossentropy> {
  private final Arg<Boolean> fromLogits = arg("from_logits", Codec.BOOL, () -> false);
  private final Arg<Double> labelSmoothing = arg("label_smoothing", Codec.DOUBLE, () -> 0.0);
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);
  private final Arg<Boolean> applyClassBalancing =
      arg("apply_class_balancing", Codec.BOOL, () -> false);
  private final Arg<Double> alpha = arg("alpha", Codec.DOUBLE, () -> 0.25);
  private final Arg<Double> gamma = arg("gamma", Codec.DOUBLE, () -> 2.0);

  /// With Keras's defaults.
  public BinaryFocalCrossentropy() {
    super("binary_focal_crossentropy");
  }

  /// Sets whether predictions are logits instead of probabilities (they are not at first).
  public BinaryFocalCrossentropy fromLogits(boolean value) {
    return with(fromLogits, value);
  }

  /// Sets how far targets are moved towards the uniform distribution (0 at first).
  public BinaryFocalCrossentropy labelSmoothing(double value) {
    return with(labelSmoothing, value);
  }

  /// Sets the axis that is averaged away (-1 at first).
  public BinaryFocalCrossentropy axis(int value) {
    return with(axis, value);
  }

  /// Sets whether classes are weighted by `alpha` and `1 - alpha` (they are not at first).
  public BinaryFocalCrossentropy applyClassBalancing(boolean value) {
    return with(applyClassBalancing, value);
  }

  /// Sets the weight of class 1 (0.25 at first).
  public BinaryFocalCrossentropy alpha(double value) {
    return with(alpha, value);
  }

  /// Sets how much less easy samples count (2 at first).
  public BinaryFocalCrossentropy gamma(double value) {
    return with(gamma, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.binaryFocalCrossentropy(
        yTrue,
        yPred,
        applyClassBalancing.get(),
        alpha.get(),
        gamma.get(),
        fromLogits.get(),
        labelSmoothing.get(),
        axis.get());
  }
}
