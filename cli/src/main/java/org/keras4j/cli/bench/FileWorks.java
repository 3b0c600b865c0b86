package org.keras4j.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.keras4j.applications.ResNet50;
import org.keras4j.models.Model;

/// Reading and writing a large file, and starting a process.
final class FileWorks {
  static final Map<String, Consumer<Stopwatch>> ALL = all();

  private FileWorks() {}

  private static Map<String, Consumer<Stopwatch>> all() {
    var out = new LinkedHashMap<String, Consumer<Stopwatch>>();
    out.put("W10-load", watch -> withFile(watch, FileWorks::load));
    out.put("W10-save", watch -> withFile(watch, FileWorks::save));
    out.put("W10-start", StartWork::time);
    return out;
  }

  /// Makes a file of ResNet50 for the time of a work.
  private static void withFile(Stopwatch watch, BiConsumer<Stopwatch, Path> work) {
    try {
      var folder = Files.createTempDirectory("keras4j-bench");
      var file = folder.resolve("resnet50.keras");
      try {
        ResNet50.model().save(file);
        work.accept(watch, file);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a file for the benchmark", e);
    }
  }

  private static void load(Stopwatch watch, Path file) {
    long start = System.nanoTime();
    Model.load(file);
    double first = (System.nanoTime() - start) / 1e9;
    watch.time(
        new Quantity("W10-load")
            .warmUps(0)
            .repeat(1, () -> Model.load(file))
            .with("first_s", Stopwatch.rounded(first, 3))
            .with("file_mb", Stopwatch.rounded(size(file) / 1e6, 1)));
  }

  private static void save(Stopwatch watch, Path file) {
    var model = Model.load(file);
    watch.time(new Quantity("W10-save").warmUps(0).repeat(1, () -> model.save(file)));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the size of " + file, e);
    }
  }
}
