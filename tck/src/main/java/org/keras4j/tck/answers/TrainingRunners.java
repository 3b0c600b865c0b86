package org.keras4j.tck.answers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.constraints.Constraint;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.MultiOptimizer;
import org.keras4j.optimizers.Optimizer;
import org.keras4j.optimizers.OptimizerMap;
import org.keras4j.optimizers.schedules.LearningRateSchedule;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.Comparison;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tck.parity.Tolerance;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Asks the cases of what training is made of: kinds `metric`, `optimizer` and `schedule`.
final class TrainingRunners {
  private TrainingRunners() {}

  private static Optional<Difference> named(String part, Optional<Difference> difference) {
    return difference.map(d -> new Difference(part + ": " + d.reason(), d.excess()));
  }

  static Outcome schedule(Case c) {
    var schedule = (LearningRateSchedule) ObjectRunners.make("keras.optimizers.schedules", c);
    List<Object> got =
        c.list("steps").stream()
            .<Object>map(
                step -> schedule.apply(Array.scalar(DType.INT32, ((Number) step).longValue())))
            .toList();
    return Outcome.of(Comparison.difference(got, c.get("out"), Tolerance.of(c)));
  }

  static Outcome optimizer(Case c) {
    Optimizer optimizer = made(c);
    List<Variable> variables = c.list("vars").stream().map(v -> variable((Map<?, ?>) v)).toList();
    if (c.has("exclude_from_weight_decay")) {
      var words = new HashSet<String>();
      c.list("exclude_from_weight_decay").forEach(word -> words.add((String) word));
      optimizer.excludeFromWeightDecay(words);
    }
    optimizer.build(variables);
    List<Object> rates = new ArrayList<>();
    List<Object> out = new ArrayList<>();
    for (Object step : c.list("steps")) {
      if (!c.list("learning_rates").isEmpty()) {
        rates.add(((Array) optimizer.learningRate()).item());
      }
      List<Optional<Tensor>> gradients =
          ((List<?>) step)
              .stream()
                  .map(
                      g ->
                          g instanceof Tensor tensor
                              ? Optional.of(tensor)
                              : Optional.<Tensor>empty())
                  .toList();
      optimizer.apply(gradients, variables);
      out.add(variables.stream().<Object>map(Variable::stored).toList());
    }
    Map<String, Object> got = new LinkedHashMap<>();
    got.put("out", out);
    got.put("state", optimizer.variables().stream().<Object>map(Variable::stored).toList());
    got.put("iterations", (long) ((Array) optimizer.iterations()).item());
    got.put("learning_rates", rates);
    if (c.has("finalized")) {
      optimizer.finalizeVariableValues(variables);
      got.put("finalized", variables.stream().<Object>map(Variable::stored).toList());
    }
    for (Map.Entry<String, Object> part : got.entrySet()) {
      Object want = part.getKey().equals("state") ? states(c) : c.get(part.getKey());
      var difference = Comparison.difference(part.getValue(), want, Tolerance.of(c));
      if (difference.isPresent()) {
        return Outcome.of(named(part.getKey(), difference));
      }
    }
    return Outcome.passed();
  }

  private static Optimizer made(Case c) {
    if (!c.text("class_name").equals("MultiOptimizer")) {
      return (Optimizer) ObjectRunners.make("keras.optimizers", c);
    }
    // These cases write `[class, config]` for each optimizer.
    var settings = (Map<?, ?>) Objects.requireNonNull(c.map("config").get("optimizer_map"));
    var map = new OptimizerMap(shortlyWritten(settings.get("default_optimizer")));
    ((Map<?, ?>) Objects.requireNonNull(settings.get("optimizer_map")))
        .forEach((key, value) -> map.put((String) key, shortlyWritten(value)));
    return new MultiOptimizer(map);
  }

  private static Optimizer shortlyWritten(@Nullable Object pair) {
    var parts = (List<?>) Objects.requireNonNull(pair);
    return LossRunner.make(Optimizer.FAMILY, (String) parts.get(0), parts.get(1));
  }

  /// Counters are int32, as on all of Keras's backends but TensorFlow, which answers where JAX
  /// refuses.
  private static List<Object> states(Case c) {
    return c.list("state").stream()
        .map(s -> (Array) Objects.requireNonNull(((Map<?, ?>) s).get("value")))
        .<Object>map(a -> a.dtype() == DType.INT64 ? Ops.cast(a, DType.INT32) : a)
        .toList();
  }

  private static Variable variable(Map<?, ?> description) {
    var path = (String) Objects.requireNonNull(description.get("path"));
    var value = (Array) Objects.requireNonNull(description.get("value"));
    var variable = new Variable(value, path.substring(path.lastIndexOf('/') + 1), true).path(path);
    Object constraint = description.get("constraint");
    return constraint == null || constraint == PyNone.NONE
        ? variable
        : variable.constraint(Optional.of(Constraint.get((String) constraint)));
  }
}
