package org.keras4j.metrics;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Intersection over union, averaged over all classes, of one-hot targets.
///
/// - Input: targets (one-hot) and predictions with an axis of classes
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new OneHotMeanIoU(3);
/// metric.updateState(yTrue, yPred);
/// Tensor overlap = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/segmentation_metrics/#onehotmeaniou-class">OneHotMeanIoU</a>
public final class OneHotMeanIoU extends Overlap<OneHotMeanIoU> {
  private final Arg<Integer> numClasses = required("num_classes", Codec.INT);
  private final Arg<Optional<Integer>> ignoreClass = optional("ignore_class", Codec.INT);
  private final Arg<Boolean> sparseYPred = arg("sparse_y_pred", Codec.BOOL, () -> false);
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);

  OneHotMeanIoU() {}

  /// Of so many classes.
  public OneHotMeanIoU(int numClasses) {
    with(this.numClasses, numClasses);
  }

  /// Sets a class whose samples are left out.
  public OneHotMeanIoU ignoreClass(int value) {
    return with(ignoreClass, Optional.of(value));
  }

  /// Sets whether predictions are class numbers (they are not at first) instead of one number for
  /// each class.
  public OneHotMeanIoU sparseYPred(boolean value) {
    return with(sparseYPred, value);
  }

  /// Sets along which axis classes lie in what is not sparse (-1 at first).
  public OneHotMeanIoU axis(int value) {
    return with(axis, value);
  }

  @Override
  int numClasses() {
    return numClasses.get();
  }

  @Override
  List<Integer> targetClasses() {
    return IntStream.range(0, numClasses.get()).boxed().toList();
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
