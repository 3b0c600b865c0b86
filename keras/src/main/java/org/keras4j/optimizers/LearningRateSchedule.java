package org.keras4j.optimizers;

import org.keras4j.config.Configurable;
import org.keras4j.config.Family;
import org.keras4j.tensor.Tensor;

/// The learning rate as a function of the number of updates made.
///
/// @see <a
///   href="https://keras.io/api/optimizers/learning_rate_schedules/learning_rate_schedule/">LearningRateSchedule</a>
public interface LearningRateSchedule extends Configurable {
  /// How configs name schedules.
  Family<LearningRateSchedule> FAMILY =
      Family.of(LearningRateSchedule.class, "keras.optimizers.schedules", "learning rate schedule");

  /// The rate after `step` updates: a float scalar for an int32 scalar.
  Tensor apply(Tensor step);
}
