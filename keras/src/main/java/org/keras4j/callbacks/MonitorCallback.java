package org.keras4j.callbacks;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.metrics.Direction;
import org.keras4j.metrics.Metric;

/// Callbacks that watch whether a value of the logs becomes better.
///
/// @param <SELF> the class itself
/// @see <a href="https://keras.io/api/callbacks/">Callbacks API</a>
public abstract class MonitorCallback<SELF extends MonitorCallback<SELF>> extends Callback {
  private static final System.Logger LOG = System.getLogger(MonitorCallback.class.getName());

  private String monitor = "val_loss";
  private String mode = "auto";
  private double minDelta;
  private @Nullable Direction direction;

  MonitorCallback() {}

  @SuppressWarnings("unchecked") // SELF is the class itself in all subclasses
  final SELF me() {
    return (SELF) this;
  }

  /// Sets which value of the logs is watched (`val_loss` at first).
  public SELF monitor(String value) {
    monitor = value;
    return me();
  }

  /// Sets whether smaller values are better, `min`, or larger ones, `max`; by `auto`, as at first,
  /// the watched metric decides.
  public SELF mode(String value) {
    String chosen = value.toLowerCase(Locale.ROOT);
    if (chosen.equals("auto") || chosen.equals("min") || chosen.equals("max")) {
      mode = chosen;
    } else {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} mode ''{1}'' is unknown, fallback to auto mode.",
          getClass().getSimpleName(),
          value);
      mode = "auto";
    }
    direction = null;
    return me();
  }

  final void setMinDelta(double value) {
    minDelta = Math.abs(value);
  }

  final String monitored() {
    return monitor;
  }

  /// The watched value, if the logs have it.
  final Optional<Double> value(Map<String, Double> logs) {
    return Optional.ofNullable(logs.get(monitor));
  }

  /// Whether a value is better than another by more than the least change. Anything is better than
  /// nothing. Compared in single precision, as Keras compares.
  ///
  /// @throws IllegalArgumentException if it is not known which way is better
  final boolean isBetter(double value, Optional<Double> than) {
    if (than.isEmpty()) {
      return true;
    }
    float reference = than.get().floatValue();
    return switch (direction()) {
      case DOWN -> (float) (value + minDelta) < reference;
      case UP -> (float) (value - minDelta) > reference;
    };
  }

  /// Which way is better, found out when all metrics are made.
  final Direction direction() {
    if (direction == null) {
      direction =
          switch (mode) {
            case "min" -> Direction.DOWN;
            case "max" -> Direction.UP;
            default -> byMetric();
          };
    }
    return direction;
  }

  private Direction byMetric() {
    String name = monitor.startsWith("val_") ? monitor.substring("val_".length()) : monitor;
    Optional<Direction> found =
        name.equals("loss") ? Optional.of(Direction.DOWN) : Optional.empty();
    for (Metric metric : model().metrics()) {
      if (metric.name().equals(name) && metric.direction().isPresent()) {
        found = metric.direction();
      }
    }
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "%s callback received monitor=%s, but Keras isn't able to automatically determine whether that metric should be maximized or minimized. Pass `mode='max'` in order to monitor based on the highest metric value, or pass `mode='min'` in order to use the lowest value."
                    .formatted(getClass().getSimpleName(), monitor)));
  }
}
