package org.keras4j.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keras4j.tensor.Tensor;

/// One part of the key of {@link Ops#getItem}: what stands between the commas of Python's `x[...]`.
///
/// {@snippet :
/// Ops.getItem(x, Index.all(), Index.at(-1));      // x[:, -1]
/// Ops.getItem(x, Index.ellipsis(), Index.to(2));  // x[..., :2]
/// }
public sealed interface Index {
  /// One place, which takes the axis away.
  record At(int place) implements Index {}

  /// A range of places: Python's `start:stop:step`.
  record Range(Optional<Integer> start, Optional<Integer> stop, int step) implements Index {
    /// Refuses a step of 0.
    public Range {
      if (step == 0) {
        throw new IllegalArgumentException("Expected a step other than 0. Received: step=0");
      }
    }
  }

  /// A new axis of size 1: Python's `None`.
  record NewAxis() implements Index {}

  /// As many whole axes as there is room for: Python's `...`.
  record Ellipsis() implements Index {}

  /// The places that integers name, or where booleans are true.
  record Places(Tensor places) implements Index {}

  /// One place, negative ones counted from the end.
  static Index at(int place) {
    return new At(place);
  }

  /// The whole axis.
  static Index all() {
    return new Range(Optional.empty(), Optional.empty(), 1);
  }

  /// The places from `start` to `stop`, exclusive.
  static Index range(int start, int stop) {
    return new Range(Optional.of(start), Optional.of(stop), 1);
  }

  /// Every `step`-th place from `start` to `stop`, exclusive; empty bounds are the ends.
  static Index range(Optional<Integer> start, Optional<Integer> stop, int step) {
    return new Range(start, stop, step);
  }

  /// The places from `start` on.
  static Index from(int start) {
    return new Range(Optional.of(start), Optional.empty(), 1);
  }

  /// The places before `stop`.
  static Index to(int stop) {
    return new Range(Optional.empty(), Optional.of(stop), 1);
  }

  /// A new axis of size 1.
  static Index newAxis() {
    return new NewAxis();
  }

  /// As many whole axes as there is room for.
  static Index ellipsis() {
    return new Ellipsis();
  }

  /// The places that integers name, or where booleans are true.
  static Index of(Tensor places) {
    return new Places(places);
  }

  /// As configurations write it: a number, `None`, or a map with the class name Keras gives slices
  /// and ellipses.
  static Object parameter(Index index) {
    return switch (index) {
      case At(int place) -> (long) place;
      case NewAxis _ -> Optional.empty();
      case Ellipsis _ -> Map.of("class_name", "__ellipsis__", "config", Map.of());
      case Places(Tensor places) -> places;
      case Range(var start, var stop, int step) -> {
        var config = new LinkedHashMap<String, Object>();
        config.put("start", start.<Object>map(Integer::longValue).orElse(Optional.empty()));
        config.put("stop", stop.<Object>map(Integer::longValue).orElse(Optional.empty()));
        config.put("step", step == 1 ? Optional.empty() : (Object) (long) step);
        yield Map.of("class_name", "__slice__", "config", config);
      }
    };
  }
}
