package org.keras4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.keras4j.cli.bench.JavaProcess;
import org.keras4j.cli.bench.Stopwatch;
import org.keras4j.cli.bench.Works;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Times fixed works and prints one JSON line for each quantity.",
      "Several works are done one after the other, each in a process of its own.",
      "",
      "Works:",
      "  W1                   training of a perceptron by fit",
      "  W2                   training of a convnet by fit",
      "  W3i, W3t             ResNet50: inference, training step",
      "  W4i, W4t             BERT: inference (base), training step (a small one)",
      "  W5t, W5p             LSTM classifier: training by fit, predict",
      "  W8-add, W8-call, W8-predict-on-batch, W8-predict, W8-train-on-batch",
      "                       what calls cost where there is little to compute",
      "  W9-matmul128 (512, 1024, 2048), W9-conv3x3, W9-softmax, W9-layernorm,",
      "  W9-add, W9-add_out, W9-exp, W9-tanh, W9-gelu, W9-sum, W9-cumsum,",
      "  W9-transpose, W9-sort, W9-gather",
      "                       single kernels of the engine",
      "  W10-load, W10-save   a .keras file of ResNet50",
      "  W10-start            from the start of a process to its first answer",
      "  ops                  an op of each family, called at once;",
      "                       bench/ops.py does the same in NumPy and PyTorch",
      "The beginning of a name stands for all that go on after it: W3, W8, W9-matmul.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  keras4j bench W1 --seconds 8",
      "  keras4j bench W3i,W9 --engine java --seconds 2 > lines.jsonl"
    })
final class BenchCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "WORK",
      arity = "1..*",
      split = ",",
      description = "Works, with commas or blanks between them.")
  private List<String> works = List.of();

  @Mixin private EngineOption engine = new EngineOption();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "For how long each is repeated at least (default: ${DEFAULT-VALUE}).")
  private double seconds = 8;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "How often each is repeated at least (default: ${DEFAULT-VALUE}).")
  private int repeats = 5;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many processors Java may use (default: all).")
  private Optional<Integer> threads = Optional.empty();

  @Override
  public Integer call() {
    double loadSeconds = secondsSinceStart();
    var all = new ArrayList<String>();
    works.forEach(w -> all.addAll(Works.matching(w)));
    if (repeats < 1) {
      throw new IllegalArgumentException(
          "Expected at least one repeat. Received: repeats=" + repeats);
    }
    if (threads.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "Expected at least one processor. Received: threads=" + threads.orElseThrow());
    }
    if (all.size() > 1 || threads.isPresent()) {
      return all.stream().mapToInt(this::inOwnProcess).max().orElse(0);
    }
    return engine.during(
        () -> {
          Works.run(all.getFirst(), new Stopwatch(seconds, repeats, loadSeconds, System.out));
          return 0;
        });
  }

  private static double secondsSinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
  }

  private int inOwnProcess(String work) {
    var options = new ArrayList<String>();
    threads.ifPresent(n -> options.add("-XX:ActiveProcessorCount=" + n));
    var arguments = new ArrayList<>(List.of("bench", work));
    arguments.addAll(List.of("--seconds", "" + seconds, "--repeats", "" + repeats));
    engine.name().ifPresent(name -> arguments.addAll(List.of("--engine", name)));
    var builder =
        new ProcessBuilder(JavaProcess.command(Main.class, options, arguments))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT);
    try {
      var process = builder.start();
      try (var reader = process.errorReader()) {
        reader
            .lines()
            .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
            .forEach(System.err::println);
      }
      return process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a process for " + work, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted during " + work, e);
    }
  }
}
