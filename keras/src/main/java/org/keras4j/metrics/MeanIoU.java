package org.keras4j.metrics;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Intersection over union, averaged over all classes.
///
/// - Input: class numbers of any shape; with a further axis of classes where not sparse
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new MeanIoU(3);
/// metric.updateState(yTrue, yPred);
/// Tensor overlap = metric.result();
/// }
///
/// @see <a href="https://keras.io/api/metrics/segmentation_metrics/#meaniou-class">MeanIoU</a>
public final class MeanIoU extends Overlap<MeanIoU> {
  private final Arg<Integer> numClasses = required("num_classes", Codec.INT);
  private final Arg<Optional<Integer>> ignoreClass = optional("ignore_class", Codec.INT);
  private final Arg<Boolean> sparseYTrue = arg("sparse_y_true", Codec.BOOL, () -> true);
  private final Arg<Boolean> sparseYPred = arg("sparse_y_pred", Codec.BOOL, () -> true);
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1);

  MeanIoU() {}

  /// Of so many classes.
  public MeanIoU(int numClasses) {
    with(this.numClasses, numClasses);
  }

  /// Sets a class whose samples are left out.
  public MeanIoU ignoreClass(int value) {
    return with(ignoreClass, Optional.of(value));
  }

  /// Sets whether targets are class numbers (they are at first) instead of one-hot vectors.
  public MeanIoU sparseYTrue(boolean value) {
    return with(sparseYTrue, value);
  }

  /// Sets whether predictions are class numbers (they are at first) instead of one number for each
  /// class.
  public MeanIoU sparseYPred(boolean value) {
    return with(sparseYPred, value);
  }

  /// Sets along which axis classes lie in what is not sparse (-1 at first).
  public MeanIoU axis(int value) {
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
        classes(yTrue, sparseYTrue.get(), axis.get()),
        classes(yPred, sparseYPred.get(), axis.get()),
        sampleWeight);
  }
}
