package org.keras4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measures the loss and the metrics that a model was compiled with.",
    footer = {
      "",
      "Examples:",
      "  keras4j evaluate digits.keras --input images.npy --target digits.npy",
      "  keras4j evaluate digits.keras --input images.npy --target digits.npy --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "A .keras file or an older .h5.")
  private Path file = Path.of("");

  @Option(names = "--input", required = true, paramLabel = "X", description = "The inputs.")
  private Path input = Path.of("");

  @Option(names = "--target", required = true, paramLabel = "Y", description = "The targets.")
  private Path target = Path.of("");

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "How many rows at once (default: ${DEFAULT-VALUE}).")
  private int batchSize = 32;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Mixin private EngineOption engine = new EngineOption();

  @Override
  public Integer call() {
    return engine.during(this::run);
  }

  private int run() {
    var model = ModelFiles.model(file);
    if (!model.isCompiled()) {
      throw new IllegalArgumentException(
          "Expected a model that was compiled when it was saved, so that it says what to measure. Received: file="
              + file);
    }
    var logs =
        model.evaluate(
            ModelFiles.inputs(model, input),
            Optional.of(ModelFiles.targets(model, target)),
            f -> f.batchSize(batchSize).verbose(0));
    if (json) {
      System.out.println(JsonText.of(logs));
    } else {
      logs.forEach((name, value) -> System.out.printf(Locale.ROOT, "%s: %.6g%n", name, value));
    }
    return 0;
  }
}
