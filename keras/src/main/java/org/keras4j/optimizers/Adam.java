package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Gradient descent by adaptive estimates of first and second moments.
///
/// Follows [Kingma and Ba, 2014](https://arxiv.org/abs/1412.6980).
///
/// @see <a href="https://keras.io/api/optimizers/adam/">Adam</a>
public final class Adam extends BuiltInOptimizer<Adam> {
  private final Arg<Double> beta1 = arg("beta_1", Codec.DOUBLE, () -> 0.9);
  private final Arg<Double> beta2 = arg("beta_2", Codec.DOUBLE, () -> 0.999);
  private final Arg<Double> epsilon = arg("epsilon", Codec.DOUBLE, () -> 1e-7);
  private final Arg<Boolean> amsgrad = arg("amsgrad", Codec.BOOL, () -> false);
  private List<Variable> momentums = List.of();
  private List<Variable> velocities = List.of();
  private List<Variable> largest = List.of();

  /// With the rate 0.001.
  public Adam() {
    super(0.001);
  }

  /// With a rate.
  public Adam(double learningRate) {
    super(learningRate);
  }

  /// Sets how much of the first moment stays (0.9 at first).
  public Adam beta1(double value) {
    return with(beta1, value);
  }

  /// Sets how much of the second moment stays (0.999 at first).
  public Adam beta2(double value) {
    return with(beta2, value);
  }

  /// Sets the number that keeps the quotient finite (1e-7 at first).
  public Adam epsilon(double value) {
    return with(epsilon, value);
  }

  /// Sets whether the largest second moment counts (false at first).
  public Adam amsgrad(boolean value) {
    return with(amsgrad, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    momentums = new java.util.ArrayList<>();
    velocities = new java.util.ArrayList<>();
    for (Variable v : trainable) {
      momentums.add(addVariable(v, "momentum"));
      velocities.add(addVariable(v, "velocity"));
    }
    if (amsgrad.get()) {
      largest = addVariables(trainable, "velocity_hat");
    }
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Tensor step = Ops.cast(Ops.add(iterations(), Array.weak(1L)), variable.dtype());
    Tensor power1 = Ops.power(number(beta1.get(), variable), step);
    Tensor power2 = Ops.power(number(beta2.get(), variable), step);
    Tensor one = number(1, variable);
    Tensor alpha =
        Ops.divide(
            Ops.multiply(learningRate, Ops.sqrt(Ops.subtract(one, power2))),
            Ops.subtract(one, power1));
    var m = momentums.get(index(variable));
    var v = velocities.get(index(variable));
    m.assign(
        Ops.add(
            m.value(),
            Ops.multiply(Ops.subtract(gradient, m.value()), Array.weak(1 - beta1.get()))));
    v.assign(
        Ops.add(
            v.value(),
            Ops.multiply(
                Ops.subtract(Ops.square(gradient), v.value()), Array.weak(1 - beta2.get()))));
    Tensor second = v.value();
    if (amsgrad.get()) {
      var hat = largest.get(index(variable));
      hat.assign(Ops.maximum(hat.value(), second));
      second = hat.value();
    }
    Tensor change =
        Ops.divide(
            Ops.multiply(m.value(), alpha), Ops.add(Ops.sqrt(second), Array.weak(epsilon.get())));
    variable.assign(Ops.subtract(variable.value(), change));
  }

  static Adam fromConfig(Config config) {
    return new Adam().configured(config);
  }
}
