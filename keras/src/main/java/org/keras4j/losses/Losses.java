package org.keras4j.losses;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Keras's losses as functions of targets and predictions: what each sample costs, neither weighted
/// nor reduced.
///
/// Targets are converted to the dtype of the predictions. The functions take concrete tensors,
/// traced ones and drawn ones alike.
///
/// {@snippet :
/// Tensor perSample = Losses.meanSquaredError(yTrue, yPred);
/// Tensor reduced = new MeanSquaredError().apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/">Losses</a>
public final class Losses extends ProbabilisticLosses {
  private Losses() {}

  /// {@link #dice(Tensor, Tensor, Optional)} over all axes.
  public static Tensor dice(Tensor yTrue, Tensor yPred) {
    return dice(yTrue, yPred, Optional.empty());
  }

  /// 1 minus the Dice coefficient of two regions.
  ///
  /// {@snippet : Tensor losses = Losses.dice(yTrue, yPred, Optional.of(List.of(1, 2)));
  /// }
  ///
  /// @param axis the axes that are summed over; empty means all
  public static Tensor dice(Tensor yTrue, Tensor yPred, Optional<List<Integer>> axis) {
    Tensor predictions = Ops.convertToTensor(yPred);
    Tensor labels = Ops.cast(yTrue, predictions.dtype());
    Axes axes = axis.map(Axes::of).orElseGet(Axes::all);
    Tensor both = Ops.sum(Ops.multiply(labels, predictions), axes);
    Tensor each = Ops.add(Ops.sum(labels, axes), Ops.sum(predictions, axes));
    Tensor coefficient = Ops.divide(Ops.multiply(2.0, both), Ops.add(each, KerasConfig.epsilon()));
    return Ops.subtract(1.0, coefficient);
  }

  /// {@link #tversky(Tensor, Tensor, double, double, Optional)} over all axes with both weights
  /// 0.5.
  public static Tensor tversky(Tensor yTrue, Tensor yPred) {
    return tversky(yTrue, yPred, 0.5, 0.5, Optional.empty());
  }

  /// 1 minus the Tversky index of two regions.
  ///
  /// {@snippet : Tensor losses = Losses.tversky(yTrue, yPred, 0.3, 0.7, Optional.empty());
  /// }
  ///
  /// @param alpha the weight of false positives
  /// @param beta the weight of false negatives
  /// @param axis the axes that are summed over; empty means all
  public static Tensor tversky(
      Tensor yTrue, Tensor yPred, double alpha, double beta, Optional<List<Integer>> axis) {
    Tensor predictions = Ops.convertToTensor(yPred);
    Tensor labels = Ops.cast(yTrue, predictions.dtype());
    Axes axes = axis.map(Axes::of).orElseGet(Axes::all);
    Tensor both = Ops.sum(Ops.multiply(labels, predictions), axes);
    Tensor labelsOnly = Ops.sum(Ops.multiply(Ops.subtract(1.0, predictions), labels), axes);
    Tensor predictionsOnly = Ops.sum(Ops.multiply(predictions, Ops.subtract(1.0, labels)), axes);
    Tensor weighted =
        Ops.add(
            Ops.add(both, Ops.multiply(labelsOnly, alpha)), Ops.multiply(predictionsOnly, beta));
    return Ops.subtract(1.0, Ops.divide(both, Ops.add(weighted, KerasConfig.epsilon())));
  }

  /// {@link #circle(Tensor, Tensor, boolean, double, double)} with `gamma` 80 and `margin` 0.4.
  public static Tensor circle(Tensor yTrue, Tensor yPred) {
    return circle(yTrue, yPred, true, 80, 0.4);
  }

  /// {@link #circle(Tensor, Tensor, Tensor, Tensor, boolean, double, double)} of samples held
  /// against each other.
  public static Tensor circle(
      Tensor yTrue, Tensor yPred, boolean removeDiagonal, double gamma, double margin) {
    return circle(yTrue, yPred, yTrue, yPred, removeDiagonal, gamma, margin);
  }

  /// The circle loss of embeddings; the result carries a mask of those that cost something.
  ///
  /// {@snippet : Tensor losses = Losses.circle(labels, embeddings, true, 64, 0.25);
  /// }
  ///
  /// @param yTrue the numbers of the classes, `(batch)` or `(batch, 1)`
  /// @param yPred embeddings of length 1, `(batch, n)`
  /// @param refLabels the classes of the references, `(references)` or `(references, 1)`
  /// @param refEmbeddings what embeddings are held against, `(references, n)`
  /// @param removeDiagonal whether the sample `i` is not held against the reference `i`
  /// @param gamma the scale of the similarities
  /// @param margin how far similarities may be from their goals
  public static Tensor circle(
      Tensor yTrue,
      Tensor yPred,
      Tensor refLabels,
      Tensor refEmbeddings,
      boolean removeDiagonal,
      double gamma,
      double margin) {
    Tensor distances =
        Ops.maximum(Ops.subtract(1.0, Ops.matmul(yPred, Ops.transpose(refEmbeddings))), 0.0);
    Tensor same = sameClass(yTrue, refLabels);
    Tensor other = Ops.logicalNot(same);
    Tensor counted = removeDiagonal ? Ops.logicalAnd(same, offDiagonal(same)) : same;
    Tensor pull =
        Ops.multiply(
            Ops.multiply(-gamma, weights(Ops.add(margin, distances), counted)),
            Ops.subtract(margin, distances));
    Tensor push =
        Ops.multiply(
            Ops.multiply(gamma, weights(Ops.subtract(1 + margin, distances), other)),
            Ops.subtract(1 - margin, distances));
    Tensor losses = Ops.softplus(Ops.add(logSumExp(pull, counted), logSumExp(push, other)));
    return losses.withMask(Optional.of(Ops.greater(losses, 0)));
  }

  private static Tensor weights(Tensor values, Tensor pairs) {
    return Ops.maximum(Ops.multiply(values, Ops.cast(pairs, values.dtype())), 0.0);
  }

  private static Tensor sameClass(Tensor labels, Tensor others) {
    return Ops.equal(column(labels), Ops.transpose(column(others)));
  }

  private static Tensor column(Tensor labels) {
    Tensor numbers = Ops.cast(labels, DType.INT32);
    return numbers.rank() == 1 ? Ops.expandDims(numbers, -1) : numbers;
  }

  private static Tensor offDiagonal(Tensor pairs) {
    Tensor ones = Ops.onesLike(pairs, DType.BOOL);
    return Ops.logicalXor(Ops.triu(ones, 1), Ops.tril(ones, -1));
  }

  /// Over the pairs that count; minus infinity where there is none.
  private static Tensor logSumExp(Tensor values, Tensor pairs) {
    Tensor x = Ops.where(pairs, values, Array.weak(Double.NEGATIVE_INFINITY));
    Tensor largest = Ops.max(x, Axes.of(1).keepDims());
    Tensor shift = Ops.stopGradient(Ops.where(Ops.isfinite(largest), largest, Array.weak(0.0)));
    Tensor sum = Ops.sum(Ops.exp(Ops.subtract(x, shift)), 1);
    return Ops.add(Ops.log(sum), Ops.squeeze(shift, 1));
  }

  /// Connectionist temporal classification: minus the log-likelihood of labels whose places in time
  /// are not known. Label 0 is the blank, and pads the targets.
  ///
  /// {@snippet : Tensor losses = Losses.ctc(labels, logits);
  /// }
  ///
  /// @param yTrue labels `(batch, labels)`
  /// @param yPred logits `(batch, time, classes)`
  /// @throws IllegalArgumentException if the ranks are others
  public static Tensor ctc(Tensor yTrue, Tensor yPred) {
    if (yTrue.rank() != 2) {
      throw new IllegalArgumentException(
          "Targets `yTrue` are expected to be a tensor of shape `(batch, labels)` in integer format. Received: yTrue.shape="
              + yTrue.shape());
    }
    if (yPred.rank() != 3) {
      throw new IllegalArgumentException(
          "Logits `yPred` are expected to be a tensor of shape `(batch, time, classes)`. Received: yPred.shape="
              + yPred.shape());
    }
    Tensor labels = Ops.cast(yTrue, DType.INT32);
    Tensor numLabels = Ops.sum(Ops.cast(Ops.notEqual(labels, 0), DType.INT32), -1);
    Tensor numSteps = Ops.fullLike(numLabels, Array.weak((long) yPred.shape().dim(1)));
    return Ops.ctcLoss(labels, yPred, numLabels, numSteps);
  }
}
