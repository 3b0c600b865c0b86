package org.keras4j.losses;

import java.util.Optional;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Losses of probabilities, as functions.
abstract class ProbabilisticLosses extends RegressionLosses {
  ProbabilisticLosses() {}

  /// How far the distribution `yPred` is from `yTrue`, along the last axis.
  ///
  /// {@snippet : Tensor losses = Losses.klDivergence(yTrue, yPred);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/losses/probabilistic_losses/#kldivergence-function">kl_divergence</a>
  public static Tensor klDivergence(Tensor yTrue, Tensor yPred) {
    Tensor given = Ops.convertToTensor(yPred);
    Tensor p = Ops.clip(Ops.cast(yTrue, given.dtype()), KerasConfig.epsilon(), 1);
    Tensor q = Ops.clip(given, KerasConfig.epsilon(), 1);
    return Ops.sum(Ops.multiply(p, Ops.log(Ops.divide(p, q))), -1);
  }

  /// Mean of `yPred - yTrue · log(yPred)` along the last axis.
  ///
  /// {@snippet : Tensor losses = Losses.poisson(yTrue, yPred);
  /// }
  ///
  /// @see <a href="https://keras.io/api/losses/probabilistic_losses/#poisson-function">poisson</a>
  public static Tensor poisson(Tensor yTrue, Tensor yPred) {
    Tensor rate = Ops.convertToTensor(yPred);
    Tensor count = Ops.cast(yTrue, rate.dtype());
    Tensor log = Ops.log(Ops.add(rate, KerasConfig.epsilon()));
    return Ops.mean(Ops.subtract(rate, Ops.multiply(count, log)), -1);
  }

  /// {@link #binaryCrossentropy(Tensor, Tensor, boolean, double, int)} of probabilities.
  public static Tensor binaryCrossentropy(Tensor yTrue, Tensor yPred) {
    return binaryCrossentropy(yTrue, yPred, false, 0, -1);
  }

  /// Mean along an axis of the cross-entropy of yes-or-no outcomes.
  ///
  /// {@snippet : Tensor losses = Losses.binaryCrossentropy(yTrue, logits, true, 0, -1);
  /// }
  ///
  /// @param fromLogits whether predictions are logits instead of probabilities
  /// @param labelSmoothing how far targets are moved towards 0.5
  /// @param axis the axis that is averaged away
  /// @see <a
  ///   href="https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-function">binary_crossentropy</a>
  public static Tensor binaryCrossentropy(
      Tensor yTrue, Tensor yPred, boolean fromLogits, double labelSmoothing, int axis) {
    Tensor predictions = Ops.convertToTensor(yPred);
    Tensor labels = halfSmoothed(Ops.cast(yTrue, predictions.dtype()), labelSmoothing);
    return Ops.mean(Ops.binaryCrossentropy(labels, predictions, fromLogits), axis);
  }

  private static Tensor halfSmoothed(Tensor labels, double by) {
    return by == 0 ? labels : Ops.add(Ops.multiply(labels, 1 - by), 0.5 * by);
  }

  /// {@link #binaryFocalCrossentropy(Tensor, Tensor, boolean, double, double, boolean, double,
  /// int)} of probabilities, with `gamma` 2 and classes of one weight.
  public static Tensor binaryFocalCrossentropy(Tensor yTrue, Tensor yPred) {
    return binaryFocalCrossentropy(yTrue, yPred, false, 0.25, 2, false, 0, -1);
  }

  /// Mean along an axis of the cross-entropy of yes-or-no outcomes, easy ones counting less.
  ///
  /// {@snippet :
  /// Tensor losses = Losses.binaryFocalCrossentropy(yTrue, yPred, true, 0.25, 2, false, 0, -1);
  /// }
  ///
  /// @param applyClassBalancing whether classes are weighted by `alpha` and `1 - alpha`
  /// @param alpha the weight of class 1
  /// @param gamma how much less easy samples count
  /// @param fromLogits whether predictions are logits instead of probabilities
  /// @param labelSmoothing how far targets are moved towards 0.5
  /// @param axis the axis that is averaged away
  /// @see <a
  ///   href="https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-function">binary_focal_crossentropy</a>
  @SuppressWarnings("TooManyParameters") // Keras's
  public static Tensor binaryFocalCrossentropy(
      Tensor yTrue,
      Tensor yPred,
      boolean applyClassBalancing,
      double alpha,
      double gamma,
      boolean fromLogits,
      double labelSmoothing,
      int axis) {
    Tensor given = Ops.convertToTensor(yPred);
    Tensor labels = halfSmoothed(Ops.cast(yTrue, given.dtype()), labelSmoothing);
    Tensor p = fromLogits ? Ops.sigmoid(given) : given;
    Tensor entropy = Ops.binaryCrossentropy(labels, p, false);
    Tensor others = Ops.subtract(1.0, labels);
    Tensor right = Ops.add(Ops.multiply(labels, p), Ops.multiply(others, Ops.subtract(1.0, p)));
    Tensor focal = Ops.multiply(Ops.power(Ops.subtract(1.0, right), gamma), entropy);
    if (applyClassBalancing) {
      Tensor weight = Ops.add(Ops.multiply(labels, alpha), Ops.multiply(others, 1 - alpha));
      focal = Ops.multiply(weight, focal);
    }
    return Ops.mean(focal, axis);
  }

  /// {@link #categoricalCrossentropy(Tensor, Tensor, boolean, double, int)} of probabilities along
  /// the last axis.
  public static Tensor categoricalCrossentropy(Tensor yTrue, Tensor yPred) {
    return categoricalCrossentropy(yTrue, yPred, false, 0, -1);
  }

  /// Cross-entropy of classes given as one-hot vectors or probabilities.
  ///
  /// {@snippet : Tensor losses = Losses.categoricalCrossentropy(yTrue, logits, true, 0.1, -1);
  /// }
  ///
  /// @param fromLogits whether predictions are logits instead of probabilities
  /// @param labelSmoothing how far targets are moved towards the uniform distribution
  /// @param axis the axis of the classes
  /// @see <a
  ///   href="https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-function">categorical_crossentropy</a>
  public static Tensor categoricalCrossentropy(
      Tensor yTrue, Tensor yPred, boolean fromLogits, double labelSmoothing, int axis) {
    Tensor predictions = Ops.convertToTensor(yPred);
    Tensor labels = smoothed(Ops.cast(yTrue, predictions.dtype()), labelSmoothing);
    return Ops.categoricalCrossentropy(labels, predictions, fromLogits, axis);
  }

  private static Tensor smoothed(Tensor labels, double by) {
    if (by == 0) {
      return labels;
    }
    Tensor share = Ops.divide(by, Array.scalar(labels.dtype(), (double) labels.shape().dim(-1)));
    return Ops.add(Ops.multiply(labels, 1 - by), share);
  }

  /// {@link #categoricalFocalCrossentropy(Tensor, Tensor, double, double, boolean, double, int)} of
  /// probabilities along the last axis, with `alpha` 0.25 and `gamma` 2.
  public static Tensor categoricalFocalCrossentropy(Tensor yTrue, Tensor yPred) {
    return categoricalFocalCrossentropy(yTrue, yPred, 0.25, 2, false, 0, -1);
  }

  /// Cross-entropy of classes given as one-hot vectors, easy samples counting less.
  ///
  /// {@snippet :
  /// Tensor losses = Losses.categoricalFocalCrossentropy(yTrue, yPred, 0.25, 2, false, 0, -1);
  /// }
  ///
  /// @param alpha the weight of all classes
  /// @param gamma how much less easy samples count
  /// @param fromLogits whether predictions are logits instead of probabilities
  /// @param labelSmoothing how far targets are moved towards the uniform distribution
  /// @param axis the axis of the classes
  /// @see <a
  ///   href="https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-function">categorical_focal_crossentropy</a>
  public static Tensor categoricalFocalCrossentropy(
      Tensor yTrue,
      Tensor yPred,
      double alpha,
      double gamma,
      boolean fromLogits,
      double labelSmoothing,
      int axis) {
    Tensor given = Ops.convertToTensor(yPred);
    Tensor labels = smoothed(Ops.cast(yTrue, given.dtype()), labelSmoothing);
    Tensor p = fromLogits ? Ops.softmax(given, axis) : given;
    Tensor shares = Ops.divide(p, Ops.sum(p, Axes.of(axis).keepDims()));
    Tensor output = Ops.clip(shares, KerasConfig.epsilon(), 1 - KerasConfig.epsilon());
    Tensor entropy = Ops.multiply(Ops.negative(labels), Ops.log(output));
    Tensor weight = Ops.multiply(Ops.power(Ops.subtract(1.0, output), gamma), alpha);
    return Ops.sum(Ops.multiply(weight, entropy), axis);
  }

  /// {@link #sparseCategoricalCrossentropy(Tensor, Tensor, boolean, Optional, int)} of
  /// probabilities along the last axis.
  public static Tensor sparseCategoricalCrossentropy(Tensor yTrue, Tensor yPred) {
    return sparseCategoricalCrossentropy(yTrue, yPred, false, Optional.empty(), -1);
  }

  /// Cross-entropy of classes given by their numbers.
  ///
  /// {@snippet :
  /// Tensor losses = Losses.sparseCategoricalCrossentropy(yTrue, logits, true, Optional.empty(), -1);
  /// }
  ///
  /// @param fromLogits whether predictions are logits instead of probabilities
  /// @param ignoreClass a class whose samples cost nothing; the result carries a mask without them
  /// @param axis the axis of the classes
  /// @see <a
  ///   href="https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-function">sparse_categorical_crossentropy</a>
  public static Tensor sparseCategoricalCrossentropy(
      Tensor yTrue, Tensor yPred, boolean fromLogits, Optional<Integer> ignoreClass, int axis) {
    boolean column =
        yTrue.rank() == yPred.rank() && yTrue.rank() > 0 && yTrue.shape().dim(axis) == 1;
    Tensor labels = column ? Ops.squeeze(yTrue, axis) : yTrue;
    if (ignoreClass.isEmpty()) {
      return Ops.sparseCategoricalCrossentropy(labels, yPred, fromLogits, axis);
    }
    Tensor valid =
        Ops.notEqual(labels, Array.scalar(yPred.dtype(), ignoreClass.get().doubleValue()));
    Tensor known = Ops.where(valid, labels, Array.weak(0L));
    Tensor predictions = Ops.where(Ops.expandDims(valid, axis), yPred, Array.weak(0L));
    Tensor losses = Ops.sparseCategoricalCrossentropy(known, predictions, fromLogits, axis);
    return Ops.where(valid, losses, Array.weak(0.0)).withMask(Optional.of(valid));
  }

  /// `(1 - p^q) / q`, where `p` is the probability of the right class, along the last axis.
  ///
  /// {@snippet : Tensor losses = Losses.categoricalGeneralizedCrossEntropy(yTrue, yPred, 0.7);
  /// }
  ///
  /// @param yTrue the numbers of the classes
  /// @param q between 0 (cross-entropy) and 1 (absolute error)
  public static Tensor categoricalGeneralizedCrossEntropy(Tensor yTrue, Tensor yPred, double q) {
    int classes = yPred.shape().dim(-1);
    Tensor labels = Ops.oneHot(Ops.cast(yTrue, DType.INT32), classes, -1, yPred.dtype());
    Tensor p = Ops.sum(Ops.multiply(yPred, labels), -1);
    return Ops.divide(Ops.subtract(1.0, Ops.power(p, q)), q);
  }
}
