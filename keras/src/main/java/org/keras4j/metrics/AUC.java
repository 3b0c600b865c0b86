package org.keras4j.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Registry;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Approximate area under a curve: ROC, precision-recall, or precision-recall-gain.
///
/// - Input: targets 0 or 1 and predictions in [0, 1] (or logits) of one shape
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new AUC().curve("PR").numThresholds(100);
/// metric.updateState(yTrue, yPred);
/// Tensor area = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/classification_metrics/#auc-class">AUC</a>
public final class AUC extends BuiltInMetric<AUC> {
  private static final Codec<List<Double>> WEIGHTS = Codec.of(AUC::written, AUC::read);

  private final Arg<Integer> numThresholds =
      arg("num_thresholds", Codec.INT, () -> 200).check(n -> n > 1, "an integer > 1");
  private final Arg<Curve> curve = arg("curve", Curve.CODEC, () -> Curve.ROC);
  private final Arg<Summation> summation =
      arg("summation_method", Summation.CODEC, () -> Summation.INTERPOLATION);
  private final Arg<Boolean> multiLabel = arg("multi_label", Codec.BOOL, () -> false);
  private final Arg<Optional<Integer>> numLabels = optional("num_labels", Codec.INT);
  private final Arg<Optional<List<Double>>> labelWeights = optional("label_weights", WEIGHTS);
  private final Arg<Boolean> fromLogits = arg("from_logits", Codec.BOOL, () -> false);
  private final Arg<Optional<List<Double>>> thresholds =
      optional("thresholds", Codec.list(Codec.DOUBLE)).listedIf(Optional::isPresent);
  private final ConfusionCounts counts = ConfusionCounts.of(this, this::shape);
  private Optional<Integer> labelsSeen = Optional.empty();

  /// What is plotted.
  enum Curve {
    ROC,
    PR,
    PRGAIN;

    static final Codec<Curve> CODEC = Codec.of(Enum::name, Curve::read);

    private static Curve read(@Nullable Object given) {
      for (Curve curve : values()) {
        if (given instanceof String s && curve.name().equalsIgnoreCase(s)) {
          return curve;
        }
      }
      throw new IllegalArgumentException("one of \"PR\", \"ROC\", \"PRGAIN\"");
    }
  }

  /// How the area between two points is taken: by the line between them, the higher or the lower.
  enum Summation {
    INTERPOLATION,
    MAJORING,
    MINORING;

    static final Codec<Summation> CODEC = Codec.constant(Summation.class);
  }

  /// The area under the ROC curve, by 200 thresholds.
  public AUC() {}

  /// Sets how many thresholds are tried (200 at first).
  ///
  /// @throws IllegalArgumentException unless there are at least 2
  public AUC numThresholds(int value) {
    return with(numThresholds, value);
  }

  /// Sets the curve: `ROC` (at first), `PR` or `PRGAIN`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  public AUC curve(String value) {
    curve.set(decoded("curve", Curve.CODEC, value));
    return this;
  }

  /// Sets how the area between points is taken: `interpolation` (at first), `majoring` or
  /// `minoring`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  public AUC summationMethod(String value) {
    summation.set(decoded("summation_method", Summation.CODEC, value));
    return this;
  }

  private static <T> T decoded(String keyword, Codec<T> codec, String value) {
    try {
      return codec.decode(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid `%s` of AUC, expected %s. Received: %s=%s"
              .formatted(keyword, e.getMessage(), keyword, value),
          e);
    }
  }

  /// Sets the thresholds between 0 and 1 instead of their number.
  public AUC thresholds(double... values) {
    var given = new ArrayList<Double>();
    for (double v : values) {
      given.add(v);
    }
    return with(thresholds, Optional.of(List.copyOf(given)));
  }

  /// Sets whether each label (along the last axis) has its own area, whose mean is the result.
  public AUC multiLabel(boolean value) {
    return with(multiLabel, value);
  }

  /// Sets the number of labels, so that the state can be made before the first batch.
  public AUC numLabels(int value) {
    return with(numLabels, Optional.of(value));
  }

  /// Sets how much each label counts.
  public AUC labelWeights(double... values) {
    var given = new ArrayList<Double>();
    for (double v : values) {
      given.add(v);
    }
    return with(labelWeights, Optional.of(List.copyOf(given)));
  }

  /// Sets whether predictions are logits instead of probabilities (they are not at first).
  public AUC fromLogits(boolean value) {
    return with(fromLogits, value);
  }

  /// Keras writes the weights as a tensor.
  private static @Nullable Object written(List<Double> weights) {
    return Registry.serialize(tensor(weights, new AUC()));
  }

  private static List<Double> read(@Nullable Object given) {
    Object found = Registry.deserialize(given);
    if (found instanceof Array array) {
      var out = new ArrayList<Double>();
      for (double v : array.toDoubles()) {
        out.add(v);
      }
      return List.copyOf(out);
    }
    return Codec.list(Codec.DOUBLE).decode(found);
  }

  private static Array tensor(List<Double> weights, AUC metric) {
    return Array.ofDoubles(
        new TensorType(metric.dtype(), Shape.of(weights.size())),
        weights.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private List<Double> inner() {
    if (thresholds.get().isPresent()) {
      return thresholds.get().get().stream().sorted().toList();
    }
    var even = Thresholds.evenly(numThresholds.get());
    return even.subList(1, even.size() - 1);
  }

  private static List<Double> between(double first, List<Double> inner, double last) {
    var out = new ArrayList<Double>();
    out.add(first);
    out.addAll(inner);
    out.add(last);
    return out;
  }

  private Optional<Shape> shape() {
    int n = inner().size() + 2;
    if (!multiLabel.get()) {
      return Optional.of(Shape.of(n));
    }
    return numLabels.get().or(() -> labelsSeen).map(labels -> Shape.of(n, labels));
  }

  private Optional<Array> weightsOfLabels() {
    return labelWeights.get().map(w -> tensor(w, this));
  }

  @Override
  public void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    if (multiLabel.get() && yPred.rank() != 2) {
      throw new IllegalArgumentException(
          "`yPred` must have rank 2 when `multiLabel` is true. Received: yPred.shape="
              + yPred.shape());
    }
    if (!multiLabel.get() && numLabels.get().isPresent()) {
      throw new IllegalArgumentException(
          "`numLabels` is needed only when `multiLabel` is true. Received: numLabels="
              + numLabels.get().get());
    }
    if (multiLabel.get()) {
      labelsSeen = Optional.of(yPred.shape().dim(1));
    }
    double epsilon = KerasConfig.epsilon();
    new Confusion(
            between(-epsilon, inner(), 1 + epsilon),
            thresholds.get().isEmpty() || Thresholds.areEven(between(0, inner(), 1)),
            Optional.empty(),
            Optional.empty(),
            multiLabel.get(),
            multiLabel.get() ? Optional.empty() : weightsOfLabels().map(w -> w))
        .update(
            counts.byName(), yTrue, fromLogits.get() ? Ops.sigmoid(yPred) : yPred, sampleWeight);
  }

  @Override
  public Tree<Tensor> results() {
    Tensor parts =
        curve.get() == Curve.PR && summation.get() == Summation.INTERPOLATION
            ? Areas.interpolatedPrecisionRecall(counts)
            : Areas.parts(counts, curve.get(), summation.get());
    if (!multiLabel.get()) {
      return Tree.leaf(Ops.sum(parts));
    }
    Tensor perLabel = Ops.sum(parts, 0);
    return Tree.leaf(
        weightsOfLabels()
            .map(w -> Ops.divideNoNan(Ops.sum(Ops.multiply(perLabel, w)), Ops.sum(w)))
            .orElseGet(() -> Ops.mean(perLabel)));
  }

  @Override
  public Config getConfig() {
    var config = super.getConfig();
    return thresholds.get().isEmpty()
        ? config
        : config.with("num_thresholds", inner().size() + 2).with("thresholds", inner());
  }
}
