package org.keras4j.cli.bench;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keras4j.runtime.Backends;
import org.keras4j.saving.format.Json;

/// Repeats works for a while and prints how long their steps took, one JSON line for each.
public final class Stopwatch {
  private static final int MOST = 10_000;

  private final double seconds;
  private final int repeats;
  private final double loadSeconds;
  private final PrintStream out;
  private final Processor before = Processor.now();

  /// @param seconds for how long a work is repeated at least
  /// @param repeats how often it is repeated at least
  /// @param loadSeconds how long the process took to come here
  public Stopwatch(double seconds, int repeats, double loadSeconds, PrintStream out) {
    this.seconds = seconds;
    this.repeats = repeats;
    this.loadSeconds = loadSeconds;
    this.out = out;
  }

  /// How often a work is repeated at least.
  int repeats() {
    return repeats;
  }

  /// The seconds a step took, and those it kept processors busy, of each repeat.
  record Times(List<Double> wall, List<Double> cpu) {
    static Times none() {
      return new Times(new ArrayList<>(), new ArrayList<>());
    }

    static double median(List<Double> values) {
      var sorted = values.stream().sorted().toList();
      int n = sorted.size();
      return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    }
  }

  /// Times a quantity and prints its line.
  void time(Quantity quantity) {
    double compile = quantity.first().map(Stopwatch::secondsOf).orElse(Double.NaN);
    for (int i = 0; i < quantity.warmUps(); i++) {
      quantity.body().run();
    }
    double limit = Math.min(seconds, quantity.mostSeconds());
    var times = Times.none();
    long start = System.nanoTime();
    while (times.wall().size() < repeats
        || ((System.nanoTime() - start) / 1e9 < limit && times.wall().size() < MOST)) {
      double busy = Processor.ownSeconds();
      times.wall().add(secondsOf(quantity.body()) / quantity.steps());
      times.cpu().add((Processor.ownSeconds() - busy) / quantity.steps());
    }
    print(quantity, times, compile);
  }

  private static double secondsOf(Runnable body) {
    long start = System.nanoTime();
    body.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /// Prints the line of a quantity that was timed.
  ///
  /// @param compile the seconds of the first call, or NaN
  void print(Quantity quantity, Times times, double compile) {
    double median = Times.median(times.wall());
    String engine = Backends.current().name();
    var line = new LinkedHashMap<String, @Nullable Object>();
    line.put("work", quantity.name());
    line.put("impl", quantity.isOfEngine() ? engine : "keras4j");
    line.put("backend", engine);
    line.put("ms_per_step", rounded(median * 1e3, 6));
    line.put(
        "items_per_s",
        quantity.items().isPresent() ? rounded(quantity.items().getAsDouble() / median, 2) : null);
    line.put("min_ms", rounded(times.wall().stream().min(Double::compare).orElseThrow() * 1e3, 6));
    line.put("max_ms", rounded(times.wall().stream().max(Double::compare).orElseThrow() * 1e3, 6));
    line.put("cpu_ms", rounded(Times.median(times.cpu()) * 1e3, 6));
    line.put("repeats", (long) times.wall().size());
    line.put("peak_rss_mb", Processor.peakMegabytes());
    line.put("compile_s", Double.isNaN(compile) ? null : rounded(compile, 3));
    line.put("load_s", rounded(loadSeconds, 3));
    line.put("keras", "3.15.1");
    line.put("lib", "java " + Runtime.version());
    line.put("threads", (long) Runtime.getRuntime().availableProcessors());
    line.put("jit", "auto");
    line.put("data_format", org.keras4j.config.KerasConfig.imageDataFormat());
    line.put("foreign_cores", rounded(Processor.now().foreignCoresSince(before), 2));
    line.putAll(quantity.last(median));
    out.println(Json.write(line));
    out.flush();
  }

  /// A number as it is printed.
  static double rounded(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
  }
}
