package org.keras4j.metrics;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// How often the right class, given by its number, is among the `k` largest predictions.
///
/// - Input: class numbers `(batch, ...)` or `(batch, ..., 1)` and predictions `(batch, ...,
///   classes)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new SparseTopKCategoricalAccuracy().k(3);
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class">SparseTopKCategoricalAccuracy</a>
public final class SparseTopKCategoricalAccuracy
    extends FunctionMetric<SparseTopKCategoricalAccuracy> {
  private final Arg<Integer> k = arg("k", Codec.INT, () -> 5);
  private final Arg<Boolean> fromSortedIds =
      arg("from_sorted_ids", Codec.BOOL, () -> false).listedIf(v -> v);

  /// With Keras's defaults.
  public SparseTopKCategoricalAccuracy() {
    super("sparse_top_k_categorical_accuracy");
  }

  /// Sets how many predictions are looked at (5 at first).
  public SparseTopKCategoricalAccuracy k(int value) {
    return with(k, value);
  }

  /// Sets whether predictions are the numbers of classes, the most probable first (they are not at
  /// first).
  public SparseTopKCategoricalAccuracy fromSortedIds(boolean value) {
    return with(fromSortedIds, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Metrics.sparseTopKCategoricalAccuracy(yTrue, yPred, k.get(), fromSortedIds.get());
  }
}
