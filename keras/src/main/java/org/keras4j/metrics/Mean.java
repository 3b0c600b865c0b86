package org.keras4j.metrics;

import java.util.Optional;
import org.keras4j.config.Config;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// The weighted mean of all values seen.
///
/// @see <a href="https://keras.io/api/metrics/reduction_metrics/#mean-class">Mean</a>
@SuppressWarnings("this-escape") // state is declared while constructing
public class Mean extends Metric {
  private final Variable total = addVariable("total", Shape.SCALAR, new Zeros());
  private final Variable count = addVariable("count", Shape.SCALAR, new Zeros());

  /// No values yet.
  public Mean() {}

  @Override
  public Mean name(String value) {
    super.name(value);
    return this;
  }

  @Override
  public void updateState(Tensor values, Tensor unused, Optional<Tensor> sampleWeight) {
    updateState(values, sampleWeight);
  }

  /// Takes values into account.
  public final void updateState(Tensor values) {
    updateState(values, Optional.empty());
  }

  /// Takes weighted values into account. A mask they carry leaves some out.
  public final void updateState(Tensor values, Optional<Tensor> sampleWeight) {
    var weighted = Weighing.means(values, sampleWeight, dtype());
    total.assign(Ops.add(total.value(), Ops.sum(weighted.values())));
    Tensor n =
        weighted
            .weights()
            .map(w -> (Tensor) Ops.sum(w))
            .orElseGet(() -> Array.scalar(dtype(), (double) samples(weighted.values())));
    count.assign(Ops.add(count.value(), n));
  }

  private static int samples(Tensor values) {
    return values.rank() == 0 ? 1 : values.shape().dim(0);
  }

  @Override
  public Tree<Tensor> results() {
    return Tree.leaf(Ops.divideNoNan(total.value(), count.value()));
  }

  static Mean fromConfig(Config config) {
    var out = new Mean();
    config.find("name").ifPresent(n -> out.name(n.toString()));
    return out;
  }
}
