package org.keras4j.optimizers;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Codec;
import org.keras4j.config.Registry;
import org.keras4j.optimizers.schedules.LearningRateSchedule;

/// A learning rate: a number, or a schedule.
sealed interface Rate {
  /// A number, kept in a variable so that it can be changed.
  record Fixed(double value) implements Rate {}

  /// A function of the number of updates.
  record Scheduled(LearningRateSchedule schedule) implements Rate {}

  /// Numbers as they stand, schedules as Keras objects.
  Codec<Rate> CODEC = Codec.of(Rate::encode, Rate::decode);

  private static @Nullable Object encode(Rate rate) {
    return switch (rate) {
      case Fixed(double value) -> (double) (float) value;
      case Scheduled(var schedule) -> Registry.serialize(schedule);
    };
  }

  private static Rate decode(@Nullable Object value) {
    if (value instanceof Number n) {
      return new Fixed(n.doubleValue());
    }
    if (value instanceof Map<?, ?>
        && Registry.deserialize(value) instanceof LearningRateSchedule schedule) {
      return new Scheduled(schedule);
    }
    throw new IllegalArgumentException("a number or a learning rate schedule");
  }
}
