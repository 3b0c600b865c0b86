package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Concordance of targets and predictions: 1 where they are equal.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new ConcordanceCorrelation();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/">ConcordanceCorrelation</a>
public final class ConcordanceCorrelation extends FunctionMetric<ConcordanceCorrelation> {
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);

  /// With Keras's defaults.
  public ConcordanceCorrelation() {
    super("concordance_correlation");
  }

  /// Sets along which axis samples lie (-1 at first).
  public ConcordanceCorrelation axis(int value) {
    return with(axis, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Metrics.concordanceCorrelation(yTrue, yPred, axis.get());
  }
}
