package org.keras4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Times fixed works and prints one JSON line for each quantity.")
final class BenchCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "WORK",
      arity = "1..*",
      split = ",",
      description =
          "Works: W1, W2, W5t, W5p, W8-add, W8-call, W8-predict, W8-predict-on-batch, W8-train-on-batch, W9-matmul.")
  private List<String> works = List.of();

  @Mixin private EngineOption engine = new EngineOption();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "For how long at least (default: ${DEFAULT-VALUE}).")
  private double seconds = 8;

  @Override
  public Integer call() {
    return engine.during(
        () -> {
          for (String work : works) {
            new BenchWorks(new Stopwatch(seconds)).run(work);
          }
          return 0;
        });
  }
}
