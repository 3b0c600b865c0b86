package org.keras4j.losses;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Cross-entropy of classes in which samples that are easy count less.
///
/// Follows Lin et al., *Focal Loss for Dense Object Detection*, 2018.
///
/// - Input: targets (one-hot) and predictions `(batch, ..., classes)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new CategoricalFocalCrossentropy().gamma(3).apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class">CategoricalFocalCrossentropy</a>
public final class CategoricalFocalCrossentropy extends FunctionLoss<CategoricalFocalCrossentropy> {
  private final Arg<Boolean> fromLogits = arg("from_logits", Codec.BOOL, () -> false);
  private final Arg<Double> labelSmoothing = arg("label_smoothing", Codec.DOUBLE, () -> 0.0);
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);
  private final Arg<Double> alpha = arg("alpha", Codec.DOUBLE, () -> 0.25);
  private final Arg<Double> gamma = arg("gamma", Codec.DOUBLE, () -> 2.0);

  /// With Keras's defaults.
  public CategoricalFocalCrossentropy() {
    super("categorical_focal_crossentropy");
  }

  /// Sets whether predictions are logits instead of probabilities (they are not at first).
  public CategoricalFocalCrossentropy fromLogits(boolean value) {
    return with(fromLogits, value);
  }

  /// Sets how far targets are moved towards the uniform distribution (0 at first).
  public CategoricalFocalCrossentropy labelSmoothing(double value) {
    return with(labelSmoothing, value);
  }

  /// Sets the axis of the classes (-1 at first).
  public CategoricalFocalCrossentropy axis(int value) {
    return with(axis, value);
  }

  /// Sets the weight of all classes (0.25 at first).
  public CategoricalFocalCrossentropy alpha(double value) {
    return with(alpha, value);
  }

  /// Sets how much less easy samples count (2 at first).
  public CategoricalFocalCrossentropy gamma(double value) {
    return with(gamma, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.categoricalFocalCrossentropy(
        yTrue, yPred, alpha.get(), gamma.get(), fromLogits.get(), labelSmoothing.get(), axis.get());
  }
}
