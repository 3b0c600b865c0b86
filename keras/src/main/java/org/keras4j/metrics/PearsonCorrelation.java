package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Correlation of targets and predictions: 1 where one is a rising line of the other.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new PearsonCorrelation();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/">PearsonCorrelation</a>
public final class PearsonCorrelation extends FunctionMetric<PearsonCorrelation> {
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);

  /// With Keras's defaults.
  public PearsonCorrelation() {
    super("pearson_correlation");
  }

  /// Sets along which axis samples lie (-1 at first).
  public PearsonCorrelation axis(int value) {
    return with(axis, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Metrics.pearsonCorrelation(yTrue, yPred, axis.get());
  }
}
