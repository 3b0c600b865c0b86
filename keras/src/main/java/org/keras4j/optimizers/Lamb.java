package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Adam whose steps are as long as the weights are large, for very large batches.
///
/// Follows [You et al., 2019](https://arxiv.org/pdf/1904.00962).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Lamb(1e-3)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/lamb/">Lamb</a>
public final class Lamb extends BuiltInOptimizer<Lamb> {
  private final Arg<Double> beta1 = arg("beta_1", Codec.DOUBLE, () -> 0.9);
  private final Arg<Double> beta2 = arg("beta_2", Codec.DOUBLE, () -> 0.999);
  private final Arg<Double> epsilon = arg("epsilon", Codec.DOUBLE, () -> 1e-7);

  /// With the rate 0.001.
  public Lamb() {
    this(0.001);
  }

  /// With a rate.
  public Lamb(double learningRate) {
    super(learningRate);
  }

  /// Sets how much of the first moment stays (0.9 at first).
  public Lamb beta1(double value) {
    return with(beta1, value);
  }

  /// Sets how much of the second moment stays (0.999 at first).
  public Lamb beta2(double value) {
    return with(beta2, value);
  }

  /// Sets the number that keeps the quotient finite (1e-7 at first).
  public Lamb epsilon(double value) {
    return with(epsilon, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    addState(trainable, "momentum", "velocity");
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Variable m = state("momentum", variable);
    Variable v = state("velocity", variable);
    new AdamRule(beta1.get(), beta2.get(), epsilon.get()).observe(gradient, m, v);
    Tensor step = updateNumber(variable);
    Tensor momentum = Ops.divide(m, rest(beta1.get(), variable, step));
    Tensor velocity = Ops.divide(v, rest(beta2.get(), variable, step));
    Tensor update = Ops.divide(momentum, Ops.add(Ops.sqrt(velocity), epsilon.get()));
    Tensor weights = Ops.sqrt(Ops.sum(Ops.square(variable)));
    Tensor length = Ops.sqrt(Ops.sum(Ops.square(update)));
    Tensor both = Ops.logicalAnd(Ops.greater(weights, 0), Ops.greater(length, 0));
    Tensor ratio = Ops.where(both, Ops.divide(weights, length), 1.0);
    assignSub(variable, Ops.multiply(Ops.multiply(ratio, learningRate), update));
  }

  /// `1 - beta^step`: how much of a mean that began with zeros is made of what was seen.
  private static Tensor rest(double beta, Variable variable, Tensor step) {
    return Ops.subtract(1.0, Ops.power(number(beta, variable), step));
  }

  static Lamb fromConfig(Config config) {
    return new Lamb().configured(config);
  }
}
