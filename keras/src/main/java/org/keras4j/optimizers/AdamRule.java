package org.keras4j.optimizers;

import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// The update of Adam, which Muon uses as well.
///
/// @param beta1 how much of the first moment stays
/// @param beta2 how much of the second moment stays
/// @param epsilon keeps the quotient finite
record AdamRule(double beta1, double beta2, double epsilon) {

  /// Takes a gradient into the moments.
  void observe(Tensor gradient, Variable momentum, Variable velocity) {
    Means.approach(momentum, gradient, 1 - beta1);
    Means.approach(velocity, Ops.square(gradient), 1 - beta2);
  }

  /// Moves a variable by moments.
  ///
  /// @param step the number of the update, counted from 1
  void move(Variable variable, Tensor momentum, Tensor velocity, Tensor rate, Tensor step) {
    Tensor power1 = Ops.power(Optimizer.number(beta1, variable), step);
    Tensor power2 = Ops.power(Optimizer.number(beta2, variable), step);
    Tensor alpha =
        Ops.divide(Ops.multiply(rate, Ops.sqrt(Ops.subtract(1, power2))), Ops.subtract(1, power1));
    Optimizer.assignSub(
        variable, Ops.divide(Ops.multiply(momentum, alpha), Ops.add(Ops.sqrt(velocity), epsilon)));
  }
}
