package org.keras4j.metrics;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.losses.LossReduction;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Coefficient of determination: what part of the targets' variance the predictions explain.
///
/// - Input: targets and predictions `(samples, outputs)`
/// - Output: a scalar, or `(outputs)` without aggregation
///
/// {@snippet :
/// var metric = new R2Score();
/// metric.updateState(yTrue, yPred);
/// Tensor score = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/regression_metrics/#r2score-class">R2Score</a>
public final class R2Score extends BuiltInMetric<R2Score> {
  private final Arg<Optional<Aggregation>> aggregation =
      arg(
          "class_aggregation",
          Codec.optional(Codec.constant(Aggregation.class)),
          () -> Optional.of(Aggregation.UNIFORM_AVERAGE));
  private final Arg<Integer> numRegressors =
      arg("num_regressors", Codec.INT, () -> 0).check(n -> n >= 0, "a value >= 0");
  private Optional<Integer> outputsSeen = Optional.empty();
  private final State numSamples = floats("num_samples", () -> Optional.of(Shape.SCALAR));
  private final State squaredSum = sums("squared_sum");
  private final State sum = sums("sum");
  private final State residual = sums("residual");
  private final State count = sums("count");

  /// How the scores of the outputs become one.
  enum Aggregation {
    UNIFORM_AVERAGE,
    VARIANCE_WEIGHTED_AVERAGE
  }

  /// The mean over all outputs.
  public R2Score() {
    super("r2_score");
  }

  private State sums(String variable) {
    return state(variable, () -> outputsSeen.map(n -> Shape.of(n)), KerasConfig::floatx);
  }

  /// Sets how the scores of the outputs become one: `uniform_average` (at first) or
  /// `variance_weighted_average`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  public R2Score classAggregation(String value) {
    for (Aggregation known : Aggregation.values()) {
      if (known.name().toLowerCase(java.util.Locale.ROOT).equals(value)) {
        return with(aggregation, Optional.of(known));
      }
    }
    throw new IllegalArgumentException(
        "Invalid value for argument `class_aggregation`. Expected one of \"uniform_average\", \"variance_weighted_average\". Received: class_aggregation="
            + value);
  }

  /// Sets that the outputs' scores stay apart.
  public R2Score noAggregation() {
    return with(aggregation, Optional.empty());
  }

  /// Sets the number of independent regressors, for the adjusted score (0, the standard one, at
  /// first).
  ///
  /// @throws IllegalArgumentException if it is negative
  public R2Score numRegressors(int value) {
    return with(numRegressors, value);
  }

  @Override
  public void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    var f = LossReduction.sameRank(Ops.cast(yTrue, dtype()), Ops.cast(yPred, dtype()));
    Tensor targets = f.x();
    Tensor predictions = f.y();
    if (targets.rank() != 2 || predictions.rank() != 2) {
      throw new IllegalArgumentException(
          "R2Score expects inputs of shape (samples, outputs). Received: yPred.shape=%s, yTrue.shape=%s"
              .formatted(predictions.shape(), targets.shape()));
    }
    outputsSeen = Optional.of(predictions.shape().dim(1));
    Tensor given = Ops.cast(sampleWeight.orElseGet(() -> Array.weak(1.0)), dtype());
    Tensor column = given.rank() == 1 ? Ops.expandDims(given, 1) : given;
    Tensor weights = Ops.broadcastTo(column, targets.shape());
    Tensor weighted = Ops.multiply(targets, weights);
    Tensor errors = Ops.square(Ops.subtract(targets, predictions));
    sum.add(Ops.sum(weighted, 0));
    squaredSum.add(Ops.sum(Ops.multiply(targets, weighted), 0));
    residual.add(Ops.sum(Ops.multiply(errors, weights), 0));
    count.add(Ops.sum(weights, 0));
    numSamples.add(Array.scalar(DType.FLOAT32, (double) targets.type().size()));
  }

  @Override
  public Tree<Tensor> results() {
    Tensor mean = Ops.divide(sum.value(), count.value());
    Tensor total = Ops.subtract(squaredSum.value(), Ops.multiply(sum.value(), mean));
    Tensor raw = Ops.subtract(1.0, Ops.divide(residual.value(), total));
    Tensor scores = Ops.where(Ops.isinf(raw), Array.weak(0.0), raw);
    Tensor score =
        aggregation
            .get()
            .map(
                how ->
                    switch (how) {
                      case UNIFORM_AVERAGE -> Ops.mean(scores);
                      case VARIANCE_WEIGHTED_AVERAGE ->
                          Ops.divide(Ops.sum(Ops.multiply(total, scores)), Ops.sum(total));
                    })
            .orElse(scores);
    return Tree.leaf(numRegressors.get() == 0 ? score : adjusted(score));
  }

  /// With no more samples than regressors it is the standard score that is left.
  private Tensor adjusted(Tensor score) {
    Tensor others = Ops.subtract(numSamples.value(), 1.0);
    Tensor free = Ops.subtract(others, (double) numRegressors.get());
    Tensor adjusted =
        Ops.subtract(1.0, Ops.divide(Ops.multiply(Ops.subtract(1.0, score), others), free));
    return Ops.where(Ops.greater(free, 0.0), adjusted, score);
  }
}
