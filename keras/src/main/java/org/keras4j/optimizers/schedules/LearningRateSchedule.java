package org.keras4j.optimizers.schedules;

import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.config.Family;
import org.keras4j.tensor.Tensor;

/// The learning rate as a function of the number of steps made.
///
/// A lambda does; a class that says its `getConfig` and is registered can be saved.
///
/// {@snippet :
/// LearningRateSchedule root = step -> Ops.divide(0.1, Ops.sqrt(Ops.add(Ops.cast(step, "float32"), 1)));
/// model.compile(c -> c.optimizer(new SGD().learningRate(root)).loss("mse"));
/// }
///
/// @see <a
///   href="https://keras.io/api/optimizers/learning_rate_schedules/learning_rate_schedule/">LearningRateSchedule</a>
@FunctionalInterface
public interface LearningRateSchedule extends Configurable {
  /// How configs name schedules.
  Family<LearningRateSchedule> FAMILY =
      Family.of(LearningRateSchedule.class, "keras.optimizers.schedules", "learning rate schedule");

  /// The rate after `step` steps: a float scalar for an int32 scalar.
  Tensor apply(Tensor step);

  /// @throws IllegalStateException if the schedule does not say how it is written
  @Override
  default Config getConfig() {
    throw new IllegalStateException(
        "Learning rate schedule '%s' must override getConfig() and be registered with Registry.register in order to be saved."
            .formatted(getClass().getSimpleName()));
  }
}
