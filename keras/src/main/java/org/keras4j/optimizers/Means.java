package org.keras4j.optimizers;

import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// The running means that optimizers keep, in the two forms in which Keras computes them: they
/// differ in rounding.
final class Means {
  private Means() {}

  /// Moves a mean a share of the way towards a value: `mean + (value - mean) * share`.
  static void approach(Variable mean, Tensor value, Tensor share) {
    Optimizer.assignAdd(mean, Ops.multiply(Ops.subtract(value, mean), share));
  }

  /// Moves a mean a share of the way towards a value.
  static void approach(Variable mean, Tensor value, double share) {
    approach(mean, value, Array.weak(share));
  }

  /// Keeps a part of a mean and fills up with a value: `kept * mean + (1 - kept) * value`.
  static void blend(Variable mean, Tensor value, double kept) {
    Optimizer.assign(mean, Ops.add(Ops.multiply(mean, kept), Ops.multiply(value, 1 - kept)));
  }
}
