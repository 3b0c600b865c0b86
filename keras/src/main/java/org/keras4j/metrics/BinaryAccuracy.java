package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// How often predictions are on the right side of a threshold.
///
/// - Input: targets 0 or 1 and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new BinaryAccuracy();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class">BinaryAccuracy</a>
public final class BinaryAccuracy extends FunctionMetric<BinaryAccuracy> {
  private final Arg<Double> threshold = arg("threshold", Codec.DOUBLE, () -> 0.5);

  /// With Keras's defaults.
  public BinaryAccuracy() {
    super("binary_accuracy");
  }

  /// Sets above what predictions mean 1 (0.5 at first).
  public BinaryAccuracy threshold(double value) {
    return with(threshold, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Metrics.binaryAccuracy(yTrue, yPred, threshold.get());
  }
}
