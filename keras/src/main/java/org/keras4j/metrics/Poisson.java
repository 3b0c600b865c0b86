package org.keras4j.metrics;

import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// Mean of `yPred - yTrue · log(yPred)`.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new Poisson();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/probabilistic_metrics/#poisson-class">Poisson</a>
public final class Poisson extends FunctionMetric<Poisson> {
  /// With Keras's defaults.
  public Poisson() {
    super("poisson");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.poisson(yTrue, yPred);
  }
}
