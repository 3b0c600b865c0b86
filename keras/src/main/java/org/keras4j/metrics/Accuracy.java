package org.keras4j.metrics;

import org.keras4j.tensor.Tensor;

/// How often predictions equal targets.
///
/// - Input: targets and predictions of one shape
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new Accuracy();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/accuracy_metrics/#accuracy-class">Accuracy</a>
public final class Accuracy extends FunctionMetric<Accuracy> {
  /// With Keras's defaults.
  public Accuracy() {
    super("accuracy");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Metrics.accuracy(yTrue, yPred);
  }
}
