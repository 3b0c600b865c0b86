package org.keras4j.metrics;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Weighted harmonic means of precision and recall.
///
/// @param <SELF> the metric's own class
public abstract class FScore<SELF extends FScore<SELF>> extends BuiltInMetric<SELF> {
  private final Arg<Optional<Average>> average = optional("average", Codec.constant(Average.class));
  final Arg<Double> beta = arg("beta", Codec.DOUBLE, () -> 1.0).check(b -> b > 0, "a number > 0");
  private final Arg<Optional<Double>> threshold =
      optional("threshold", Codec.DOUBLE)
          .check(
              t -> t.isEmpty() || (t.get() > 0 && t.get() <= 1),
              "a number with 0 < threshold <= 1");
  private Optional<Integer> classesSeen = Optional.empty();
  private final State truePositives = counts("true_positives");
  private final State falsePositives = counts("false_positives");
  private final State falseNegatives = counts("false_negatives");
  private final State weights = counts("intermediate_weights");

  /// How the scores of the classes become one.
  enum Average {
    MICRO,
    MACRO,
    WEIGHTED
  }

  FScore(String name) {
    super(name);
  }

  private State counts(String variable) {
    return state(variable, this::shape, this::dtype);
  }

  private Optional<Shape> shape() {
    return classesSeen.map(n -> isMicro() ? Shape.SCALAR : Shape.of(n));
  }

  private boolean isMicro() {
    return average.get().filter(a -> a == Average.MICRO).isPresent();
  }

  /// Sets how the scores of the classes become one: `micro` (all samples together), `macro` (their
  /// mean) or `weighted` (their mean, weighted by how often they occur). At first they do not.
  ///
  /// @throws IllegalArgumentException if it is none of these
  public final SELF average(String value) {
    for (Average known : Average.values()) {
      if (known.name().toLowerCase(java.util.Locale.ROOT).equals(value)) {
        return with(average, Optional.of(known));
      }
    }
    throw new IllegalArgumentException(
        "Invalid `average` argument value. Expected one of: \"micro\", \"macro\", \"weighted\". Received: average="
            + value);
  }

  /// Sets above what predictions are positive; at first those are that are largest in their sample.
  ///
  /// @throws IllegalArgumentException unless it is above 0 and at most 1
  public final SELF threshold(double value) {
    return with(threshold, Optional.of(value));
  }

  private void require(Tensor yTrue, Tensor yPred) {
    if (yTrue.rank() != 2 || yPred.rank() != 2) {
      throw new IllegalArgumentException(
          "%s expects inputs of shape (samples, classes). Received: yPred.shape=%s, yTrue.shape=%s"
              .formatted(name(), yPred.shape(), yTrue.shape()));
    }
  }

  @Override
  public final void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    require(yTrue, yPred);
    classesSeen = Optional.of(yPred.shape().dim(1));
    Tensor given = Ops.cast(yPred, dtype());
    Tensor labels = Ops.cast(yTrue, dtype());
    Tensor positive = Ops.cast(positive(given), dtype());
    Optional<Tensor> each = sampleWeight.map(w -> Ops.expandDims(Ops.cast(w, dtype()), 1));
    truePositives.add(total(Ops.multiply(positive, labels), each));
    falsePositives.add(total(Ops.multiply(positive, Ops.subtract(1.0, labels)), each));
    falseNegatives.add(total(Ops.multiply(Ops.subtract(1.0, positive), labels), each));
    weights.add(total(labels, each));
  }

  private Tensor positive(Tensor predictions) {
    if (threshold.get().isPresent()) {
      return Ops.greater(predictions, threshold.get().get());
    }
    Tensor largest = Ops.max(predictions, Axes.of(-1).keepDims());
    return Ops.logicalAnd(
        Ops.greaterEqual(predictions, largest), Ops.greater(Ops.abs(predictions), 1e-9));
  }

  private Tensor total(Tensor values, Optional<Tensor> each) {
    Tensor weighted = each.map(w -> Ops.multiply(values, w)).orElse(values);
    return Ops.sum(weighted, isMicro() ? Axes.all() : Axes.of(0));
  }

  @Override
  public final Tree<Tensor> results() {
    double epsilon = KerasConfig.epsilon();
    double square = beta.get() * beta.get();
    Tensor hits = truePositives.value();
    Tensor precision = Ops.divide(hits, Ops.add(Ops.add(hits, falsePositives.value()), epsilon));
    Tensor recall = Ops.divide(hits, Ops.add(Ops.add(hits, falseNegatives.value()), epsilon));
    Tensor sum = Ops.add(Ops.multiply(square, precision), recall);
    Tensor mean = Ops.divide(Ops.multiply(precision, recall), Ops.add(sum, epsilon));
    Tensor scores = Ops.multiply(mean, 1 + square);
    return Tree.leaf(
        average
            .get()
            .map(
                how ->
                    switch (how) {
                      case MICRO, MACRO -> Ops.mean(scores);
                      case WEIGHTED -> Ops.sum(Ops.multiply(scores, shares(epsilon)));
                    })
            .orElse(scores));
  }

  private Tensor shares(double epsilon) {
    Tensor each = weights.value();
    return Ops.divide(each, Ops.add(Ops.sum(each), epsilon));
  }
}
