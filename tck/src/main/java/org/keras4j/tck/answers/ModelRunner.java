package org.keras4j.tck.answers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.keras4j.models.Model;
import org.keras4j.models.Models;
import org.keras4j.optimizers.Optimizer;
import org.keras4j.saving.Saving;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseFile;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Comparison;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tck.parity.MissingFunctionException;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tck.parity.Tolerance;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// Asks the cases of kind `model`: a file loads, holds the recorded weights and optimizer, and
/// gives the recorded outputs.
final class ModelRunner implements CaseRunner {
  private final Map<String, CaseFile> files = new ConcurrentHashMap<>();

  @Override
  public Outcome run(Case c) {
    if (c.has("application")) {
      throw new MissingFunctionException("keras.applications." + c.text("application"));
    }
    boolean loads = !c.has("keras_3_15") || c.text("keras_3_15").startsWith("loads");
    try {
      return Outcome.of(difference(c, c.has("model") ? described(c) : c));
    } catch (IllegalArgumentException | IllegalStateException e) {
      if (loads || e.getMessage() == null) {
        throw e;
      }
      return Outcome.passed(); // as Keras 3.15.1, which does not load it either
    }
  }

  /// The case whose model this file holds in another format.
  private Case described(Case c) {
    String id = c.text("model");
    return files
        .computeIfAbsent(c.family(), name -> CaseFile.read(c.store(), name))
        .cases()
        .stream()
        .filter(other -> other.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Model load(Case c, Case described) {
    Path path = c.store().path(c.fileName("file"));
    String name = c.text("file");
    boolean weightsOnly =
        name.endsWith(".weights.h5")
            || name.endsWith(".weights.json")
            || name.endsWith(".legacy.h5");
    if (weightsOnly) {
      Model model = Models.fromJson(described.json("config"));
      Saving.loadWeights(model, path, _ -> {});
      return model;
    }
    boolean compiled = name.endsWith(".keras");
    return (Model) Saving.loadModel(path, o -> o.compile(compiled));
  }

  private static Optional<Difference> difference(Case c, Case described) {
    Model model = load(c, described);
    List<Supplier<Optional<Difference>>> checks =
        List.of(
            () -> named("weights", weights(model, described)),
            () -> named("optimizer", optimizer(model, c)),
            () -> answer(outputs(model, described), c, described),
            () -> named("state", state(model, described)),
            () -> named("summary", parameters(model, described)));
    for (Supplier<Optional<Difference>> check : checks) {
      Optional<Difference> difference = check.get();
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> named(String part, Optional<Difference> difference) {
    return difference.map(d -> new Difference(part + ": " + d.reason(), d.excess()));
  }

  /// Older versions listed a single output as a list of one, and recorded it bare.
  private static Optional<Difference> answer(Tree<Tensor> got, Case c, Case described) {
    Object want = described.get("out");
    boolean single = c.has("saved_by") && want instanceof Array && got.flatten().size() == 1;
    return Comparison.difference(single ? got.flatten().getFirst() : got, want, Tolerance.of(c));
  }

  private static Tree<Tensor> outputs(Model model, Case c) {
    List<Object> inputs =
        c.list("inputs").stream().<Object>map(x -> Structures.map(x, t -> t)).toList();
    return model.apply(Arguments.of(inputs.size() == 1 ? inputs.getFirst() : inputs));
  }

  private static Optional<Difference> weights(Model model, Case c) {
    if (!c.has("weights")) {
      return Optional.empty();
    }
    List<Array> got = model.weights().stream().map(Variable::stored).toList();
    return Comparison.difference(got, values(c.list("weights")), Tolerance.EXACT);
  }

  /// Variables are recorded with their paths, or as bare values.
  private static List<Object> values(List<?> variables) {
    return variables.stream()
        .<Object>map(
            v -> v instanceof Map<?, ?> map ? Objects.requireNonNull((Object) map.get("value")) : v)
        .toList();
  }

  private static Optional<Difference> optimizer(Model model, Case c) {
    // Keras does not find the state of an optimizer that scales losses again, but begins anew.
    if (!c.hasValue("optimizer")
        || "LossScaleOptimizer".equals(c.map("optimizer").get("class_name"))) {
      return Optional.empty();
    }
    Optimizer optimizer = model.optimizer();
    List<Array> got = optimizer.variables().stream().map(Variable::stored).toList();
    var want = (List<?>) Objects.requireNonNull(c.map("optimizer").get("variables"));
    return Comparison.difference(got, values(want), Tolerance.EXACT);
  }

  private static Optional<Difference> state(Model model, Case c) {
    if (!c.has("state")) {
      return Optional.empty();
    }
    for (Object item : c.list("state")) {
      var recorded = (Map<?, ?>) item;
      Optional<Variable> variable =
          model.variables().stream().filter(v -> v.path().equals(recorded.get("path"))).findFirst();
      if (variable.isEmpty()) {
        return Optional.of(
            new Difference("no variable " + recorded.get("path"), Double.POSITIVE_INFINITY));
      }
      Object want = Objects.requireNonNull((Object) recorded.get("value"));
      var difference = Comparison.difference(variable.get().stored(), want, Tolerance.of(c));
      if (difference.isPresent()) {
        return named(variable.get().path(), difference);
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> parameters(Model model, Case c) {
    if (!c.has("summary")) {
      return Optional.empty();
    }
    long got = model.weights().stream().mapToLong(w -> w.storedType().size()).sum();
    return Comparison.difference(
        got, Objects.requireNonNull(c.map("summary").get("params")), Tolerance.EXACT);
  }
}
