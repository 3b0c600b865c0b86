package org.keras4j.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What is timed: something that is done again and again, and what its line says beside the times.
final class Quantity {
  private final String name;
  private Optional<Runnable> first = Optional.empty();
  private Optional<Runnable> body = Optional.empty();
  private int steps = 1;
  private int warmUps = 1;
  private OptionalDouble items = OptionalDouble.empty();
  private OptionalDouble operations = OptionalDouble.empty();
  private OptionalDouble bytes = OptionalDouble.empty();
  private double mostSeconds = Double.POSITIVE_INFINITY;
  private boolean isOfEngine;
  private final Map<String, @Nullable Object> more = new LinkedHashMap<>();

  Quantity(String name) {
    this.name = name;
  }

  /// What is done once before, which traces and compiles.
  Quantity first(Runnable value) {
    first = Optional.of(value);
    return this;
  }

  /// What is repeated, and how many steps that is.
  Quantity repeat(int steps, Runnable value) {
    this.steps = steps;
    body = Optional.of(value);
    return this;
  }

  /// How often it is done before the clock runs (1 at first).
  Quantity warmUps(int value) {
    warmUps = value;
    return this;
  }

  /// How many examples or tokens a step takes.
  Quantity items(double value) {
    items = OptionalDouble.of(value);
    return this;
  }

  /// How many floating-point operations a step takes.
  Quantity operations(double value) {
    operations = OptionalDouble.of(value);
    return this;
  }

  /// How many bytes a step reads and writes at least.
  Quantity bytes(double value) {
    bytes = OptionalDouble.of(value);
    return this;
  }

  /// For how long it is repeated at most, whatever was asked for.
  Quantity atMost(double seconds) {
    mostSeconds = seconds;
    return this;
  }

  /// Says that it is the engine alone that is timed.
  Quantity ofEngine() {
    isOfEngine = true;
    return this;
  }

  /// A further entry of the line.
  Quantity with(String key, Object value) {
    more.put(key, value);
    return this;
  }

  String name() {
    return name;
  }

  Optional<Runnable> first() {
    return first;
  }

  Runnable body() {
    return body.orElseThrow();
  }

  int steps() {
    return steps;
  }

  int warmUps() {
    return warmUps;
  }

  OptionalDouble items() {
    return items;
  }

  double mostSeconds() {
    return mostSeconds;
  }

  boolean isOfEngine() {
    return isOfEngine;
  }

  /// The entries at the end of the line, for steps of so many seconds.
  Map<String, @Nullable Object> last(double seconds) {
    var out = new LinkedHashMap<String, @Nullable Object>(more);
    if (steps > 1 && items.isPresent()) {
      out.put("steps_per_repeat", (long) steps);
    }
    operations.ifPresent(n -> out.put("gflops", Stopwatch.rounded(n / seconds / 1e9, 1)));
    bytes.ifPresent(n -> out.put("gb_per_s", Stopwatch.rounded(n / seconds / 1e9, 2)));
    return out;
  }
}
