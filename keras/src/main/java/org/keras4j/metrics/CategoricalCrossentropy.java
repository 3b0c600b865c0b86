package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// Cross-entropy of classes given as one-hot vectors or probabilities.
///
/// - Input: targets (one-hot) and predictions `(batch, ..., classes)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new CategoricalCrossentropy();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/probabilistic_metrics/#categoricalcrossentropy-class">CategoricalCrossentropy</a>
public final class CategoricalCrossentropy extends FunctionMetric<CategoricalCrossentropy> {
  private final Arg<Boolean> fromLogits = arg("from_logits", Codec.BOOL, () -> false);
  private final Arg<Double> labelSmoothing =
      arg("label_smoothing", MetricConfigs.NUMBER, () -> 0.0);
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);

  /// With Keras's defaults.
  public CategoricalCrossentropy() {
    super("categorical_crossentropy");
  }

  /// Sets whether predictions are logits instead of probabilities (they are not at first).
  public CategoricalCrossentropy fromLogits(boolean value) {
    return with(fromLogits, value);
  }

  /// Sets how far targets are moved towards the uniform distribution (0 at first).
  public CategoricalCrossentropy labelSmoothing(double value) {
    return with(labelSmoothing, value);
  }

  /// Sets the axis of the classes (-1 at first).
  public CategoricalCrossentropy axis(int value) {
    return with(axis, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.categoricalCrossentropy(
        yTrue, yPred, fromLogits.get(), labelSmoothing.get(), axis.get());
  }
}
