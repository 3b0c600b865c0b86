package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// Cross-entropy of yes-or-no outcomes.
///
/// - Input: targets 0 or 1 and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new BinaryCrossentropy();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/probabilistic_metrics/#binarycrossentropy-class">BinaryCrossentropy</a>
public final class BinaryCrossentropy extends FunctionMetric<BinaryCrossentropy> {
  private final Arg<Boolean> fromLogits = arg("from_logits", Codec.BOOL, () -> false);
  private final Arg<Double> labelSmoothing =
      arg("label_smoothing", MetricConfigs.NUMBER, () -> 0.0);

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

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.binaryCrossentropy(yTrue, yPred, fromLogits.get(), labelSmoothing.get(), -1);
  }
}
