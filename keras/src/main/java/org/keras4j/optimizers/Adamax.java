package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Adam by the largest magnitude of the gradients instead of their second moment.
///
/// Follows [Kingma and Ba, 2014, section 7](https://arxiv.org/abs/1412.6980).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Adamax(2e-3)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/adamax/">Adamax</a>
public final class Adamax extends BuiltInOptimizer<Adamax> {
  private final Arg<Double> beta1 = arg("beta_1", Codec.DOUBLE, () -> 0.9);
  private final Arg<Double> beta2 = arg("beta_2", Codec.DOUBLE, () -> 0.999);
  private final Arg<Double> epsilon = arg("epsilon", Codec.DOUBLE, () -> 1e-7);

  /// With the rate 0.001.
  public Adamax() {
    this(0.001);
  }

  /// With a rate.
  public Adamax(double learningRate) {
    super(learningRate);
  }

  /// Sets how much of the first moment stays (0.9 at first).
  public Adamax beta1(double value) {
    return with(beta1, value);
  }

  /// Sets how much of the largest magnitude stays (0.999 at first).
  public Adamax beta2(double value) {
    return with(beta2, value);
  }

  /// Sets the number that keeps the quotient finite (1e-7 at first).
  public Adamax epsilon(double value) {
    return with(epsilon, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    addState(trainable, "momentum", "norm");
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Variable m = state("momentum", variable);
    Variable norm = state("norm", variable);
    Means.approach(m, gradient, 1 - beta1.get());
    assign(norm, Ops.maximum(Ops.multiply(beta2.get(), norm), Ops.abs(gradient)));
    Tensor power = Ops.power(number(beta1.get(), variable), updateNumber(variable));
    assignSub(
        variable,
        Ops.divide(
            Ops.multiply(learningRate, m),
            Ops.multiply(Ops.subtract(1, power), Ops.add(norm, epsilon.get()))));
  }

  static Adamax fromConfig(Config config) {
    return new Adamax().configured(config);
  }
}
