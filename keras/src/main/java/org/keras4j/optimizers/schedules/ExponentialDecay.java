package org.keras4j.optimizers.schedules;

import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// The rate is multiplied by a number every so many steps: `initialLearningRate * decayRate^(step /
/// decaySteps)`.
///
/// {@snippet :
/// new SGD().learningRate(new ExponentialDecay(0.1, 10_000, 0.96).staircase(true));
/// }
///
/// @see <a
///   href="https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/">ExponentialDecay</a>
public final class ExponentialDecay extends RateDecay<ExponentialDecay> {
  private ExponentialDecay() {
    super("ExponentialDecay");
  }

  /// @param initialLearningRate the first rate
  /// @param decaySteps after how many steps it is multiplied once
  /// @param decayRate by what
  /// @throws IllegalArgumentException unless `decaySteps` is positive
  public ExponentialDecay(double initialLearningRate, Number decaySteps, double decayRate) {
    this();
    begin(initialLearningRate, decaySteps, decayRate);
  }

  @Override
  Tensor decayed(Tensor initial, Tensor decayRate, Tensor passed) {
    return Ops.multiply(initial, Ops.power(decayRate, passed));
  }

  static ExponentialDecay fromConfig(Config config) {
    return new ExponentialDecay().configured(config);
  }
}
