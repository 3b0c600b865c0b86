package org.keras4j.optimizers;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Adam with Nesterov's momentum.
///
/// Follows [Dozat, 2015](http://cs229.stanford.edu/proj2015/054_report.pdf).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Nadam(1e-3)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/Nadam/">Nadam</a>
public final class Nadam extends BuiltInOptimizer<Nadam> {
  private static final double MOMENTUM_DECAY = 0.96;

  private final Arg<Double> beta1 = arg("beta_1", Codec.DOUBLE, () -> 0.9);
  private final Arg<Double> beta2 = arg("beta_2", Codec.DOUBLE, () -> 0.999);
  private final Arg<Double> epsilon = arg("epsilon", Codec.DOUBLE, () -> 1e-7);
  private Optional<Variable> momentumProduct = Optional.empty();

  /// With the rate 0.001.
  public Nadam() {
    this(0.001);
  }

  /// With a rate.
  public Nadam(double learningRate) {
    super(learningRate);
  }

  /// Sets how much of the first moment stays (0.9 at first).
  public Nadam beta1(double value) {
    return with(beta1, value);
  }

  /// Sets how much of the second moment stays (0.999 at first).
  public Nadam beta2(double value) {
    return with(beta2, value);
  }

  /// Sets the number that keeps the quotient finite (1e-7 at first).
  public Nadam epsilon(double value) {
    return with(epsilon, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    addState(trainable, "momentum", "velocity");
    DType dtype =
        trainable.isEmpty() ? KerasConfig.floatx() : trainable.getFirst().storedType().dtype();
    momentumProduct = Optional.of(keep(new Variable(Array.scalar(dtype, 1.0), "variable", false)));
  }

  @Override
  protected void beginUpdate() {
    Variable product = momentumProduct.orElseThrow();
    Tensor beta = Array.weak(beta1.get());
    assign(
        product,
        Ops.multiply(
            Ops.multiply(product, beta),
            weight(Array.weak(MOMENTUM_DECAY), updateNumber(product))));
  }

  /// `1 - 0.5 * decay^step`, which lets the momentum grow while training goes on.
  private static Tensor weight(Tensor decay, Tensor step) {
    return Ops.subtract(1.0, Ops.multiply(0.5, Ops.power(decay, step)));
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Tensor one = number(1, variable);
    Tensor decay = number(MOMENTUM_DECAY, variable);
    Tensor first = number(beta1.get(), variable);
    Tensor second = number(beta2.get(), variable);
    Tensor step = updateNumber(variable);
    Tensor now = Ops.multiply(first, weight(decay, step));
    Tensor next = Ops.multiply(first, weight(decay, updateNumber(variable, 2)));
    Tensor product = Ops.cast(momentumProduct.orElseThrow(), variable.storedType().dtype());
    Variable m = state("momentum", variable);
    Variable v = state("velocity", variable);
    Means.approach(m, gradient, Ops.subtract(one, first));
    Means.approach(v, Ops.square(gradient), Ops.subtract(one, second));
    Tensor momentum =
        Ops.add(
            Ops.divide(Ops.multiply(next, m), Ops.subtract(one, Ops.multiply(product, next))),
            Ops.divide(Ops.multiply(Ops.subtract(one, now), gradient), Ops.subtract(one, product)));
    Tensor velocity = Ops.divide(v, Ops.subtract(one, Ops.power(second, step)));
    assignSub(
        variable,
        Ops.divide(
            Ops.multiply(momentum, learningRate), Ops.add(Ops.sqrt(velocity), epsilon.get())));
  }

  static Nadam fromConfig(Config config) {
    return new Nadam().configured(config);
  }
}
