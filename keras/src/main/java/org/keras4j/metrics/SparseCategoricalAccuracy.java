package org.keras4j.metrics;

import org.keras4j.tensor.Tensor;

/// How often the largest prediction is that of the right class, given by its number.
///
/// - Input: class numbers `(batch, ...)` or `(batch, ..., 1)` and predictions `(batch, ...,
///   classes)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new SparseCategoricalAccuracy();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class">SparseCategoricalAccuracy</a>
public final class SparseCategoricalAccuracy extends FunctionMetric<SparseCategoricalAccuracy> {
  /// With Keras's defaults.
  public SparseCategoricalAccuracy() {
    super("sparse_categorical_accuracy");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Metrics.sparseCategoricalAccuracy(yTrue, yPred);
  }
}
