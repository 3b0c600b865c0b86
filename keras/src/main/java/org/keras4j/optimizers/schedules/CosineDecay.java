package org.keras4j.optimizers.schedules;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// The rate falls along half a period of a cosine, perhaps after rising in a straight line.
///
/// Follows [Loshchilov and Hutter, 2016](https://arxiv.org/abs/1608.03983).
///
/// {@snippet :
/// new SGD().learningRate(new CosineDecay(0.0, 1000).warmupTarget(0.1).warmupSteps(100));
/// }
///
/// @see <a
///   href="https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/">CosineDecay</a>
public final class CosineDecay extends BuiltInSchedule<CosineDecay> {
  private final Arg<Double> initialLearningRate = required("initial_learning_rate");
  private final Arg<Number> decaySteps = requiredSteps("decay_steps");
  private final Arg<Double> alpha = arg("alpha", Codec.DOUBLE, () -> 0.0);
  private final Arg<String> name = arg("name", Codec.STRING, () -> "CosineDecay");
  private final Arg<Optional<Double>> warmupTarget =
      arg("warmup_target", Codec.optional(Codec.DOUBLE), Optional::<Double>empty);
  private final Arg<Number> warmupSteps = arg("warmup_steps", Codec.NUMBER, () -> 0L);

  private CosineDecay() {}

  /// @param initialLearningRate the first rate
  /// @param decaySteps over how many steps it falls
  /// @throws IllegalArgumentException unless `decaySteps` is positive
  public CosineDecay(double initialLearningRate, Number decaySteps) {
    with(this.initialLearningRate, initialLearningRate).with(this.decaySteps, decaySteps);
  }

  /// Sets the last rate as a share of the one it falls from (0 at first).
  public CosineDecay alpha(double value) {
    return with(alpha, value);
  }

  /// Sets the rate that is reached before it falls.
  public CosineDecay warmupTarget(double value) {
    return with(warmupTarget, Optional.of(value));
  }

  /// Sets over how many steps the rate rises to the target (0 at first).
  public CosineDecay warmupSteps(Number value) {
    return with(warmupSteps, value);
  }

  /// Sets the name.
  public CosineDecay name(String value) {
    return with(name, value);
  }

  @Override
  Tensor rate(Tensor step) {
    Tensor initial = number(initialLearningRate);
    Tensor length = number(decaySteps);
    if (warmupTarget.get().isEmpty()) {
      return falling(Ops.minimum(step, length), length, initial);
    }
    Tensor warmup = number(warmupSteps);
    Tensor target = number(warmupTarget.get().get());
    Tensor at = Ops.minimum(step, Ops.add(length, warmup));
    Tensor rising =
        Ops.add(Ops.multiply(Ops.subtract(target, initial), Ops.divide(at, warmup)), initial);
    return Ops.where(
        Ops.less(at, warmup), rising, falling(Ops.subtract(at, warmup), length, target));
  }

  private Tensor falling(Tensor step, Tensor length, Tensor from) {
    Tensor cosine = halfCosine(Ops.divide(step, length));
    return Ops.multiply(from, Ops.add(Ops.multiply(1 - alpha.get(), cosine), alpha.get()));
  }

  /// From 1 to 0 while its argument goes from 0 to 1.
  static Tensor halfCosine(Tensor share) {
    return Ops.multiply(0.5, Ops.add(1.0, Ops.cos(Ops.multiply(number(Math.PI), share))));
  }

  static CosineDecay fromConfig(Config config) {
    return new CosineDecay().configured(config);
  }
}
