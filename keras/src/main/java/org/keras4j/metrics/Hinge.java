package org.keras4j.metrics;

import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// Mean of `max(1 - yTrue · yPred, 0)`.
///
/// - Input: targets -1 or 1 (0 or 1 are converted) and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new Hinge();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/hinge_metrics/#hinge-class">Hinge</a>
public final class Hinge extends FunctionMetric<Hinge> {
  /// With Keras's defaults.
  public Hinge() {
    super("hinge");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.hinge(yTrue, yPred);
  }
}
