package org.keras4j.metrics;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Intersection over union of targets and predictions, by a matrix that counts which class is
/// predicted as which.
///
/// @param <SELF> the metric's own class
public abstract class Overlap<SELF extends Overlap<SELF>> extends BuiltInMetric<SELF> {
  private final State matrix =
      state(
          "total_confusion_matrix",
          () -> Optional.of(Shape.of(numClasses(), numClasses())),
          this::dtype);

  Overlap() {
    dtype(DType.INT32);
  }

  abstract int numClasses();

  /// The classes whose overlaps are averaged.
  abstract List<Integer> targetClasses();

  Optional<Integer> ignoredClass() {
    return Optional.empty();
  }

  static Tensor classes(Tensor given, boolean sparse, int axis) {
    return sparse ? given : Ops.argmax(given, axis);
  }

  static void requireClasses(int numClasses, List<Integer> targets) {
    for (int target : targets) {
      if (target >= numClasses) {
        throw new IllegalArgumentException(
            "Target class ids are expected to be below the number of classes, %d. Received: target_class_ids=%s"
                .formatted(numClasses, targets));
      }
    }
  }

  /// Counts class numbers.
  final void count(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    Tensor targets = flat(Ops.cast(yTrue, dtype()));
    Tensor predictions = flat(Ops.cast(yPred, dtype()));
    Tensor given = Ops.cast(sampleWeight.orElseGet(() -> Array.weak(1L)), dtype());
    Tensor weights = Ops.broadcastTo(flat(given), targets.shape());
    Tensor known = Ops.logicalAnd(isClass(targets), isClass(predictions));
    if (ignoredClass().isPresent()) {
      known = Ops.logicalAnd(known, Ops.notEqual(targets, (long) ignoredClass().get()));
    }
    Array nothing = Array.weak(0L);
    Tensor places =
        Ops.stack(
            List.of(Ops.where(known, targets, nothing), Ops.where(known, predictions, nothing)), 1);
    matrix.add(
        Ops.scatter(
            Ops.cast(places, DType.INT32),
            Ops.where(known, weights, nothing),
            Shape.of(numClasses(), numClasses())));
  }

  private static Tensor flat(Tensor x) {
    return x.rank() > 1 ? Ops.reshape(x, -1) : x;
  }

  private Tensor isClass(Tensor x) {
    return Ops.logicalAnd(Ops.greaterEqual(x, 0L), Ops.less(x, (long) numClasses()));
  }

  @Override
  public final Tree<Tensor> results() {
    Tensor counts = matrix.value();
    Tensor hits = Ops.diag(counts);
    Tensor union = Ops.subtract(Ops.add(Ops.sum(counts, 0), Ops.sum(counts, 1)), hits);
    Array targets =
        Array.ofInts(
            Shape.of(targetClasses().size()),
            targetClasses().stream().mapToInt(Integer::intValue).toArray());
    Tensor all = Ops.cast(Ops.take(union, targets, 0), DType.FLOAT32);
    Tensor both = Ops.cast(Ops.take(hits, targets, 0), DType.FLOAT32);
    Tensor valid = Ops.greater(all, 1e-9);
    double epsilon = KerasConfig.epsilon();
    Tensor overlaps = Ops.where(valid, Ops.divide(both, Ops.add(all, epsilon)), Array.weak(0.0));
    Tensor numValid = Ops.sum(Ops.cast(valid, DType.FLOAT32));
    return Tree.leaf(Ops.divide(Ops.sum(overlaps, -1), Ops.add(numValid, epsilon)));
  }
}
