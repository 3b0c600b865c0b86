package org.keras4j.optimizers.schedules;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// The rate falls along half a period of a cosine, again and again, each time slower.
///
/// Follows [Loshchilov and Hutter, 2016](https://arxiv.org/abs/1608.03983).
///
/// {@snippet :
/// new SGD().learningRate(new CosineDecayRestarts(0.1, 1000).tMul(2).mMul(0.9));
/// }
///
/// @see <a
///   href="https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/">CosineDecayRestarts</a>
public final class CosineDecayRestarts extends BuiltInSchedule<CosineDecayRestarts> {
  private final Arg<Double> initialLearningRate = required("initial_learning_rate");
  private final Arg<Number> firstDecaySteps = requiredSteps("first_decay_steps");
  private final Arg<Double> tMul = arg("t_mul", Codec.DOUBLE, () -> 2.0);
  private final Arg<Double> mMul = arg("m_mul", Codec.DOUBLE, () -> 1.0);
  private final Arg<Double> alpha = arg("alpha", Codec.DOUBLE, () -> 0.0);
  private final Arg<String> name = arg("name", Codec.STRING, () -> "SGDRDecay");

  private CosineDecayRestarts() {}

  /// @param initialLearningRate the first rate
  /// @param firstDecaySteps over how many steps it falls the first time
  /// @throws IllegalArgumentException unless `firstDecaySteps` is positive
  public CosineDecayRestarts(double initialLearningRate, Number firstDecaySteps) {
    with(this.initialLearningRate, initialLearningRate).with(this.firstDecaySteps, firstDecaySteps);
  }

  /// Sets how many times longer each fall takes than the one before (2 at first).
  public CosineDecayRestarts tMul(double value) {
    return with(tMul, value);
  }

  /// Sets from how many times the rate each fall begins, compared with the one before (1 at first).
  public CosineDecayRestarts mMul(double value) {
    return with(mMul, value);
  }

  /// Sets the last rate as a share of the first (0 at first).
  public CosineDecayRestarts alpha(double value) {
    return with(alpha, value);
  }

  /// Sets the name.
  public CosineDecayRestarts name(String value) {
    return with(name, value);
  }

  @Override
  Tensor rate(Tensor step) {
    Tensor passed = passed(step, firstDecaySteps, false);
    Tensor longer = number(tMul);
    Tensor restarts;
    Tensor share;
    if (tMul.get() == 1.0) {
      restarts = Ops.floor(passed);
      share = Ops.subtract(passed, restarts);
    } else {
      // The falls before the n-th take (1 - t^n) / (1 - t) times the first.
      Tensor rest = Ops.subtract(1.0, longer);
      restarts =
          Ops.floor(
              Ops.divide(Ops.log(Ops.subtract(1.0, Ops.multiply(passed, rest))), Ops.log(longer)));
      Tensor scale = Ops.power(longer, restarts);
      Tensor before = Ops.divide(Ops.subtract(1.0, scale), rest);
      share = Ops.divide(Ops.subtract(passed, before), scale);
    }
    Tensor height = Ops.power(number(mMul), restarts);
    Tensor cosine = Ops.multiply(height, CosineDecay.halfCosine(share));
    Tensor least = number(alpha);
    Tensor decayed = Ops.add(Ops.multiply(Ops.subtract(1, least), cosine), least);
    return Ops.multiply(number(initialLearningRate), decayed);
  }

  static CosineDecayRestarts fromConfig(Config config) {
    return new CosineDecayRestarts().configured(config);
  }
}
