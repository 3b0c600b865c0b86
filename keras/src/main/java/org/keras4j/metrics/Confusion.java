package org.keras4j.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.losses.LossReduction;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Counts true and false positives and negatives at several thresholds.
///
/// @param thresholds in order, the first of which may lie below 0 and the last above 1
/// @param even whether they lie at equal distances, which allows to count in one pass
/// @param topK how many of the largest predictions count; the others are as if never predicted
/// @param classId the only class that counts
/// @param multiLabel whether each label (along the last axis) is counted by itself
/// @param labelWeights how much each label counts, if they are counted together
record Confusion(
    List<Double> thresholds,
    boolean even,
    Optional<Integer> topK,
    Optional<Integer> classId,
    boolean multiLabel,
    Optional<Tensor> labelWeights) {
  /// A prediction that no threshold lies below.
  static final double NEVER = -1e10;

  /// What is counted.
  enum Count {
    TRUE_POSITIVES,
    FALSE_POSITIVES,
    TRUE_NEGATIVES,
    FALSE_NEGATIVES
  }

  /// Counts at thresholds, everything together.
  static Confusion at(List<Double> thresholds, Optional<Integer> topK, Optional<Integer> classId) {
    return new Confusion(
        thresholds, Thresholds.areEven(thresholds), topK, classId, false, Optional.empty());
  }

  private record Samples(Tensor labels, Tensor predictions, Optional<Tensor> weights) {}

  /// Adds a batch to counts.
  void update(Map<Count, State> counts, Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    DType dtype = counts.values().iterator().next().value().dtype();
    var samples = samples(Ops.cast(yTrue, dtype), Ops.cast(yPred, dtype), sampleWeight);
    var found = even ? inOnePass(samples) : oneByOne(samples);
    counts.forEach(
        (count, state) -> state.add(java.util.Objects.requireNonNull(found.get(count), "count")));
  }

  private Samples samples(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    var fitting = LossReduction.sameRank(yPred, yTrue);
    Tensor predictions = fitting.x();
    Tensor labels = fitting.y();
    int rank = labels.rank();
    Optional<Tensor> weights =
        sampleWeight
            .map(w -> Ops.expandDims(Ops.cast(w, yPred.dtype()), -1))
            .map(w -> w.rank() == rank + 1 ? Ops.squeeze(w, -1) : w);
    if (topK.isPresent()) {
      predictions = largest(predictions, topK.get());
    }
    if (classId.isPresent()) {
      labels = only(labels, classId.get());
      predictions = only(predictions, classId.get());
    }
    return new Samples(labels, predictions, weights);
  }

  private static Tensor largest(Tensor x, int k) {
    Tensor places = Ops.topK(x, k).get(1);
    Tensor kept = Ops.sum(Ops.oneHot(places, x.shape().dim(-1), -1, x.dtype()), -2);
    return Ops.add(Ops.multiply(x, kept), Ops.multiply(NEVER, Ops.subtract(1.0, kept)));
  }

  private static Tensor only(Tensor x, int classId) {
    if (x.rank() == 1) {
      throw new IllegalArgumentException(
          "When `classId` is given, predictions must have the shape (samples, classes). Received: yPred.shape=%s, classId=%d"
              .formatted(x.shape(), classId));
    }
    int axis = x.rank() - 1;
    int place = classId < 0 ? classId + x.shape().dim(axis) : classId;
    return Parts.of(x, axis, place, place + 1);
  }

  /// Weights of samples and labels, brought to the shape of the predictions.
  private Optional<Tensor> weights(Samples samples) {
    Shape shape = samples.predictions().shape();
    Optional<Tensor> ofSamples = samples.weights().map(w -> Ops.broadcastTo(w, shape));
    Optional<Tensor> ofLabels = labelWeights.map(w -> Ops.broadcastTo(Ops.expandDims(w, 0), shape));
    return ofSamples.isPresent() && ofLabels.isPresent()
        ? Optional.of(Ops.multiply(ofSamples.get(), ofLabels.get()))
        : ofSamples.or(() -> ofLabels);
  }

  /// Compares each prediction with each threshold.
  private Map<Count, Tensor> oneByOne(Samples samples) {
    Tensor predictions = beside(samples.predictions());
    Tensor labels = beside(Ops.cast(samples.labels(), DType.BOOL));
    Optional<Tensor> weights = weights(samples).map(this::beside);
    Tensor bounds = Thresholds.tensor(thresholds, predictions.dtype());
    int[] column =
        multiLabel ? new int[] {thresholds.size(), 1, 1} : new int[] {thresholds.size(), 1};
    Tensor positive = Ops.greater(predictions, Ops.reshape(bounds, column));
    Tensor negative = Ops.logicalNot(positive);
    Tensor wrong = Ops.logicalNot(labels);
    Map<Count, Tensor> out = new EnumMap<>(Count.class);
    out.put(Count.TRUE_POSITIVES, total(labels, positive, weights));
    out.put(Count.FALSE_NEGATIVES, total(labels, negative, weights));
    out.put(Count.FALSE_POSITIVES, total(wrong, positive, weights));
    out.put(Count.TRUE_NEGATIVES, total(wrong, negative, weights));
    return out;
  }

  /// Samples (and labels, if they are counted by themselves) along axes after that of the
  /// thresholds.
  private Tensor beside(Tensor x) {
    return multiLabel ? Ops.expandDims(x, 0) : Ops.reshape(x, 1, -1);
  }

  private static Tensor total(Tensor labels, Tensor predicted, Optional<Tensor> weights) {
    Tensor both = Ops.logicalAnd(labels, predicted);
    Tensor each =
        weights
            .map(w -> Ops.where(both, w, Array.weak(0L)))
            .orElseGet(() -> Ops.cast(both, DType.FLOAT32));
    return Ops.sum(each, Axes.of(1));
  }

  /// Counts how many predictions lie between neighbouring thresholds, and adds up from above.
  private Map<Count, Tensor> inOnePass(Samples samples) {
    Optional<Tensor> weights = weights(samples).map(this::row);
    Tensor predictions = row(Ops.clip(samples.predictions(), 0.0, 1.0));
    Tensor labels = row(samples.labels());
    Tensor truth = Ops.cast(Ops.cast(labels, DType.BOOL), labels.dtype());
    Tensor yes = weighted(truth, weights);
    Tensor no = weighted(Ops.subtract(1.0, truth), weights);
    int n = thresholds.size();
    Tensor places = Ops.subtract(Ops.ceil(Ops.multiply(predictions, (double) (n - 1))), 1.0);
    boolean beyond = thresholds.getFirst() < 0 || thresholds.getLast() > 1;
    Tensor buckets = Ops.cast(beyond ? Ops.relu(places) : places, DType.INT32);
    Tensor hits = above(yes, buckets);
    Tensor alarms = above(no, buckets);
    Map<Count, Tensor> out = new EnumMap<>(Count.class);
    out.put(Count.TRUE_POSITIVES, hits);
    out.put(Count.FALSE_POSITIVES, alarms);
    out.put(Count.FALSE_NEGATIVES, Ops.subtract(everything(yes, buckets, hits), hits));
    out.put(Count.TRUE_NEGATIVES, Ops.subtract(everything(no, buckets, alarms), alarms));
    return out;
  }

  private static Tensor weighted(Tensor x, Optional<Tensor> weights) {
    return weights.map(w -> Ops.multiply(x, Ops.cast(w, x.dtype()))).orElse(x);
  }

  /// All samples in a row, or one row for each label.
  private Tensor row(Tensor x) {
    return multiLabel ? Ops.transpose(x) : Ops.reshape(x, -1);
  }

  /// All values: those above the first threshold and those below it. Added up as the counts are, so
  /// that what is left where everything is counted is exactly 0 on every engine.
  private Tensor everything(Tensor values, Tensor buckets, Tensor counts) {
    Tensor first = Ops.squeeze(Parts.of(counts, 0, 0, 1), 0);
    Tensor below = Ops.where(Ops.less(buckets, 0L), values, Array.weak(0L));
    return Ops.add(first, multiLabel ? Ops.sum(below, 1) : Ops.sum(below));
  }

  /// For each threshold the sum over the buckets from it upwards; labels along the last axis.
  private Tensor above(Tensor values, Tensor buckets) {
    int n = thresholds.size();
    if (!multiLabel) {
      return Parts.sumsFromTheEnd(Ops.segmentSum(values, buckets, n), 0);
    }
    int numLabels = values.shape().dim(0);
    Tensor first = Ops.expandDims(Ops.multiply(Ops.arange(numLabels), (long) n), 1);
    Tensor places = Ops.reshape(Ops.add(buckets, Ops.cast(first, DType.INT32)), -1);
    Tensor flat = Ops.segmentSum(Ops.reshape(values, -1), places, numLabels * n);
    Tensor sums = Parts.sumsFromTheEnd(Ops.reshape(flat, numLabels, n), 1);
    return Ops.transpose(sums);
  }
}
