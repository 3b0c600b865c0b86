package org.keras4j.optimizers.schedules;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// A decay by a rate each so many steps, continuous or in a staircase.
///
/// @param <SELF> the class itself
public abstract sealed class RateDecay<SELF extends RateDecay<SELF>> extends BuiltInSchedule<SELF>
    permits ExponentialDecay, InverseTimeDecay {
  private final Arg<Double> initialLearningRate = required("initial_learning_rate");
  private final Arg<Number> decaySteps = requiredSteps("decay_steps");
  private final Arg<Double> decayRate = required("decay_rate");
  private final Arg<Boolean> staircase = arg("staircase", Codec.BOOL, () -> false);
  private final Arg<String> name;

  RateDecay(String name) {
    this.name = arg("name", Codec.STRING, () -> name);
  }

  final SELF begin(double initialLearningRate, Number decaySteps, double decayRate) {
    return with(this.initialLearningRate, initialLearningRate)
        .with(this.decaySteps, decaySteps)
        .with(this.decayRate, decayRate);
  }

  /// Sets whether the rate changes only every `decaySteps` steps (false at first).
  public final SELF staircase(boolean value) {
    return with(staircase, value);
  }

  /// Sets the name.
  public final SELF name(String value) {
    return with(name, value);
  }

  @Override
  final Tensor rate(Tensor step) {
    return decayed(
        number(initialLearningRate), number(decayRate), passed(step, decaySteps, staircase.get()));
  }

  /// The rate after `passed` times the decay steps.
  abstract Tensor decayed(Tensor initial, Tensor decayRate, Tensor passed);
}
