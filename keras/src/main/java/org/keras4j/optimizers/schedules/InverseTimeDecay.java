package org.keras4j.optimizers.schedules;

import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// The rate is divided by a number that grows with the steps: `initialLearningRate / (1 + decayRate
/// * step / decaySteps)`.
///
/// {@snippet :
/// new SGD().learningRate(new InverseTimeDecay(0.1, 1000, 0.5));
/// }
///
/// @see <a
///   href="https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/">InverseTimeDecay</a>
public final class InverseTimeDecay extends RateDecay<InverseTimeDecay> {
  private InverseTimeDecay() {
    super("InverseTimeDecay");
  }

  /// @param initialLearningRate the first rate
  /// @param decaySteps how often the decay is applied
  /// @param decayRate how strong it is
  /// @throws IllegalArgumentException unless `decaySteps` is positive
  public InverseTimeDecay(double initialLearningRate, Number decaySteps, double decayRate) {
    this();
    begin(initialLearningRate, decaySteps, decayRate);
  }

  @Override
  Tensor decayed(Tensor initial, Tensor decayRate, Tensor passed) {
    return Ops.divide(initial, Ops.add(number(1), Ops.multiply(decayRate, passed)));
  }

  static InverseTimeDecay fromConfig(Config config) {
    return new InverseTimeDecay().configured(config);
  }
}
