package org.keras4j.metrics;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// Cross-entropy of classes given by their numbers.
///
/// - Input: class numbers `(batch, ...)` or `(batch, ..., 1)` and predictions `(batch, ...,
///   classes)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new SparseCategoricalCrossentropy();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/probabilistic_metrics/#sparsecategoricalcrossentropy-class">SparseCategoricalCrossentropy</a>
public final class SparseCategoricalCrossentropy
    extends FunctionMetric<SparseCategoricalCrossentropy> {
  private final Arg<Boolean> fromLogits = arg("from_logits", Codec.BOOL, () -> false);
  private final Arg<Optional<Integer>> ignoreClass = optional("ignore_class", Codec.INT);
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);

  /// With Keras's defaults.
  public SparseCategoricalCrossentropy() {
    super("sparse_categorical_crossentropy");
  }

  /// Sets whether predictions are logits instead of probabilities (they are not at first).
  public SparseCategoricalCrossentropy fromLogits(boolean value) {
    return with(fromLogits, value);
  }

  /// Sets a class whose samples are left out where samples are weighted, and count nothing
  /// elsewhere.
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
