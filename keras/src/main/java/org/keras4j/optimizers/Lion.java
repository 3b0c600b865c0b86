package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Steps of one size in the direction of the sign of a momentum. Takes less memory than Adam, and a
/// rate three to ten times smaller.
///
/// Follows [Chen et al., 2023](http://arxiv.org/abs/2302.06675).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Lion(1e-4).weightDecay(0.1)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/lion/">Lion</a>
public final class Lion extends BuiltInOptimizer<Lion> {
  private final Arg<Double> beta1 =
      arg("beta_1", Codec.DOUBLE, () -> 0.9)
          .check(
              b -> b > 0 && b <= 1,
              "a number in (0, 1]: otherwise, the optimizer degenerates to SignSGD");
  private final Arg<Double> beta2 = arg("beta_2", Codec.DOUBLE, () -> 0.99);

  /// With the rate 0.001.
  public Lion() {
    this(0.001);
  }

  /// With a rate.
  public Lion(double learningRate) {
    super(learningRate);
  }

  /// Sets how much of the momentum goes into a step, the rest being the gradient (0.9 at first).
  ///
  /// @throws IllegalArgumentException unless it is in (0, 1]
  public Lion beta1(double value) {
    return with(beta1, value);
  }

  /// Sets how much of the momentum stays (0.99 at first).
  public Lion beta2(double value) {
    return with(beta2, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    addState(trainable, "momentum");
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Variable m = state("momentum", variable);
    Tensor direction = Ops.sign(mixed(m, gradient, beta1.get()));
    assignSub(variable, Ops.multiply(learningRate, direction));
    assign(m, mixed(m, gradient, beta2.get()));
  }

  /// A mean of the momentum and the gradient, its weights computed in their dtype.
  private static Tensor mixed(Variable momentum, Tensor gradient, double share) {
    Tensor kept = number(share, momentum);
    return Ops.add(Ops.multiply(momentum, kept), Ops.multiply(gradient, Ops.subtract(1.0, kept)));
  }

  static Lion fromConfig(Config config) {
    return new Lion().configured(config);
  }
}
