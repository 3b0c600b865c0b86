package org.keras4j.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.keras4j.lax.Lax;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.models.Sequential;
import org.keras4j.optimizers.Adam;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Executable;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;

/// Uses an engine for long, and from many threads: what it holds must not grow, nor its answers
/// change.
///
/// {@snippet :
/// var growth = new EngineEndurance(engine).train(10_000);
/// System.out.println(growth);
/// }
public final class EngineEndurance {
  private final Backend engine;

  /// A trial of an engine.
  public EngineEndurance(Backend engine) {
    this.engine = engine;
  }

  /// The memory of the process, in KiB, when steps had settled and after all of them.
  ///
  /// @param before resident memory after a tenth of the steps, 0 where the system does not tell
  /// @param after resident memory at the end
  public record Growth(long before, long after) {
    /// By how much it grew, in KiB.
    public long difference() {
      return after - before;
    }
  }

  /// Trains a small model for so many steps, its inputs new at each.
  public Growth train(int steps) {
    return Backends.with(
        engine,
        () -> {
          var model =
              new Sequential(new Input(64), new Dense(256).activation("relu"), new Dense(8));
          model.compile(c -> c.optimizer(new Adam(1e-3)).loss("mse"));
          var random = new Random(1);
          long before = 0;
          for (int i = 0; i < steps; i++) {
            model.trainOnBatch(floats(random, 32, 64), floats(random, 32, 8));
            if (i == steps / 10) {
              before = residentKibibytes();
            }
          }
          return new Growth(before, residentKibibytes());
        });
  }

  private static Array floats(Random random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Array.of(Shape.of(rows, columns), values);
  }

  private static long residentKibibytes() {
    try {
      var status = Path.of("/proc/self/status");
      return Files.isReadable(status)
          ? Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs one program from several threads at once, each on inputs of its own.
  ///
  /// @return a line for every thread that ever got another answer than it gets alone
  public List<String> differencesUnderThreads(int threads) {
    var weights = floats(new Random(0), 64, 96);
    var type = floats(new Random(0), 32, 64).type();
    var program =
        Trace.of(
                List.of(type, weights.type()),
                in -> List.of(Lax.tanh(Lax.matmul(in.get(0), in.get(1)))))
            .program();
    var executable = engine.compile(program, Set.of());
    var trials = new ArrayList<Callable<List<String>>>();
    for (int t = 0; t < threads; t++) {
      int number = t;
      var x = floats(new Random(number + 1), 32, 64);
      float[] alone = answer(executable, x, weights);
      trials.add(() -> repeat(executable, x, weights, alone, number));
    }
    var lines = new ArrayList<String>();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      for (Future<List<String>> trial : pool.invokeAll(trials)) {
        lines.addAll(trial.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lines.add("interrupted");
    } catch (ExecutionException e) {
      lines.add(e.getCause().toString());
    }
    return lines;
  }

  private static float[] answer(Executable executable, Array x, Array weights) {
    return executable.run(List.of(x, weights)).getFirst().toFloats();
  }

  private static List<String> repeat(
      Executable executable, Array x, Array weights, float[] alone, int number) {
    for (int i = 0; i < 200; i++) {
      if (!Arrays.equals(answer(executable, x, weights), alone)) {
        return List.of("thread %d, run %d".formatted(number, i));
      }
    }
    return List.of();
  }
}
