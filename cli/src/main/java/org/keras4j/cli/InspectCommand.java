package org.keras4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what is in a file: model and layers, entries, weights with dtypes, shapes and sizes.",
      "Nothing of it is made or run, so that files of unknown origin can be looked at."
    },
    footer = {
      "",
      "Examples:",
      "  keras4j inspect digits.keras",
      "  keras4j inspect --json model.weights.h5",
      "",
      "Files: .keras, .weights.h5, .h5, .weights.json, .json, .npy, .npz, .safetensors.",
      "Exit code 3: the file is damaged or dangerous."
    })
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var facts = Inspection.of(file);
    System.out.print(json ? JsonText.of(facts) + "\n" : text(facts));
    return 0;
  }

  private static String text(Map<String, Object> facts) {
    var out = new StringBuilder();
    out.append("%s: %s, %s%n".formatted(facts.get("file"), facts.get("kind"), bytes(size(facts))));
    if (facts.get("metadata") instanceof Map<?, ?> metadata) {
      metadata.forEach((name, value) -> out.append("  %s: %s%n".formatted(name, value)));
    }
    if (facts.get("model") instanceof Map<?, ?> model) {
      out.append("\nmodel\n");
      append(out, model, 1);
    }
    if (facts.get("optimizer") instanceof String optimizer) {
      out.append("  compiled with ").append(optimizer).append('\n');
    }
    if (facts.get("entries") instanceof Map<?, ?> entries) {
      out.append("\nentries\n");
      entries.forEach(
          (name, size) -> out.append("  %-40s %10s%n".formatted(name, bytes((Long) size))));
    }
    if (facts.get("weights") instanceof List<?> weights) {
      appendWeights(out, weights);
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Map<?, ?> object, int depth) {
    out.append("  ".repeat(depth)).append(object.get("class"));
    if (object.get("name") instanceof String name) {
      out.append(" \"").append(name).append('"');
    }
    out.append('\n');
    if (object.get("layers") instanceof List<?> layers) {
      layers.forEach(layer -> append(out, (Map<?, ?>) layer, depth + 1));
    }
  }

  private static void appendWeights(StringBuilder out, List<?> weights) {
    long total = 0;
    int width = 4;
    for (Object weight : weights) {
      total += size((Map<?, ?>) weight);
      width = Math.max(width, String.valueOf(((Map<?, ?>) weight).get("path")).length());
    }
    out.append("\nweights: %d, %s%n".formatted(weights.size(), bytes(total)));
    for (Object weight : weights) {
      var w = (Map<?, ?>) weight;
      out.append(
          ("  %-" + width + "s  %-9s %-24s %10s%n")
              .formatted(w.get("path"), w.get("dtype"), w.get("shape"), bytes(size(w))));
    }
  }

  private static long size(Map<?, ?> facts) {
    return facts.get("bytes") instanceof Long n ? n : 0;
  }

  /// A size for people.
  static String bytes(long n) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double value = n;
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? n + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
