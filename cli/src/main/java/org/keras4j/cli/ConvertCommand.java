package org.keras4j.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.keras4j.models.Model;
import org.keras4j.saving.format.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = "Writes a model, its weights or its configuration in another of Keras's formats.",
    footer = {
      "",
      """
      From .keras, older .h5, or weights with --model; to .keras, .weights.h5, \
      shards (.weights.json) or the configuration alone (.json).\
      """,
      "",
      "Examples:",
      "  keras4j convert old.h5 model.keras",
      "  keras4j convert model.keras model.weights.h5",
      "  keras4j convert model.keras large.weights.json --max-shard-size 2",
      "  keras4j convert large.weights.json model.keras --model config.json"
    })
final class ConvertCommand implements Callable<Integer> {
  private static final double USUAL_SHARD = 10;

  @Parameters(index = "0", paramLabel = "FROM", description = "The file to read.")
  private Path from = Path.of("");

  @Parameters(index = "1", paramLabel = "TO", description = "The file to write.")
  private Path to = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model that weights are for: .keras, .h5 or JSON.")
  private Optional<Path> modelFile = Optional.empty();

  @Option(
      names = "--max-shard-size",
      paramLabel = "GB",
      description = "The size of shards in gigabytes (default: 10).")
  private Optional<Double> maxShardSize = Optional.empty();

  @Mixin private EngineOption engine = new EngineOption();

  @Override
  public Integer call() {
    return engine.during(this::run);
  }

  private int run() {
    String name = to.toString();
    if (!name.endsWith(".keras") && !name.endsWith(".weights.h5") && !name.endsWith(".json")) {
      throw new IllegalArgumentException(
          "Expected a name that ends in .keras, .weights.h5, .weights.json or .json; older .h5 is only read. Received: TO="
              + to);
    }
    var model = model();
    if (name.endsWith(".keras")) {
      model.save(to);
    } else if (name.endsWith(".weights.h5")) {
      model.saveWeights(to);
    } else if (name.endsWith(".weights.json")) {
      model.saveWeights(to, o -> o.maxShardSize(maxShardSize.orElse(USUAL_SHARD)));
    } else {
      byte[] json = model.toJson().getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(to, out -> out.write(json));
    }
    System.out.printf("Wrote %s.%n", to);
    return 0;
  }

  private Model model() {
    String name = from.toString();
    boolean holdsWeightsAlone = name.endsWith(".weights.h5") || name.endsWith(".weights.json");
    if (modelFile.isPresent()) {
      var model = ModelFiles.model(modelFile.get());
      model.loadWeights(from);
      return model;
    }
    if (holdsWeightsAlone) {
      throw new IllegalArgumentException(
          "A file of weights does not say what model they are for: add --model FILE. Received: FROM="
              + from);
    }
    return ModelFiles.model(from);
  }
}
