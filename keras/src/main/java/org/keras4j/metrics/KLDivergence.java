package org.keras4j.metrics;

import org.keras4j.losses.Losses;
import org.keras4j.tensor.Tensor;

/// How far the predicted distribution is from the target.
///
/// - Input: distributions `(batch, ..., classes)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new KLDivergence();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/probabilistic_metrics/#kldivergence-class">KLDivergence</a>
public final class KLDivergence extends FunctionMetric<KLDivergence> {
  /// With Keras's defaults.
  public KLDivergence() {
    super("kl_divergence");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.klDivergence(yTrue, yPred);
  }
}
