package org.keras4j.metrics;

import java.util.Optional;
import org.keras4j.config.KerasConfig;
import org.keras4j.losses.Losses;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Keras's metrics as functions of targets and predictions: what is measured of each sample.
/// Keras's losses are metrics too.
///
/// {@snippet :
/// Tensor perSample = Metrics.sparseCategoricalAccuracy(labels, probabilities);
/// }
///
/// @see <a href="https://keras.io/api/metrics/">Metrics</a>
public final class Metrics extends AccuracyMetrics {
  private Metrics() {}

  /// {@link #cosineSimilarity(Tensor, Tensor, int)} along the last axis.
  public static Tensor cosineSimilarity(Tensor yTrue, Tensor yPred) {
    return cosineSimilarity(yTrue, yPred, -1);
  }

  /// The cosine of the angle between the vectors along an axis. The loss of this name is its
  /// negative.
  ///
  /// {@snippet : Tensor cosines = Metrics.cosineSimilarity(yTrue, yPred, -1);
  /// }
  public static Tensor cosineSimilarity(Tensor yTrue, Tensor yPred, int axis) {
    return Ops.negative(Losses.cosineSimilarity(yTrue, yPred, axis));
  }

  /// {@link #pearsonCorrelation(Tensor, Tensor, int)} along the last axis.
  public static Tensor pearsonCorrelation(Tensor yTrue, Tensor yPred) {
    return pearsonCorrelation(yTrue, yPred, -1);
  }

  /// Pearson's correlation along an axis.
  ///
  /// {@snippet : Tensor correlations = Metrics.pearsonCorrelation(yTrue, yPred, -1);
  /// }
  public static Tensor pearsonCorrelation(Tensor yTrue, Tensor yPred, int axis) {
    var f = fitting(yTrue, yPred);
    return Ops.mean(Ops.multiply(standardized(f.x(), axis), standardized(f.y(), axis)), axis);
  }

  private static Tensor standardized(Tensor x, int axis) {
    Axes along = Axes.of(axis).keepDims();
    Tensor centered = Ops.subtract(x, Ops.mean(x, along));
    return Ops.divide(centered, Ops.std(centered, along));
  }

  /// {@link #concordanceCorrelation(Tensor, Tensor, int)} along the last axis.
  public static Tensor concordanceCorrelation(Tensor yTrue, Tensor yPred) {
    return concordanceCorrelation(yTrue, yPred, -1);
  }

  /// Lin's concordance along an axis.
  ///
  /// {@snippet : Tensor correlations = Metrics.concordanceCorrelation(yTrue, yPred, -1);
  /// }
  public static Tensor concordanceCorrelation(Tensor yTrue, Tensor yPred, int axis) {
    var f = fitting(yTrue, yPred);
    Axes along = Axes.of(axis).keepDims();
    Tensor meanTrue = Ops.mean(f.x(), along);
    Tensor meanPred = Ops.mean(f.y(), along);
    Tensor varTrue = Ops.var(Ops.subtract(f.x(), meanTrue), along);
    Tensor varPred = Ops.var(Ops.subtract(f.y(), meanPred), along);
    Tensor covariance = Ops.multiply(Ops.subtract(f.x(), meanPred), Ops.subtract(f.y(), meanPred));
    Tensor norm = Ops.add(Ops.add(varTrue, varPred), Ops.square(Ops.subtract(meanTrue, meanPred)));
    Tensor ratio = Ops.divide(Ops.multiply(2, covariance), Ops.add(norm, KerasConfig.epsilon()));
    return Ops.mean(ratio, axis);
  }

  /// As {@link Losses#meanSquaredError}.
  public static Tensor meanSquaredError(Tensor yTrue, Tensor yPred) {
    return Losses.meanSquaredError(yTrue, yPred);
  }

  /// As {@link Losses#meanAbsoluteError}.
  public static Tensor meanAbsoluteError(Tensor yTrue, Tensor yPred) {
    return Losses.meanAbsoluteError(yTrue, yPred);
  }

  /// As {@link Losses#meanAbsolutePercentageError}.
  public static Tensor meanAbsolutePercentageError(Tensor yTrue, Tensor yPred) {
    return Losses.meanAbsolutePercentageError(yTrue, yPred);
  }

  /// As {@link Losses#meanSquaredLogarithmicError}.
  public static Tensor meanSquaredLogarithmicError(Tensor yTrue, Tensor yPred) {
    return Losses.meanSquaredLogarithmicError(yTrue, yPred);
  }

  /// As {@link Losses#huber(Tensor, Tensor, double)}.
  public static Tensor huber(Tensor yTrue, Tensor yPred, double delta) {
    return Losses.huber(yTrue, yPred, delta);
  }

  /// As {@link Losses#logCosh}.
  public static Tensor logCosh(Tensor yTrue, Tensor yPred) {
    return Losses.logCosh(yTrue, yPred);
  }

  /// As {@link Losses#hinge}.
  public static Tensor hinge(Tensor yTrue, Tensor yPred) {
    return Losses.hinge(yTrue, yPred);
  }

  /// As {@link Losses#squaredHinge}.
  public static Tensor squaredHinge(Tensor yTrue, Tensor yPred) {
    return Losses.squaredHinge(yTrue, yPred);
  }

  /// As {@link Losses#categoricalHinge}.
  public static Tensor categoricalHinge(Tensor yTrue, Tensor yPred) {
    return Losses.categoricalHinge(yTrue, yPred);
  }

  /// As {@link Losses#klDivergence}.
  public static Tensor klDivergence(Tensor yTrue, Tensor yPred) {
    return Losses.klDivergence(yTrue, yPred);
  }

  /// As {@link Losses#poisson}.
  public static Tensor poisson(Tensor yTrue, Tensor yPred) {
    return Losses.poisson(yTrue, yPred);
  }

  /// As {@link Losses#binaryCrossentropy(Tensor, Tensor, boolean, double, int)}.
  public static Tensor binaryCrossentropy(
      Tensor yTrue, Tensor yPred, boolean fromLogits, double labelSmoothing, int axis) {
    return Losses.binaryCrossentropy(yTrue, yPred, fromLogits, labelSmoothing, axis);
  }

  /// As {@link Losses#binaryFocalCrossentropy(Tensor, Tensor, boolean, double, double, boolean,
  /// double, int)}.
  public static Tensor binaryFocalCrossentropy(
      Tensor yTrue,
      Tensor yPred,
      boolean applyClassBalancing,
      double alpha,
      double gamma,
      boolean fromLogits,
      double labelSmoothing,
      int axis) {
    return Losses.binaryFocalCrossentropy(
        yTrue, yPred, applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, axis);
  }

  /// As {@link Losses#categoricalCrossentropy(Tensor, Tensor, boolean, double, int)}.
  public static Tensor categoricalCrossentropy(
      Tensor yTrue, Tensor yPred, boolean fromLogits, double labelSmoothing, int axis) {
    return Losses.categoricalCrossentropy(yTrue, yPred, fromLogits, labelSmoothing, axis);
  }

  /// As {@link Losses#categoricalFocalCrossentropy(Tensor, Tensor, double, double, boolean, double,
  /// int)}.
  public static Tensor categoricalFocalCrossentropy(
      Tensor yTrue,
      Tensor yPred,
      double alpha,
      double gamma,
      boolean fromLogits,
      double labelSmoothing,
      int axis) {
    return Losses.categoricalFocalCrossentropy(
        yTrue, yPred, alpha, gamma, fromLogits, labelSmoothing, axis);
  }

  /// As {@link Losses#sparseCategoricalCrossentropy(Tensor, Tensor, boolean, Optional, int)}.
  public static Tensor sparseCategoricalCrossentropy(
      Tensor yTrue, Tensor yPred, boolean fromLogits, Optional<Integer> ignoreClass, int axis) {
    return Losses.sparseCategoricalCrossentropy(yTrue, yPred, fromLogits, ignoreClass, axis);
  }
}
