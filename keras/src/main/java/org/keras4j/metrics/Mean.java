package org.keras4j.metrics;

import java.util.Optional;
import org.keras4j.tensor.Tensor;

/// The weighted mean of all values seen.
///
/// - Input: values `(batch, ...)`, weights `(batch)` or of the same shape
/// - Output: a scalar
///
/// {@snippet :
/// var mean = new Mean();
/// mean.updateState(Ops.array(1f, 3f, 5f, 7f));
/// mean.result(); // 4.0
/// }
///
/// @see <a href="https://keras.io/api/metrics/reduction_metrics/#mean-class">Mean</a>
public final class Mean extends RunningMean<Mean> {
  /// No values yet.
  public Mean() {
    super("mean");
  }

  @Override
  public void updateState(Tensor values, Tensor unused, Optional<Tensor> sampleWeight) {
    take(values, sampleWeight);
  }

  /// Takes values into account.
  public void updateState(Tensor values) {
    take(values, Optional.empty());
  }

  /// Takes weighted values into account. A mask they carry leaves some out.
  public void updateState(Tensor values, Optional<Tensor> sampleWeight) {
    take(values, sampleWeight);
  }
}
