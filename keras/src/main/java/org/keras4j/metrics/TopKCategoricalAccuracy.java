package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// How often the right class is among the `k` largest predictions.
///
/// - Input: targets (one-hot) and predictions `(batch, ..., classes)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new TopKCategoricalAccuracy().k(3);
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class">TopKCategoricalAccuracy</a>
public final class TopKCategoricalAccuracy extends FunctionMetric<TopKCategoricalAccuracy> {
  private final Arg<Integer> k = arg("k", Codec.INT, () -> 5);

  /// With Keras's defaults.
  public TopKCategoricalAccuracy() {
    super("top_k_categorical_accuracy");
  }

  /// Sets how many predictions are looked at (5 at first).
  public TopKCategoricalAccuracy k(int value) {
    return with(k, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Metrics.topKCategoricalAccuracy(yTrue, yPred, k.get());
  }
}
