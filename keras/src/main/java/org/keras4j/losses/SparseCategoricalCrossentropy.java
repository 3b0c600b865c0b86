package org.keras4j.losses;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Cross-entropy of classes given by their numbers.
///
/// - Input: class numbers `(batch, ...)` or `(batch, ..., 1)` and predictions `(batch, ...,
///   classes)`
/// - Output: a scalar, or `(batch, ...)` without reduction
///
/// {@snippet :
/// Tensor loss = new SparseCategoricalCrossentropy().fromLogits(true).apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class">SparseCategoricalCrossentropy</a>
public final class SparseCategoricalCrossentropy
    extends FunctionLoss<SparseCategoricalCrossentropy> {
  private final Arg<Boolean> fromLogits = arg("from_logits", Codec.BOOL, () -> false);
  private final Arg<Optional<Integer>> ignoreClass = optional("ignore_class", Codec.INT);
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1).listedIf(_ -> false);

  /// With Keras's defaults.
  public SparseCategoricalCrossentropy() {
    super("sparse_categorical_crossentropy");
  }

  /// Sets whether predictions are logits instead of probabilities (they are not at first).
  public SparseCategoricalCrossentropy fromLogits(boolean value) {
    return with(fromLogits, value);
  }

  /// Sets a class whose samples are left out.
  public SparseCategoricalCrossentropy ignoreClass(int value) {
    return with(ignoreClass, Optional.of(value));
  }

  /// Sets the axis of the classes (-1 at first).
  public SparseCategoricalCrossentropy axis(int value) {
    return with(axis, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.sparseCategoricalCrossentropy(
        yTrue, yPred, fromLogits.get(), ignoreClass.get(), axis.get());
  }
}
