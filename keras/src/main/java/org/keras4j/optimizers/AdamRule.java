package org.keras4j.optimizers;

import org.keras4j.ops.Ops;
import org.keras4j.ops.OptimizerSteps;
import org.keras4j.ops.OptimizerSteps.Moments;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// The update of Adam, which Muon uses as well.
///
/// @param beta1 how much of the first moment stays
/// @param beta2 how much of the second moment stays
/// @param epsilon keeps the quotient finite
record AdamRule(double beta1, double beta2, double epsilon) {

  /// A whole update, which engines make in one pass: the moments take in the gradient, the variable
  /// moves by them.
  ///
  /// @param step the number of the update, counted from 1
  void update(
      Variable variable,
      Variable momentum,
      Variable velocity,
      Tensor gradient,
      Tensor rate,
      Tensor step) {
    var next =
        OptimizerSteps.adam(
            new Moments(variable.value(), momentum.value(), velocity.value()),
            gradient,
            corrected(variable, rate, step),
            beta1,
            beta2,
            epsilon);
    variable.assign(next.weights());
    momentum.assign(next.first());
    velocity.assign(next.second());
  }

  /// Takes a gradient into the moments.
  void observe(Tensor gradient, Variable momentum, Variable velocity) {
    Means.approach(momentum, gradient, 1 - beta1);
    Means.approach(velocity, Ops.square(gradient), 1 - beta2);
  }

  /// Moves a variable by moments.
  ///
  /// @param step the number of the update, counted from 1
  void move(Variable variable, Tensor momentum, Tensor velocity, Tensor rate, Tensor step) {
    Tensor alpha = corrected(variable, rate, step);
    Optimizer.assignSub(
        variable, Ops.divide(Ops.multiply(momentum, alpha), Ops.add(Ops.sqrt(velocity), epsilon)));
  }

  /// The rate, with the bias of young moments taken out.
  private Tensor corrected(Variable variable, Tensor rate, Tensor step) {
    Tensor power1 = Ops.power(Optimizer.number(beta1, variable), step);
    Tensor power2 = Ops.power(Optimizer.number(beta2, variable), step);
    return Ops.divide(
        Ops.multiply(rate, Ops.sqrt(Ops.subtract(1, power2))), Ops.subtract(1, power1));
  }
}
