package org.keras4j.metrics;

import java.util.Optional;
import org.keras4j.losses.LossReduction;
import org.keras4j.losses.Reduction;
import org.keras4j.tensor.Tensor;

/// A metric that is the mean of a function of targets and predictions. A mask that the predictions
/// carry leaves samples out.
///
/// @param <SELF> the metric's own class
public abstract class FunctionMetric<SELF extends FunctionMetric<SELF>> extends RunningMean<SELF> {
  FunctionMetric() {}

  FunctionMetric(String name) {
    super(name);
  }

  /// The function.
  abstract Tensor function(Tensor yTrue, Tensor yPred);

  @Override
  public final void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> sampleWeight) {
    Optional<Tensor> mask = yPred.mask();
    Tensor values = function(yTrue, yPred);
    take(values, LossReduction.masked(sampleWeight, mask, dtype(), Reduction.SUM));
  }
}
