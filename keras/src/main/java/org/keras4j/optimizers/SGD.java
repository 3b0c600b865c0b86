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
/// @see <a href="https://keras.io/api/optimizers/sgd/">SGD</a>
public final class SGD extends BuiltInOptimizer<SGD> {
  private final Arg<Double> momentum =
      arg("momentum", Codec.DOUBLE, () -> 0.0)
          .check(m -> m >= 0 && m <= 1, "a float between 0 and 1");
  private final Arg<Boolean> nesterov = arg("nesterov", Codec.BOOL, () -> false);
  private List<Variable> momentums = List.of();

  /// With the rate 0.01.
  public SGD() {
    super(0.01);
  }

  /// With a rate.
  public SGD(double learningRate) {
    super(learningRate);
  }

  /// Sets how much of the last step is repeated (0 at first).
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
      momentums = addVariables(trainable, "momentum");
    }
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Tensor step = Ops.multiply(gradient, learningRate);
    if (momentums.isEmpty()) {
      variable.assign(Ops.subtract(variable.value(), step));
      return;
    }
    Tensor kept = number(momentum.get(), variable);
    var m = momentums.get(index(variable));
    m.assign(Ops.subtract(Ops.multiply(m.value(), kept), step));
    Tensor move = nesterov.get() ? Ops.subtract(Ops.multiply(m.value(), kept), step) : m.value();
    variable.assign(Ops.add(variable.value(), move));
  }

  static SGD fromConfig(Config config) {
    return new SGD().configured(config);
  }
}
