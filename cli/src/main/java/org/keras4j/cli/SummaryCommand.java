package org.keras4j.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.keras4j.layers.Layer;
import org.keras4j.models.Model;
import org.keras4j.tensor.Variable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    description = "Prints the table of a model's layers, as model.summary() does.",
    footer = {
      "",
      "Examples:",
      "  keras4j summary digits.keras",
      "  keras4j summary nested.keras --expand-nested --show-trainable"
    })
final class SummaryCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = "A .keras file, an older .h5, or JSON of a config.")
  private Path file = Path.of("");

  @Mixin private EngineOption engine = new EngineOption();

  @Option(names = "--expand-nested", description = "Lists the layers of inner models, too.")
  private boolean expandNested;

  @Option(names = "--show-trainable", description = "Says which layers are trainable.")
  private boolean showTrainable;

  @Option(names = "--line-length", paramLabel = "N", description = "The width of the table.")
  private Optional<Integer> lineLength = Optional.empty();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var model = engine.during(() -> ModelFiles.model(file));
    if (json) {
      System.out.println(JsonText.of(facts(model)));
    } else {
      model.summary(
          s -> {
            s.expandNested(expandNested).showTrainable(showTrainable);
            lineLength.ifPresent(s::lineLength);
          });
    }
    return 0;
  }

  private static Map<String, Object> facts(Model model) {
    var out = new LinkedHashMap<String, Object>();
    out.put("name", model.name());
    out.put("params", model.countParams());
    out.put("trainable_params", count(model.trainableVariables()));
    out.put("layers", model.layers().stream().map(SummaryCommand::facts).toList());
    return out;
  }

  private static Map<String, Object> facts(Layer layer) {
    var out = new LinkedHashMap<String, Object>();
    out.put("name", layer.name());
    out.put("class", layer.getClass().getSimpleName());
    out.put("params", layer.isBuilt() ? layer.countParams() : 0L);
    out.put("trainable", layer.trainable());
    return out;
  }

  private static long count(List<Variable> variables) {
    return variables.stream().mapToLong(v -> v.storedType().size()).sum();
  }
}
