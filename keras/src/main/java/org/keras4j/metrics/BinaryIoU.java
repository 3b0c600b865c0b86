package org.keras4j.metrics;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Intersection over union of two classes, told apart by a threshold.
///
/// - Input: targets 0 or 1 and predictions of one shape
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new BinaryIoU().targetClassIds(1).threshold(0.3);
/// metric.updateState(yTrue, yPred);
/// Tensor overlap = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/segmentation_metrics/#binaryiou-class">BinaryIoU</a>
public final class BinaryIoU extends Overlap<BinaryIoU> {
  private final Arg<List<Integer>> targetClassIds =
      arg("target_class_ids", Codec.INTS, () -> List.of(0, 1))
          .check(ids -> ids.stream().allMatch(id -> id < 2), "classes 0 and 1");
  private final Arg<Double> threshold = arg("threshold", Codec.DOUBLE, () -> 0.5);

  /// Of both classes, with a threshold of 0.5.
  public BinaryIoU() {}

  /// Sets the classes whose overlaps are averaged (both at first).
  public BinaryIoU targetClassIds(int... value) {
    return with(targetClassIds, IntStream.of(value).boxed().toList());
  }

  /// Sets from what on predictions are class 1 (0.5 at first).
  public BinaryIoU threshold(double value) {
    return with(threshold, value);
  }

  @Override
  int numClasses() {
    return 2;
  }

  @Override
  List<Integer> targetClasses() {
    return targetClassIds.get();
  }

  @Override
  public void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    Tensor positive = Ops.greaterEqual(Ops.cast(yPred, DType.FLOAT32), threshold.get());
    count(yTrue, positive, sampleWeight);
  }
}
