package org.keras4j.tck.answers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.keras4j.models.Models;
import org.keras4j.saving.Saving;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Outcome;

/// Asks the cases of kind `error` about hostile files: what must be refused is, and nothing runs,
/// hangs, crashes or is written whatever happens.
final class HostileRunner implements CaseRunner {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Override
  public Outcome run(Case c) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("keras4j-hostile-").toRealPath();
    try {
      Path file = folder.resolve("inner").resolve(c.text("file"));
      Files.createDirectories(folder.resolve("inner"));
      Files.write(file, c.store().read(c.fileName("file")));
      Outcome outcome = within(c, () -> judge(c, file));
      return marker(folder).map(m -> Outcome.failed("wrote " + m)).orElse(outcome);
    } finally {
      delete(folder);
    }
  }

  private static Outcome within(Case c, Callable<Outcome> action) throws InterruptedException {
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
      var future = threads.submit(action);
      try {
        return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        future.cancel(true);
        return Outcome.failed("took more than " + LIMIT + "; " + c.text("must"));
      } catch (ExecutionException e) {
        return Outcome.failed("crashed: " + e.getCause());
      }
    }
  }

  private static Outcome judge(Case c, Path file) {
    String must = c.text("must");
    try {
      if (c.has("into")) {
        Saving.loadWeights(Models.fromJson(c.json("into")), file, _ -> {});
      } else {
        Saving.loadModel(file);
      }
    } catch (IllegalArgumentException e) {
      boolean mayRefuse = must.contains("refused");
      return mayRefuse && e.getMessage() != null
          ? Outcome.passed()
          : Outcome.failed("refused: " + e.getMessage());
    }
    return must.equals("refused") ? Outcome.failed("loaded: " + c.text("note")) : Outcome.passed();
  }

  /// The proof that a payload ran or an entry was written.
  private static Optional<Path> marker(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      Optional<Path> inside = paths.filter(HostileRunner::isMarker).findFirst();
      return inside.isPresent()
          ? inside
          : Optional.of(Path.of("MARKER").toAbsolutePath()).filter(Files::exists);
    }
  }

  private static boolean isMarker(Path path) {
    return "MARKER".equals(String.valueOf(path.getFileName()));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
