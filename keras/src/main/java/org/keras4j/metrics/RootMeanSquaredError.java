package org.keras4j.metrics;

import java.util.Optional;
import org.keras4j.losses.LossReduction;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Square root of the mean of the squares of the errors.
///
/// - Input: targets and predictions `(batch, ..., n)`
/// - Output: a scalar
///
/// {@snippet :
/// var metric = new RootMeanSquaredError();
/// metric.updateState(yTrue, yPred);
/// Tensor value = metric.result();
/// }
///
/// @see <a
///   href="https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class">RootMeanSquaredError</a>
public final class RootMeanSquaredError extends RunningMean<RootMeanSquaredError> {
  /// With Keras's defaults.
  public RootMeanSquaredError() {
    super("root_mean_squared_error");
  }

  @Override
  public void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    var f = LossReduction.sameRank(Ops.cast(yTrue, dtype()), Ops.cast(yPred, dtype()));
    take(Ops.square(Ops.subtract(f.y(), f.x())), sampleWeight);
  }

  @Override
  public Tree<Tensor> results() {
    return Tree.leaf(Ops.sqrt(mean()));
  }
}
