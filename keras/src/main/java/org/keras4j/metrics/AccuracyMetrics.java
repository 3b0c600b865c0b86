package org.keras4j.metrics;

import org.keras4j.config.KerasConfig;
import org.keras4j.losses.LossReduction;
import org.keras4j.ops.Index;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Accuracies, as functions.
abstract class AccuracyMetrics {
  AccuracyMetrics() {}

  /// Targets and predictions in the dtype of the predictions, of one rank.
  static LossReduction.Fitting fitting(Tensor yTrue, Tensor yPred) {
    Tensor predictions = Ops.convertToTensor(yPred);
    return LossReduction.sameRank(Ops.cast(yTrue, predictions.dtype()), predictions);
  }

  private static Tensor hits(Tensor x, Tensor y) {
    return Ops.cast(Ops.equal(x, y), KerasConfig.floatx());
  }

  /// 1 where predictions equal targets, else 0.
  ///
  /// {@snippet : Tensor hits = Metrics.accuracy(yTrue, yPred);
  /// }
  public static Tensor accuracy(Tensor yTrue, Tensor yPred) {
    var f = fitting(yTrue, yPred);
    return hits(f.x(), f.y());
  }

  /// {@link #binaryAccuracy(Tensor, Tensor, double)} with a threshold of 0.5.
  public static Tensor binaryAccuracy(Tensor yTrue, Tensor yPred) {
    return binaryAccuracy(yTrue, yPred, 0.5);
  }

  /// 1 where predictions are on the right side of a threshold, else 0.
  ///
  /// {@snippet : Tensor hits = Metrics.binaryAccuracy(yTrue, yPred, 0.4);
  /// }
  public static Tensor binaryAccuracy(Tensor yTrue, Tensor yPred, double threshold) {
    var f = LossReduction.sameRank(Ops.convertToTensor(yTrue), Ops.convertToTensor(yPred));
    Tensor above = Ops.greater(f.y(), Array.scalar(KerasConfig.floatx(), threshold));
    return hits(f.x(), Ops.cast(above, f.x().dtype()));
  }

  /// 1 where the largest prediction along the last axis is that of the right class (one-hot), else
  /// 0.
  ///
  /// {@snippet : Tensor hits = Metrics.categoricalAccuracy(yTrue, yPred);
  /// }
  public static Tensor categoricalAccuracy(Tensor yTrue, Tensor yPred) {
    Tensor classes = Ops.cast(Ops.argmax(yTrue, -1), Ops.convertToTensor(yPred).dtype());
    boolean column = classes.rank() == yPred.rank();
    Tensor labels = column ? Ops.squeeze(classes, -1) : classes;
    Tensor hits = hits(labels, Ops.cast(Ops.argmax(yPred, -1), labels.dtype()));
    return column ? Ops.expandDims(hits, -1) : hits;
  }

  /// 1 where the largest prediction along the last axis is that of the right class, given by its
  /// number, else 0.
  ///
  /// {@snippet : Tensor hits = Metrics.sparseCategoricalAccuracy(yTrue, yPred);
  /// }
  public static Tensor sparseCategoricalAccuracy(Tensor yTrue, Tensor yPred) {
    Tensor classes = Ops.cast(yTrue, Ops.convertToTensor(yPred).dtype());
    boolean column = classes.rank() == yPred.rank() && classes.shape().dim(-1) == 1;
    Tensor labels = column ? Ops.squeeze(classes, -1) : classes;
    Tensor hits = hits(labels, Ops.cast(Ops.argmax(yPred, -1), labels.dtype()));
    return !column && hits.rank() > 1 && hits.shape().dim(-1) == 1 ? Ops.squeeze(hits, -1) : hits;
  }

  /// {@link #topKCategoricalAccuracy(Tensor, Tensor, int)} with 5 predictions.
  public static Tensor topKCategoricalAccuracy(Tensor yTrue, Tensor yPred) {
    return topKCategoricalAccuracy(yTrue, yPred, 5);
  }

  /// 1 where the right class (one-hot) is among the `k` largest predictions, else 0.
  ///
  /// {@snippet : Tensor hits = Metrics.topKCategoricalAccuracy(yTrue, yPred, 3);
  /// }
  public static Tensor topKCategoricalAccuracy(Tensor yTrue, Tensor yPred, int k) {
    return sparseTopKCategoricalAccuracy(Ops.argmax(yTrue, -1), yPred, k, false);
  }

  /// {@link #sparseTopKCategoricalAccuracy(Tensor, Tensor, int, boolean)} with 5 predictions.
  public static Tensor sparseTopKCategoricalAccuracy(Tensor yTrue, Tensor yPred) {
    return sparseTopKCategoricalAccuracy(yTrue, yPred, 5, false);
  }

  /// 1 where the right class, given by its number, is among the `k` largest predictions, else 0.
  ///
  /// {@snippet : Tensor hits = Metrics.sparseTopKCategoricalAccuracy(yTrue, yPred, 3, false);
  /// }
  ///
  /// @param fromSortedIds whether predictions are the numbers of classes, the most probable first
  public static Tensor sparseTopKCategoricalAccuracy(
      Tensor yTrue, Tensor yPred, int k, boolean fromSortedIds) {
    Tensor given = Ops.convertToTensor(yPred);
    Tensor classes = Ops.cast(yTrue, fromSortedIds ? given.dtype() : DType.INT32);
    Tensor predictions = given.rank() > 2 ? Ops.reshape(given, -1, given.shape().dim(-1)) : given;
    Tensor labels = classes.rank() > 1 ? Ops.reshape(classes, -1) : classes;
    Tensor hits =
        fromSortedIds
            ? Ops.any(
                Ops.equal(
                    Ops.expandDims(labels, 1), Ops.getItem(predictions, Index.all(), Index.to(k))),
                org.keras4j.ops.Axes.of(1))
            : Ops.inTopK(labels, predictions, k);
    Tensor numbers = Ops.cast(hits, KerasConfig.floatx());
    return classes.rank() > 1 ? Ops.reshape(numbers, classes.shape()) : numbers;
  }
}
