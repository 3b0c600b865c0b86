package org.keras4j.metrics;

import org.keras4j.tensor.Tensor;

/// How often the largest prediction is that of the right class.
///
/// - Input: targets (one-hot) and predictions `(batch, ..., classes)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new CategoricalAccuracy();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class">CategoricalAccuracy</a>
public final class CategoricalAccuracy extends FunctionMetric<CategoricalAccuracy> {
  /// With Keras's defaults.
  public CategoricalAccuracy() {
    super("categorical_accuracy");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Metrics.categoricalAccuracy(yTrue, yPred);
  }
}
