package org.keras4j.optimizers.schedules;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// The rate falls to a last one along a power of the remaining time.
///
/// {@snippet :
/// new SGD().learningRate(new PolynomialDecay(0.1, 10_000).endLearningRate(0.01).power(0.5));
/// }
///
/// @see <a
///   href="https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/">PolynomialDecay</a>
public final class PolynomialDecay extends BuiltInSchedule<PolynomialDecay> {
  private final Arg<Double> initialLearningRate = required("initial_learning_rate");
  private final Arg<Number> decaySteps = requiredSteps("decay_steps");
  private final Arg<Double> endLearningRate = arg("end_learning_rate", Codec.DOUBLE, () -> 1e-4);
  private final Arg<Double> power = arg("power", Codec.DOUBLE, () -> 1.0);
  private final Arg<Boolean> cycle = arg("cycle", Codec.BOOL, () -> false);
  private final Arg<String> name = arg("name", Codec.STRING, () -> "PolynomialDecay");

  private PolynomialDecay() {}

  /// @param initialLearningRate the first rate
  /// @param decaySteps after how many steps the last one is reached
  /// @throws IllegalArgumentException unless `decaySteps` is positive
  public PolynomialDecay(double initialLearningRate, Number decaySteps) {
    with(this.initialLearningRate, initialLearningRate).with(this.decaySteps, decaySteps);
  }

  /// Sets the last rate (0.0001 at first).
  public PolynomialDecay endLearningRate(double value) {
    return with(endLearningRate, value);
  }

  /// Sets the power (1 at first, a straight line).
  public PolynomialDecay power(double value) {
    return with(power, value);
  }

  /// Sets whether the decay begins again, each time longer, when it is over (false at first).
  public PolynomialDecay cycle(boolean value) {
    return with(cycle, value);
  }

  /// Sets the name.
  public PolynomialDecay name(String value) {
    return with(name, value);
  }

  @Override
  Tensor rate(Tensor step) {
    Tensor length = number(decaySteps);
    Tensor end = number(endLearningRate);
    Tensor at = step;
    if (cycle.get()) {
      Tensor rounds = Ops.maximum(Ops.ceil(Ops.divide(step, length)), number(1));
      length = Ops.multiply(length, rounds);
    } else {
      at = Ops.minimum(step, length);
    }
    Tensor rest = Ops.subtract(1, Ops.divide(at, length));
    return Ops.add(
        Ops.multiply(
            Ops.subtract(number(initialLearningRate), end), Ops.power(rest, number(power))),
        end);
  }

  static PolynomialDecay fromConfig(Config config) {
    return new PolynomialDecay().configured(config);
  }
}
