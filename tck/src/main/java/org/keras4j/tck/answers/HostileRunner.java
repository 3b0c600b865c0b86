package org.keras4j.tck.answers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.keras4j.models.Model;
import org.keras4j.models.Models;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Outcome;

/// Asks the cases of kind `error` that are crafted files: each loads or is refused, as the case
/// says, in bounded time, and nothing else is touched.
final class HostileRunner implements CaseRunner {
  private static final int SECONDS = 30;

  /// What came of loading: refused in words, or loaded.
  private sealed interface Loading {
    record Loaded() implements Loading {}

    record Refused() implements Loading {}
  }

  @Override
  public Outcome run(Case c) throws IOException, InterruptedException {
    Path file = c.store().path(c.fileName("file"));
    String must = c.text("must");
    var task = new FutureTask<Loading>(() -> load(c, file));
    // A stack of the usual size: deep files must not need more.
    Thread thread = Thread.ofPlatform().daemon().start(task);
    Loading result;
    try {
      result = task.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      thread.interrupt();
      return Outcome.failed("took more than %d seconds".formatted(SECONDS));
    } catch (ExecutionException e) {
      return Outcome.failed(
          must + " was wanted, got " + e.getCause().getClass().getName() + ": " + e.getCause());
    }
    if (marked(file)) {
      return Outcome.failed("a payload ran: there is a file MARKER");
    }
    return judged(must, result);
  }

  private static Outcome judged(String must, Loading result) {
    boolean loadingAllowed = must.contains("load") || must.contains("kept");
    boolean refusalAllowed = must.contains("refused");
    return switch (result) {
      case Loading.Loaded _ ->
          loadingAllowed ? Outcome.passed() : Outcome.failed("loaded; it must be: " + must);
      case Loading.Refused _ ->
          refusalAllowed ? Outcome.passed() : Outcome.failed("refused; it must be: " + must);
    };
  }

  private static Loading load(Case c, Path file) {
    try {
      if (c.name().equals("load_weights")) {
        Models.fromJson(c.json("into")).loadWeights(file);
      } else {
        Model.load(file);
      }
      return new Loading.Loaded();
    } catch (RefusedFileException e) {
      if (e.problems().stream().anyMatch(String::isBlank)) {
        throw new IllegalStateException("refused without a word", e);
      }
      return new Loading.Refused();
    }
  }

  private static boolean marked(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return Files.exists(Path.of("MARKER"))
        || Files.exists(Path.of("/tmp/MARKER"))
        || (folder != null
            && (Files.exists(folder.resolve("MARKER"))
                || Files.exists(folder.resolveSibling("MARKER"))));
  }
}
