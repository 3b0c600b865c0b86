package org.keras4j.tck.answers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.layers.Layer;
import org.keras4j.models.Model;
import org.keras4j.models.Models;
import org.keras4j.ops.Ops;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseFile;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Comparison;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tck.parity.Tolerance;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Asks the cases of kind `model`: a file is loaded; configuration, weights, outputs, summary,
/// optimizer are the recorded ones; what we write of it loads to the same.
final class ModelRunner implements CaseRunner {
  private static final String LORA_B = "(.*)/lora_(\\w+)_b";

  private final Map<String, Map<String, Case>> byId = new ConcurrentHashMap<>();

  @Override
  public Outcome run(Case c) throws IOException {
    if (!c.has("file")) {
      return Outcome.missing("keras.applications." + c.text("application"));
    }
    Case asked = c.has("model") ? main(c) : c;
    Path path = path(c);
    Model model;
    try {
      model = loaded(path, asked);
    } catch (RefusedFileException e) {
      return mayBeRefused(c) ? Outcome.passed() : missing(e);
    }
    var difference = difference(model, asked, c);
    if (difference.isEmpty() && path.toString().endsWith(".keras")) {
      difference = named("saved again", savedAgain(model, asked));
    }
    return Outcome.of(difference);
  }

  /// What is not there yet is told apart from what is wrong.
  private static Outcome missing(RefusedFileException e) {
    var classes = new java.util.TreeSet<String>();
    for (String problem : e.problems()) {
      var found = java.util.regex.Pattern.compile("Received: class (\\w+) of").matcher(problem);
      if (!found.find()) {
        return Outcome.failed(String.valueOf(e.getMessage()));
      }
      classes.add(found.group(1));
    }
    return Outcome.missing(String.join(", ", classes));
  }

  /// Where Keras itself refuses the file of an older version, so may we.
  private static boolean mayBeRefused(Case c) {
    return c.has("keras_3_15") && !c.text("keras_3_15").startsWith("loads");
  }

  private Case main(Case c) {
    return Objects.requireNonNull(
        byId.computeIfAbsent(
                c.family(),
                family -> {
                  var cases = new LinkedHashMap<String, Case>();
                  CaseFile.read(c.store(), family).cases().forEach(x -> cases.put(x.id(), x));
                  return cases;
                })
            .get(c.text("model")));
  }

  /// The file on the disk, with the shards of an index beside it.
  private static Path path(Case c) {
    String name = c.fileName("file");
    if (name.endsWith(".weights.json")) {
      String shards = name.substring(0, name.length() - ".weights.json".length()) + "_0";
      c.store().files().stream().filter(f -> f.startsWith(shards)).forEach(c.store()::path);
    }
    return c.store().path(name);
  }

  private static Model loaded(Path path, Case asked) {
    String name = path.toString();
    boolean weightsAlone =
        name.endsWith(".weights.h5") || name.endsWith(".json") || name.endsWith(".legacy.h5");
    if (!weightsAlone) {
      return Model.load(path);
    }
    Model model = Models.fromJson(asked.json("config"));
    Object compile = asked.has("compile_config") ? asked.config("compile_config") : null;
    if (compile instanceof Map<?, ?> options) {
      model.compileFromConfig(Config.of(options));
    }
    model.loadWeights(path);
    return model;
  }

  private static Optional<Difference> difference(Model model, Case asked, Case c) {
    String file = c.text("file");
    boolean legacy = file.endsWith(".h5") && !file.endsWith(".weights.h5");
    return named("weights", weights(model, asked))
        .or(() -> named("outputs", outputs(model, asked)))
        .or(() -> named("state", state(model, asked)))
        .or(() -> named("summary", summary(model, asked)))
        .or(() -> legacy ? Optional.empty() : named("config", config(model, asked)))
        .or(() -> legacy ? Optional.empty() : named("optimizer", optimizer(model, asked)));
  }

  private static Optional<Difference> weights(Model model, Case c) {
    if (!c.has("weights")) {
      return Optional.empty();
    }
    List<Object> want = new ArrayList<>();
    for (Object weight : c.list("weights")) {
      want.add(weight instanceof Map<?, ?> map ? value(map) : weight);
    }
    var got = new ArrayList<Object>(model.weights().stream().map(Variable::stored).toList());
    return difference(got, want, adapted(model, c), Tolerance.of(c));
  }

  /// Where LoRA adapted a large weight, a file keeps the sum: after loading, Keras's own small
  /// weights are zero too. The sums are compared within a tolerance, all else exactly.
  private static Optional<Difference> difference(
      List<Object> got, List<Object> want, List<Adapted> adapted, Tolerance tolerance) {
    for (Adapted places : adapted) {
      Array sum = places.sum(want);
      var difference = Comparison.difference(got.get(places.large()), sum, tolerance);
      if (difference.isPresent()) {
        return difference;
      }
      want.set(places.large(), got.get(places.large()));
      for (int small : List.of(places.a(), places.b())) {
        want.set(small, Elements.zeros(((Array) want.get(small)).type()).toArray());
      }
    }
    return Comparison.difference(got, want, Tolerance.EXACT);
  }

  /// Where a large weight and its two small ones are recorded.
  private record Adapted(int large, int a, int b, double alpha) {
    Array sum(List<Object> weights) {
      Array left = (Array) weights.get(a);
      Tensor product = Ops.matmul(left, (Array) weights.get(b));
      double scale = alpha / left.shape().dim(-1);
      return Ops.convertToNumpy(Ops.add((Array) weights.get(large), Ops.multiply(product, scale)));
    }
  }

  private static List<Adapted> adapted(Model model, Case c) {
    var paths =
        c.list("weights").stream()
            .map(w -> w instanceof Map<?, ?> map ? String.valueOf(map.get("path")) : "")
            .toList();
    var adapted = new ArrayList<Adapted>();
    for (int b = 0; b < paths.size(); b++) {
      String path = paths.get(b);
      if (path.matches(LORA_B)) {
        String[] steps = path.split("/");
        var config = model.getLayer(steps[steps.length - 2]).getConfig().toMap();
        var alpha = (Number) Objects.requireNonNull(config.get("lora_alpha"));
        int large = paths.indexOf(path.replaceFirst(LORA_B, "$1/$2"));
        int a = paths.indexOf(path.replaceFirst("_b$", "_a"));
        adapted.add(new Adapted(large, a, b, alpha.doubleValue()));
      }
    }
    return adapted;
  }

  private static Object value(Map<?, ?> recorded) {
    return Objects.requireNonNull((Object) recorded.get("value"));
  }

  private static Optional<Difference> outputs(Model model, Case c) {
    if (!c.has("inputs")) {
      return Optional.empty();
    }
    List<Object> inputs = c.list("inputs");
    Object x = inputs.size() == 1 ? inputs.getFirst() : inputs;
    var got = model.apply(Arguments.of(Structures.map(x, t -> t)));
    return Comparison.difference(got, c.get("out"), Tolerance.of(c));
  }

  private static Optional<Difference> state(Model model, Case c) {
    if (!c.has("state")) {
      return Optional.empty();
    }
    var byPath = new LinkedHashMap<String, Array>();
    model.variables().forEach(v -> byPath.put(v.path(), v.stored()));
    for (Object recorded : c.list("state")) {
      var map = (Map<?, ?>) recorded;
      var difference =
          Comparison.difference(byPath.get((String) map.get("path")), value(map), Tolerance.of(c));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> summary(Model model, Case c) {
    if (!c.has("summary")) {
      return Optional.empty();
    }
    var got = new LinkedHashMap<String, Object>();
    got.put("params", model.countParams());
    got.put("trainable", count(model.trainableWeights()));
    got.put("non_trainable", count(model.nonTrainableWeights()));
    var layers = new ArrayList<Object>();
    for (Layer layer : model.layers()) {
      var row = new LinkedHashMap<String, Object>();
      row.put("name", layer.name());
      row.put("class_name", layer.className());
      row.put("params", layer.countParams());
      row.put("output_shape", outputShape(layer));
      layers.add(row);
    }
    got.put("layers", layers);
    return Comparison.difference(got, c.raw("summary"), Tolerance.EXACT);
  }

  private static long count(List<Variable> variables) {
    return variables.stream().mapToLong(v -> v.storedType().size()).sum();
  }

  private static Object outputShape(Layer layer) {
    var shapes =
        layer.nodes().getFirst().outputs().flatten().stream().map(KerasTensor::shape).toList();
    return shapes.size() == 1 ? shapes.getFirst() : shapes;
  }

  private static Optional<Difference> config(Model model, Case c) {
    if (!c.has("config") || c.raw("config") instanceof PyNone) {
      return Optional.empty();
    }
    var got = new LinkedHashMap<>(Registry.serialize(model).toMap());
    var want = new LinkedHashMap<Object, Object>((Map<?, ?>) c.raw("config"));
    for (String apart : List.of("compile_config", "build_config")) {
      got.remove(apart);
      want.remove(apart);
    }
    return c.has("saved_by") ? Optional.empty() : Comparison.difference(got, want, Tolerance.EXACT);
  }

  private static Optional<Difference> optimizer(Model model, Case c) {
    if (!c.has("optimizer")) {
      return Optional.empty();
    }
    var wanted = c.map("optimizer");
    var optimizer = model.optimizer();
    List<Object> want =
        ((List<?>) Objects.requireNonNull(wanted.get("variables")))
            .stream().map(v -> value((Map<?, ?>) v)).toList();
    var compile = model.getCompileConfig().map(Config::toMap).orElse(Map.of());
    var got = optimizer.variables().stream().map(Variable::stored).toList();
    return named(
            "compile_config",
            Comparison.difference(compile, c.raw("compile_config"), Tolerance.EXACT))
        .or(() -> Comparison.difference(got, want, Tolerance.EXACT));
  }

  private static Optional<Difference> savedAgain(Model model, Case asked) throws IOException {
    Path folder = Files.createTempDirectory("keras4j");
    Path file = folder.resolve("again.keras");
    try {
      model.save(file);
      return difference(Model.load(file), asked, asked);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  private static Optional<Difference> named(String part, Optional<Difference> difference) {
    return difference.map(d -> new Difference(part + ": " + d.reason(), d.excess()));
  }
}
