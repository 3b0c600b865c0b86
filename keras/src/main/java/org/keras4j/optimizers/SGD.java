package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Gradient descent, perhaps with momentum.
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new SGD(0.1).momentum(0.9).nesterov(true)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/sgd/">SGD</a>
public final class SGD extends BuiltInOptimizer<SGD> {
  private final Arg<Double> momentum =
      arg("momentum", Codec.DOUBLE, () -> 0.0)
          .check(m -> m >= 0 && m <= 1, "a float between 0 and 1");
  private final Arg<Boolean> nesterov = arg("nesterov", Codec.BOOL, () -> false);

  /// With the rate 0.01.
  public SGD() {
    this(0.01);
  }

  /// With a rate.
  public SGD(double learningRate) {
    super(learningRate);
  }

  /// Sets how much of the last step is repeated (0 at first).
  ///
  /// @throws IllegalArgumentException unless it is in [0, 1]
  public SGD momentum(double value) {
    return with(momentum, value);
  }

  /// Sets whether the gradient counts as taken after the momentum's step (false at first).
  public SGD nesterov(boolean value) {
    return with(nesterov, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    if (momentum.get() != 0) {
      addState(trainable, "momentum");
    }
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Tensor step = Ops.multiply(gradient, learningRate);
    if (momentum.get() == 0) {
      assignSub(variable, step);
      return;
    }
    Tensor kept = number(momentum.get(), variable);
    Variable m = state("momentum", variable);
    assign(m, Ops.subtract(Ops.multiply(m, kept), step));
    assignAdd(variable, nesterov.get() ? Ops.subtract(Ops.multiply(m, kept), step) : m);
  }

  static SGD fromConfig(Config config) {
    return new SGD().configured(config);
  }
}
