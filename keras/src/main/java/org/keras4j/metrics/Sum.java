package org.keras4j.metrics;

import java.util.Optional;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The weighted sum of all values seen.
///
/// - Input: values `(batch, ...)`, weights `(batch)` or of the same shape
/// - Output: a scalar
///
/// {@snippet :
/// var sum = new Sum();
/// sum.updateState(Ops.array(1f, 3f, 5f, 7f));
/// sum.result(); // 16.0
/// }
///
/// @see <a href="https://keras.io/api/metrics/reduction_metrics/#sum-class">Sum</a>
public final class Sum extends BuiltInMetric<Sum> {
  private final State total = state("total", Shape.SCALAR);

  /// No values yet.
  public Sum() {
    super("sum");
  }

  @Override
  public void updateState(Tensor values, Tensor unused, Optional<Tensor> sampleWeight) {
    updateState(values, sampleWeight);
  }

  /// Takes values into account.
  public void updateState(Tensor values) {
    updateState(values, Optional.empty());
  }

  /// Takes weighted values into account. A mask they carry leaves some out.
  public void updateState(Tensor values, Optional<Tensor> sampleWeight) {
    total.add(Ops.sum(Weighing.sums(values, sampleWeight, dtype()).values()));
  }

  @Override
  public Tree<Tensor> results() {
    return Tree.leaf(total.value());
  }
}
