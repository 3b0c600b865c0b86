package org.keras4j.losses;

import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// Losses of numbers, as functions.
abstract class RegressionLosses {
  RegressionLosses() {}

  /// Targets and predictions in the dtype of the predictions, of one rank.
  static LossReduction.Fitting fitting(Tensor yTrue, Tensor yPred) {
    Tensor predictions = Ops.convertToTensor(yPred);
    return LossReduction.sameRank(Ops.cast(yTrue, predictions.dtype()), predictions);
  }

  /// Mean of the squares of the errors along the last axis.
  ///
  /// {@snippet : Tensor losses = Losses.meanSquaredError(yTrue, yPred);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/losses/regression_losses/#meansquarederror-function">mean_squared_error</a>
  public static Tensor meanSquaredError(Tensor yTrue, Tensor yPred) {
    var f = fitting(yTrue, yPred);
    return Ops.mean(Ops.square(Ops.subtract(f.x(), f.y())), -1);
  }

  /// Mean of the sizes of the errors along the last axis.
  ///
  /// {@snippet : Tensor losses = Losses.meanAbsoluteError(yTrue, yPred);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/losses/regression_losses/#meanabsoluteerror-function">mean_absolute_error</a>
  public static Tensor meanAbsoluteError(Tensor yTrue, Tensor yPred) {
    var f = fitting(yTrue, yPred);
    return Ops.mean(Ops.abs(Ops.subtract(f.x(), f.y())), -1);
  }

  /// Mean of the sizes of the errors in percent of the targets, along the last axis.
  ///
  /// {@snippet : Tensor losses = Losses.meanAbsolutePercentageError(yTrue, yPred);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-function">mean_absolute_percentage_error</a>
  public static Tensor meanAbsolutePercentageError(Tensor yTrue, Tensor yPred) {
    var f = fitting(yTrue, yPred);
    Tensor size = Ops.maximum(Ops.abs(f.x()), KerasConfig.epsilon());
    Tensor error = Ops.abs(Ops.divide(Ops.subtract(f.x(), f.y()), size));
    return Ops.multiply(100.0, Ops.mean(error, -1));
  }

  /// Mean of the squared differences of `log(x + 1)` along the last axis.
  ///
  /// {@snippet : Tensor losses = Losses.meanSquaredLogarithmicError(yTrue, yPred);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-function">mean_squared_logarithmic_error</a>
  public static Tensor meanSquaredLogarithmicError(Tensor yTrue, Tensor yPred) {
    var f = fitting(yTrue, yPred);
    return Ops.mean(Ops.square(Ops.subtract(logarithm(f.y()), logarithm(f.x()))), -1);
  }

  private static Tensor logarithm(Tensor x) {
    return Ops.log(Ops.add(Ops.maximum(x, KerasConfig.epsilon()), 1.0));
  }

  /// {@link #cosineSimilarity(Tensor, Tensor, int)} along the last axis.
  public static Tensor cosineSimilarity(Tensor yTrue, Tensor yPred) {
    return cosineSimilarity(yTrue, yPred, -1);
  }

  /// Minus the cosine of the angle between the vectors along an axis.
  ///
  /// {@snippet : Tensor losses = Losses.cosineSimilarity(yTrue, yPred, -1);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/losses/regression_losses/#cosinesimilarity-function">cosine_similarity</a>
  public static Tensor cosineSimilarity(Tensor yTrue, Tensor yPred, int axis) {
    var f = fitting(yTrue, yPred);
    return Ops.negative(
        Ops.sum(Ops.multiply(normalized(f.x(), axis), normalized(f.y(), axis)), axis));
  }

  /// Vectors of length 1; shorter ones than epsilon are lengthened by its reciprocal.
  private static Tensor normalized(Tensor x, int axis) {
    Tensor squares = Ops.sum(Ops.square(x), Axes.of(axis).keepDims());
    Tensor scale = Ops.minimum(Ops.rsqrt(squares), 1 / KerasConfig.epsilon());
    return Ops.multiply(x, scale);
  }

  /// {@link #huber(Tensor, Tensor, double)} with `delta` 1.
  public static Tensor huber(Tensor yTrue, Tensor yPred) {
    return huber(yTrue, yPred, 1);
  }

  /// Mean along the last axis of half the squared error up to `delta`, and of a line beyond.
  ///
  /// {@snippet : Tensor losses = Losses.huber(yTrue, yPred, 0.5);
  /// }
  ///
  /// @see <a href="https://keras.io/api/losses/regression_losses/#huber-function">huber</a>
  public static Tensor huber(Tensor yTrue, Tensor yPred, double delta) {
    var f = fitting(yTrue, yPred);
    Tensor bound = Array.scalar(f.y().dtype(), delta);
    Tensor error = Ops.subtract(f.y(), f.x());
    Tensor size = Ops.abs(error);
    Tensor parabola = Ops.multiply(0.5, Ops.square(error));
    Tensor line = Ops.subtract(Ops.multiply(bound, size), Ops.multiply(0.5, Ops.square(bound)));
    return Ops.mean(Ops.where(Ops.lessEqual(size, bound), parabola, line), -1);
  }

  /// Mean of the logarithms of the hyperbolic cosines of the errors along the last axis.
  ///
  /// {@snippet : Tensor losses = Losses.logCosh(yTrue, yPred);
  /// }
  ///
  /// @see <a href="https://keras.io/api/losses/regression_losses/#logcosh-function">log_cosh</a>
  public static Tensor logCosh(Tensor yTrue, Tensor yPred) {
    var f = fitting(yTrue, yPred);
    Tensor x = Ops.subtract(f.y(), f.x());
    Tensor curve = Ops.add(x, Ops.softplus(Ops.multiply(x, -2.0)));
    return Ops.mean(Ops.subtract(curve, Math.log(2)), -1);
  }

  /// Mean along the last axis of `max(1 - yTrue · yPred, 0)`. Targets that are all 0 or 1 are
  /// converted to -1 and 1.
  ///
  /// {@snippet : Tensor losses = Losses.hinge(yTrue, yPred);
  /// }
  ///
  /// @see <a href="https://keras.io/api/losses/hinge_losses/#hinge-function">hinge</a>
  public static Tensor hinge(Tensor yTrue, Tensor yPred) {
    return Ops.mean(shortfall(yTrue, yPred), -1);
  }

  /// Mean along the last axis of `max(1 - yTrue · yPred, 0)²`. Targets that are all 0 or 1 are
  /// converted to -1 and 1.
  ///
  /// {@snippet : Tensor losses = Losses.squaredHinge(yTrue, yPred);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/losses/hinge_losses/#squaredhinge-function">squared_hinge</a>
  public static Tensor squaredHinge(Tensor yTrue, Tensor yPred) {
    return Ops.mean(Ops.square(shortfall(yTrue, yPred)), -1);
  }

  private static Tensor shortfall(Tensor yTrue, Tensor yPred) {
    Tensor predictions = Ops.convertToTensor(yPred);
    Tensor signs = signs(Ops.cast(yTrue, predictions.dtype()));
    return Ops.maximum(Ops.subtract(1.0, Ops.multiply(signs, predictions)), 0.0);
  }

  private static Tensor signs(Tensor labels) {
    Tensor binary = Ops.all(Ops.logicalOr(Ops.equal(labels, 0), Ops.equal(labels, 1)));
    return Ops.where(binary, Ops.subtract(Ops.multiply(2.0, labels), 1.0), labels);
  }

  /// `max(neg - pos + 1, 0)` along the last axis, where `pos` is the prediction of the right class
  /// and `neg` the largest of the others.
  ///
  /// {@snippet : Tensor losses = Losses.categoricalHinge(yTrue, yPred);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/losses/hinge_losses/#categoricalhinge-function">categorical_hinge</a>
  public static Tensor categoricalHinge(Tensor yTrue, Tensor yPred) {
    Tensor predictions = Ops.convertToTensor(yPred);
    Tensor labels = Ops.cast(yTrue, predictions.dtype());
    Tensor right = Ops.sum(Ops.multiply(labels, predictions), -1);
    Tensor others = Ops.max(Ops.multiply(Ops.subtract(1.0, labels), predictions), -1);
    return Ops.maximum(Ops.add(Ops.subtract(others, right), 1.0), 0.0);
  }
}
