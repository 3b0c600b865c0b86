package org.keras4j.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a process of its own takes to its first answer.
///
/// The process runs with the options of this one, and says at its end what it took.
final class StartWork {
  private StartWork() {}

  /// Builds a small model and predicts once; prints peak memory in megabytes and CPU seconds.
  static void main() {
    SmallWorks.model().predict(SmallWorks.ones(1, 8), f -> f.verbose(0));
    // Not the beans of management: they take a tenth of the time that is measured here.
    double seconds =
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    System.out.println(Processor.peakMegabytes() + " " + seconds);
  }

  static void time(Stopwatch watch) {
    var times = Stopwatch.Times.none();
    List<Double> megabytes = new ArrayList<>();
    for (int i = 0; i <= watch.repeats(); i++) {
      long start = System.nanoTime();
      String[] said = child().split(" ", -1);
      if (i > 0) {
        times.wall().add((System.nanoTime() - start) / 1e9);
        times.cpu().add(Double.parseDouble(said[1]));
        megabytes.add(Double.parseDouble(said[0]));
      }
    }
    watch.print(
        new Quantity("W10-start")
            .with("child_rss_mb", Math.round(Stopwatch.Times.median(megabytes))),
        times,
        Double.NaN);
  }

  private static String child() {
    var builder =
        new ProcessBuilder(JavaProcess.command(StartWork.class, List.of(), List.of()))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      var process = builder.start();
      String said = "";
      try (BufferedReader reader = process.inputReader()) {
        said = reader.lines().reduce((_, last) -> last).orElse("");
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException("The started process ended with code " + code);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a process", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a process was starting", e);
    }
  }
}
