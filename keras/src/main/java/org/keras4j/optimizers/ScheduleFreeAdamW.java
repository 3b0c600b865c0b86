package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Adam that needs no schedule: gradients are taken between a sequence that steps and the mean of
/// that sequence.
///
/// Follows [Defazio et al., 2024](https://arxiv.org/abs/2405.15682).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new ScheduleFreeAdamW(2.5e-3).warmupSteps(100)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/schedule_free_adamw/">ScheduleFreeAdamW</a>
public final class ScheduleFreeAdamW extends BuiltInOptimizer<ScheduleFreeAdamW> {
  private final Arg<Double> beta1 = arg("beta_1", Codec.DOUBLE, () -> 0.9);
  private final Arg<Double> beta2 = arg("beta_2", Codec.DOUBLE, () -> 0.999);
  private final Arg<Double> epsilon = arg("epsilon", Codec.DOUBLE, () -> 1e-8);
  private final Arg<Integer> warmupSteps = arg("warmup_steps", Codec.INT, () -> 0);

  /// With the rate 0.0025.
  public ScheduleFreeAdamW() {
    this(0.0025);
  }

  /// With a rate.
  public ScheduleFreeAdamW(double learningRate) {
    super(learningRate);
  }

  /// Sets how near the weights are to the mean, the rest being the sequence that steps (0.9 at
  /// first).
  public ScheduleFreeAdamW beta1(double value) {
    return with(beta1, value);
  }

  /// Sets how much of the second moment stays (0.999 at first).
  public ScheduleFreeAdamW beta2(double value) {
    return with(beta2, value);
  }

  /// Sets the number that keeps the quotient finite (1e-8 at first).
  public ScheduleFreeAdamW epsilon(double value) {
    return with(epsilon, value);
  }

  /// Sets over how many steps the rate rises from 0 (0 at first).
  public ScheduleFreeAdamW warmupSteps(int value) {
    return with(warmupSteps, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    addState(trainable, "momentum", "velocity");
    for (Variable v : trainable) {
      if (!v.overwriteWithGradient()) {
        // The sequence that steps begins where the weights are.
        state("momentum", v).store(v.stored());
      }
    }
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Tensor step = updateNumber(variable);
    Tensor first = number(beta1.get(), variable);
    Tensor second = number(beta2.get(), variable);
    Tensor rest = Ops.subtract(1, first);
    Tensor rate = learningRate;
    if (warmupSteps.get() > 0) {
      Tensor share = Ops.divide(step, number(warmupSteps.get(), variable));
      rate = Ops.multiply(rate, Ops.minimum(share, 1.0));
    }
    Variable z = state("momentum", variable);
    Variable velocity = state("velocity", variable);
    Tensor before = z.value();
    Means.approach(velocity, Ops.square(gradient), Ops.subtract(1, second));
    Tensor seen = Ops.subtract(1, Ops.power(second, step));
    Tensor root = Ops.add(Ops.sqrt(Ops.divide(velocity, seen)), number(epsilon.get(), variable));
    assignSub(z, Ops.divide(Ops.multiply(rate, gradient), root));
    Tensor weight = Ops.divide(1.0, step);
    Tensor mean = Ops.divide(Ops.subtract(variable, Ops.multiply(rest, before)), first);
    Tensor next = Ops.add(Ops.multiply(Ops.subtract(1, weight), mean), Ops.multiply(weight, z));
    assign(variable, Ops.add(Ops.multiply(rest, z), Ops.multiply(first, next)));
  }

  static ScheduleFreeAdamW fromConfig(Config config) {
    return new ScheduleFreeAdamW().configured(config);
  }
}
