package org.keras4j.tck.answers;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keras4j.callbacks.History;
import org.keras4j.models.Model;
import org.keras4j.saving.Saving;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Comparison;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tck.parity.MissingFunctionException;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tck.parity.Tolerance;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;
import org.keras4j.trainers.FitOptions;

/// Asks the cases of kind `fit`: a compiled model from its file, trained on recorded rows, ends
/// where Keras ends.
final class FitRunner implements CaseRunner {

  @Override
  public Outcome run(Case c) {
    var callbacks = new FitCallbacks(c.list("callbacks"));
    var model = (Model) Saving.loadModel(c.store().path(c.fileName("file")));
    Tree<Array> x = arrays(c.get("x"));
    Optional<Tree<Array>> y = optional(c, "y");
    History history =
        model.fit(
            x,
            y,
            f -> {
              options(f, c);
              f.callbacks(callbacks.all());
            });
    Map<String, Object> got = new LinkedHashMap<>();
    got.put("history", history.history());
    got.put("epochs_run", history.epochs().stream().map(Integer::longValue).toList());
    got.put("weights", stored(model.weights()));
    got.put("optimizer", stored(model.optimizer().variables()));
    if (c.has("evaluate")) {
      got.put("evaluate", model.evaluate(x, y, f -> measuring(f, c)));
    }
    got.put("predict", model.predict(x, f -> f.batchSize(batchSize(c)).verbose(0)));
    callbacks.csv().ifPresent(cells -> got.put("csv", cells));
    for (Map.Entry<String, Object> part : got.entrySet()) {
      Object recorded = values(c.get(part.getKey()));
      Object want = recorded instanceof String csv ? FitCallbacks.cells(csv) : recorded;
      Optional<Difference> difference =
          Comparison.difference(part.getValue(), want, Tolerance.of(c));
      if (difference.isPresent()) {
        return Outcome.of(
            difference.map(d -> new Difference(part.getKey() + ": " + d.reason(), d.excess())));
      }
    }
    return Outcome.passed();
  }

  private static List<Array> stored(List<Variable> variables) {
    return variables.stream().map(Variable::stored).toList();
  }

  /// Variables are recorded with their paths.
  private static Object values(Object recorded) {
    if (recorded instanceof List<?> list
        && !list.isEmpty()
        && list.getFirst() instanceof Map<?, ?> first
        && first.containsKey("path")) {
      return list.stream()
          .map(v -> Objects.requireNonNull((Object) ((Map<?, ?>) v).get("value")))
          .toList();
    }
    return recorded;
  }

  private static Tree<Array> arrays(Object value) {
    return Tree.of(value, Array.class);
  }

  private static Optional<Tree<Array>> optional(Case c, String field) {
    return c.hasValue(field) ? Optional.of(arrays(c.get(field))) : Optional.empty();
  }

  private static int batchSize(Case c) {
    return ((Number) c.map("args").getOrDefault("batch_size", 32L)).intValue();
  }

  private static void measuring(FitOptions options, Case c) {
    options.batchSize(batchSize(c)).verbose(0);
    optional(c, "sample_weight").ifPresent(options::sampleWeight);
  }

  private static void options(FitOptions options, Case c) {
    measuring(options, c);
    options.shuffle(false);
    c.map("args").forEach((name, value) -> argument(options, name, value));
    if (c.hasValue("validation")) {
      List<Object> data = c.list("validation");
      options.validationData(
          arrays(data.get(0)),
          Optional.of(arrays(data.get(1))),
          data.size() > 2 ? Optional.of(arrays(data.get(2))) : Optional.empty());
    }
  }

  private static void argument(FitOptions options, String name, Object value) {
    if (value == PyNone.NONE) {
      return;
    }
    switch (name) {
      case "batch_size" -> options.batchSize(integer(value));
      case "epochs" -> options.epochs(integer(value));
      case "initial_epoch" -> options.initialEpoch(integer(value));
      case "steps_per_epoch" -> options.stepsPerEpoch(integer(value));
      case "validation_split" -> options.validationSplit(((Number) value).doubleValue());
      case "validation_freq" -> options.validationFreq(integer(value));
      case "validation_batch_size" -> options.validationBatchSize(integer(value));
      case "validation_steps" -> options.validationSteps(integer(value));
      case "class_weight" -> {
        Map<Integer, Double> weights = new HashMap<>();
        ((Map<?, ?>) value)
            .forEach(
                (label, weight) ->
                    weights.put(Integer.valueOf((String) label), ((Number) weight).doubleValue()));
        options.classWeight(weights);
      }
      default -> throw new MissingFunctionException("argument " + name + " of fit");
    }
  }

  private static int integer(Object value) {
    return ((Number) value).intValue();
  }
}
