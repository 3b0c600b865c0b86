package org.keras4j.metrics;

import java.util.Optional;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// A metric that is a weighted mean over samples.
///
/// @param <SELF> the metric's own class
public abstract class RunningMean<SELF extends RunningMean<SELF>> extends BuiltInMetric<SELF> {
  private final State total = state("total", Shape.SCALAR);
  private final State count = state("count", Shape.SCALAR);

  RunningMean() {}

  RunningMean(String name) {
    super(name);
  }

  final void take(Tensor values, Optional<Tensor> sampleWeight) {
    var weighted = Weighing.means(values, sampleWeight, dtype());
    total.add(Ops.sum(weighted.values()));
    count.add(
        weighted
            .weights()
            .map(w -> Ops.sum(w))
            .orElseGet(() -> Array.scalar(dtype(), (double) samples(weighted.values()))));
  }

  private static int samples(Tensor values) {
    return values.rank() == 0 ? 1 : values.shape().dim(0);
  }

  final Tensor mean() {
    return Ops.divideNoNan(total.value(), count.value());
  }

  @Override
  public Tree<Tensor> results() {
    return Tree.leaf(mean());
  }
}
