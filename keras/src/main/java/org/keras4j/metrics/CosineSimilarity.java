package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Cosine of the angle between targets and predictions: 1 where they point the same way.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new CosineSimilarity();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class">CosineSimilarity</a>
public final class CosineSimilarity extends FunctionMetric<CosineSimilarity> {
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1).listedIf(_ -> false);

  /// With Keras's defaults.
  public CosineSimilarity() {
    super("cosine_similarity");
  }

  /// Sets along which axis the vectors lie (-1 at first).
  public CosineSimilarity axis(int value) {
    return with(axis, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Metrics.cosineSimilarity(yTrue, yPred, axis.get());
  }
}
