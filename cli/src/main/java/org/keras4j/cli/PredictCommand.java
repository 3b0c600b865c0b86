package org.keras4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.keras4j.saving.TensorFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Computes a model's outputs for arrays in a file.",
    footer = {
      "",
      "Examples:",
      "  keras4j predict digits.keras --input images.npy --output answers.npy",
      "  keras4j predict two_towers.keras --input pairs.npz --output scores.npz",
      "",
      """
      Files of arrays: .npy for one, .npz or .safetensors for several. Several inputs are \
      taken by name, if the arrays are named as the inputs are, or else in order; outputs are \
      named as the layers that they come from.\
      """
    })
final class PredictCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "A .keras file or an older .h5.")
  private Path file = Path.of("");

  @Option(names = "--input", required = true, paramLabel = "X", description = "The inputs.")
  private Path input = Path.of("");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "Y",
      description = "Where to write the outputs.")
  private Path output = Path.of("");

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "How many rows at once (default: ${DEFAULT-VALUE}).")
  private int batchSize = 32;

  @Option(names = "--verbose", description = "Shows a progress bar.")
  private boolean verbose;

  @Mixin private EngineOption engine = new EngineOption();

  @Override
  public Integer call() {
    return engine.during(this::run);
  }

  private int run() {
    var model = ModelFiles.model(file);
    var outputs =
        model.predict(
            ModelFiles.inputs(model, input), f -> f.batchSize(batchSize).verbose(verbose ? 1 : 0));
    var named = ModelFiles.named(model, outputs);
    TensorFiles.write(output, named);
    named.forEach((name, array) -> System.out.println(name + ": " + array.type()));
    return 0;
  }
}
