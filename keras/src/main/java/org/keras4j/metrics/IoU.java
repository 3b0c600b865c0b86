package org.keras4j.metrics;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Intersection over union of some classes, averaged.
///
/// - Input: class numbers of any shape; with a further axis of classes where not sparse
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new IoU(3, List.of(0, 2));
/// metric.updateState(yTrue, yPred);
/// Tensor overlap = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/segmentation_metrics/#iou-class">IoU</a>
public final class IoU extends Overlap<IoU> {
  private final Arg<Integer> numClasses = required("num_classes", Codec.INT);
  private final Arg<List<Integer>> targetClassIds = required("target_class_ids", Codec.INTS);
  private final Arg<Optional<Integer>> ignoreClass = optional("ignore_class", Codec.INT);
  private final Arg<Boolean> sparseYTrue = arg("sparse_y_true", Codec.BOOL, () -> true);
  private final Arg<Boolean> sparseYPred = arg("sparse_y_pred", Codec.BOOL, () -> true);
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);

  IoU() {}

  /// Of some classes.
  ///
  /// @throws IllegalArgumentException if one of them is not below the number of classes
  public IoU(int numClasses, List<Integer> targetClassIds) {
    with(this.numClasses, numClasses);
    with(this.targetClassIds, targetClassIds);
    requireClasses(numClasses, targetClassIds);
  }

  /// Sets a class whose samples are left out.
  public IoU ignoreClass(int value) {
    return with(ignoreClass, Optional.of(value));
  }

  /// Sets whether targets are class numbers (they are at first) instead of one-hot vectors.
  public IoU sparseYTrue(boolean value) {
    return with(sparseYTrue, value);
  }

  /// Sets whether predictions are class numbers (they are at first) instead of one number for each
  /// class.
  public IoU sparseYPred(boolean value) {
    return with(sparseYPred, value);
  }

  /// Sets along which axis classes lie in what is not sparse (-1 at first).
  public IoU axis(int value) {
    return with(axis, value);
  }

  @Override
  int numClasses() {
    return numClasses.get();
  }

  @Override
  List<Integer> targetClasses() {
    return targetClassIds.get();
  }

  @Override
  Optional<Integer> ignoredClass() {
    return ignoreClass.get();
  }

  @Override
  public void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    count(
        classes(yTrue, sparseYTrue.get(), axis.get()),
        classes(yPred, sparseYPred.get(), axis.get()),
        sampleWeight);
  }
}
