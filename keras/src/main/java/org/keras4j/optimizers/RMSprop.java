package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Gradient descent with each gradient divided by the root of a running mean of its square.
///
/// Follows [Hinton, 2012](http://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new RMSprop(1e-3).centered(true)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/rmsprop/">RMSprop</a>
public final class RMSprop extends BuiltInOptimizer<RMSprop> {
  private final Arg<Double> rho = arg("rho", Codec.DOUBLE, () -> 0.9);
  private final Arg<Double> momentum = arg("momentum", Codec.DOUBLE, () -> 0.0);
  private final Arg<Double> epsilon = arg("epsilon", Codec.DOUBLE, () -> 1e-7);
  private final Arg<Boolean> centered = arg("centered", Codec.BOOL, () -> false);

  /// With the rate 0.001.
  public RMSprop() {
    this(0.001);
  }

  /// With a rate.
  public RMSprop(double learningRate) {
    super(learningRate);
  }

  /// Sets how much of the running mean stays (0.9 at first).
  public RMSprop rho(double value) {
    return with(rho, value);
  }

  /// Sets how much of the last step is repeated (0 at first).
  public RMSprop momentum(double value) {
    return with(momentum, value);
  }

  /// Sets the number that keeps the quotient finite (1e-7 at first).
  public RMSprop epsilon(double value) {
    return with(epsilon, value);
  }

  /// Sets whether the variance counts instead of the mean of the squares (false at first).
  public RMSprop centered(boolean value) {
    return with(centered, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    addState(trainable, "velocity");
    if (momentum.get() > 0) {
      addState(trainable, "momentum");
    }
    if (centered.get()) {
      addState(trainable, "average_gradient");
    }
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Variable velocity = state("velocity", variable);
    Means.blend(velocity, Ops.square(gradient), rho.get());
    Tensor spread = velocity;
    if (centered.get()) {
      Variable mean = state("average_gradient", variable);
      Means.blend(mean, gradient, rho.get());
      spread = Ops.subtract(velocity, Ops.square(mean));
    }
    Tensor step =
        Ops.divide(Ops.multiply(learningRate, gradient), Ops.sqrt(Ops.add(spread, epsilon.get())));
    if (momentum.get() > 0) {
      Variable m = state("momentum", variable);
      assign(m, Ops.add(Ops.multiply(momentum.get(), m), step));
      step = m;
    }
    assignSub(variable, step);
  }

  static RMSprop fromConfig(Config config) {
    return new RMSprop().configured(config);
  }
}
