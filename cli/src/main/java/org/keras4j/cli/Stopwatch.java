package org.keras4j.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.keras4j.runtime.Backends;

/// Repeats a work for a while and prints how long its steps took.
final class Stopwatch {
  private static final int LEAST = 5;
  private static final int MOST = 10_000;

  private final double seconds;

  Stopwatch(double seconds) {
    this.seconds = seconds;
  }

  /// Runs `body`, which does `steps` steps, once outside the clock and then again and again.
  ///
  /// @param items how many examples or tokens a step takes, if they are counted
  void time(String work, int steps, Optional<Double> items, Runnable body) {
    long first = System.nanoTime();
    body.run();
    double compile = (System.nanoTime() - first) / 1e9;
    List<Double> times = new ArrayList<>();
    long start = System.nanoTime();
    while (times.size() < LEAST
        || (System.nanoTime() - start < seconds * 1e9 && times.size() < MOST)) {
      long t = System.nanoTime();
      body.run();
      times.add((System.nanoTime() - t) / 1e6 / steps);
    }
    times.sort(Double::compare);
    double median = times.get(times.size() / 2);
    var line = new LinkedHashMap<String, Object>();
    line.put("work", work);
    line.put("impl", "keras4j");
    line.put("backend", Backends.current().name());
    line.put("ms_per_step", round(median));
    items.ifPresent(n -> line.put("items_per_s", round(n / (median / 1e3))));
    line.put("min_ms", round(times.getFirst()));
    line.put("max_ms", round(times.getLast()));
    line.put("repeats", (long) times.size());
    line.put("peak_rss_mb", peakMegabytes());
    line.put("compile_s", round(compile));
    line.put("load_s", round(startSeconds()));
    line.put("lib", "java " + Runtime.version());
    line.put("threads", (long) Runtime.getRuntime().availableProcessors());
    System.out.println(JsonText.of(line));
  }

  private static double round(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  /// From the start of the process to the first line of the command.
  private static double startSeconds() {
    var runtime = ManagementFactory.getRuntimeMXBean();
    return (Main.STARTED - runtime.getStartTime()) / 1e3;
  }

  private static long peakMegabytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(l -> l.startsWith("VmHWM:"))
          .map(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0L);
    } catch (IOException e) {
      return 0;
    }
  }
}
