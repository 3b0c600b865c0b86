package org.keras4j.metrics;

import org.keras4j.tensor.Tensor;

/// A metric as a function: what is measured of each sample, given targets and predictions.
///
/// {@snippet :
/// model.compile(c -> c.metrics(Metric.of("bias", (t, p) -> Ops.subtract(p, t))));
/// }
///
/// A bare lambda works, but what holds it cannot be saved until it is registered with
/// [org.keras4j.config.Registry#registerFunction].
@FunctionalInterface
public interface MetricFunction {
  /// One number for each sample, or several, whose mean counts.
  Tensor apply(Tensor yTrue, Tensor yPred);
}
