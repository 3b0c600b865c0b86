package org.keras4j.optimizers;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// What Adam and AdamW have in common: all but the default of the weight decay.
///
/// @param <SELF> the class itself
public abstract sealed class BaseAdam<SELF extends BaseAdam<SELF>> extends BuiltInOptimizer<SELF>
    permits Adam, AdamW {
  private final Arg<Double> beta1 = arg("beta_1", Codec.DOUBLE, () -> 0.9);
  private final Arg<Double> beta2 = arg("beta_2", Codec.DOUBLE, () -> 0.999);
  private final Arg<Double> epsilon = arg("epsilon", Codec.DOUBLE, () -> 1e-7);
  private final Arg<Boolean> amsgrad = arg("amsgrad", Codec.BOOL, () -> false);

  BaseAdam(double learningRate, Optional<Double> weightDecay) {
    super(learningRate, weightDecay);
  }

  /// Sets how much of the first moment stays (0.9 at first).
  public final SELF beta1(double value) {
    return with(beta1, value);
  }

  /// Sets how much of the second moment stays (0.999 at first).
  public final SELF beta2(double value) {
    return with(beta2, value);
  }

  /// Sets the number that keeps the quotient finite (1e-7 at first).
  public final SELF epsilon(double value) {
    return with(epsilon, value);
  }

  /// Sets whether the largest second moment counts (false at first).
  public final SELF amsgrad(boolean value) {
    return with(amsgrad, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    addState(trainable, "momentum", "velocity");
    if (amsgrad.get()) {
      addState(trainable, "velocity_hat");
    }
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    var rule = new AdamRule(beta1.get(), beta2.get(), epsilon.get());
    Variable momentum = state("momentum", variable);
    Variable velocity = state("velocity", variable);
    Tensor step = updateNumber(variable);
    if (!amsgrad.get()) {
      rule.update(variable, momentum, velocity, gradient, learningRate, step);
      return;
    }
    rule.observe(gradient, momentum, velocity);
    Variable largest = state("velocity_hat", variable);
    assign(largest, Ops.maximum(largest, velocity));
    rule.move(variable, momentum, largest, learningRate, step);
  }
}
