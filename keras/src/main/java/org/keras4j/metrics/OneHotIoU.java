package org.keras4j.metrics;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Intersection over union of some classes, averaged, of one-hot targets.
///
/// - Input: targets (one-hot) and predictions with an axis of classes
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new OneHotIoU(3, List.of(0, 2));
/// metric.updateState(yTrue, yPred);
/// Tensor overlap = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/segmentation_metrics/#onehotiou-class">OneHotIoU</a>
public final class OneHotIoU extends Overlap<OneHotIoU> {
  private final Arg<Integer> numClasses = required("num_classes", Codec.INT);
  private final Arg<List<Integer>> targetClassIds = required("target_class_ids", Codec.INTS);
  private final Arg<Optional<Integer>> ignoreClass = optional("ignore_class", Codec.INT);
  private final Arg<Boolean> sparseYPred = arg("sparse_y_pred", Codec.BOOL, () -> false);
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);

  OneHotIoU() {}

  /// Of some classes.
  ///
  /// @throws IllegalArgumentException if one of them is not below the number of classes
  public OneHotIoU(int numClasses, List<Integer> targetClassIds) {
    with(this.numClasses, numClasses);
    with(this.targetClassIds, targetClassIds);
    requireClasses(numClasses, targetClassIds);
  }

  /// Sets a class whose samples are left out.
  public OneHotIoU ignoreClass(int value) {
    return with(ignoreClass, Optional.of(value));
  }

  /// Sets whether predictions are class numbers (they are not at first) instead of one number for
  /// each class.
  public OneHotIoU sparseYPred(boolean value) {
    return with(sparseYPred, value);
  }

  /// Sets along which axis classes lie in what is not sparse (-1 at first).
  public OneHotIoU axis(int value) {
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
        classes(yTrue, false, axis.get()),
        classes(yPred, sparseYPred.get(), axis.get()),
        sampleWeight);
  }
}
