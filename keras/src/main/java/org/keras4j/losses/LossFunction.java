package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// A loss as a function: what each sample costs, given targets and predictions.
///
/// {@snippet :
/// LossFunction fourth = (yTrue, yPred) -> Ops.mean(Ops.power(Ops.subtract(yTrue, yPred), 4), -1);
/// model.compile(c -> c.loss(Loss.of("fourth", fourth)));
/// }
///
/// A bare lambda works, but what holds it cannot be saved until it is registered with
/// [org.keras4j.config.Registry#registerFunction].
@FunctionalInterface
public interface LossFunction {
  /// The loss of each sample: the last axis is gone.
  Tensor apply(Tensor yTrue, Tensor yPred);
}
