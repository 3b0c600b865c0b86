package org.keras4j.tck.answers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.metrics.Metric;
import org.keras4j.runtime.Trace;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Comparison;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tck.parity.Tolerance;
import org.keras4j.tensor.Tensor;

/// Asks the cases of kind `metric`: what it says after each batch, its state at the end, and what
/// it says once reset. Everything is asked twice: computed at once, and as traced programs.
final class MetricRunner implements CaseRunner {

  @Override
  public Outcome run(Case c) {
    var difference = LossRunner.named("at once", difference(c, MetricRunner::atOnce));
    return Outcome.of(
        difference.isPresent()
            ? difference
            : LossRunner.named("traced", difference(c, MetricRunner::traced)));
  }

  /// Gives a metric a batch, and says what the metric says then.
  private interface Update {
    Tensor apply(Metric metric, List<Tensor> batch);
  }

  private static Metric metric(Case c) {
    return LossRunner.make(Metric.FAMILY, c.text("class_name"), c.map("config"));
  }

  private static Optional<Difference> difference(Case c, Update update) {
    Metric metric = metric(c);
    List<Object> results = new ArrayList<>();
    for (Object call : c.list("calls")) {
      results.add(update.apply(metric, batch((Map<?, ?>) call)));
    }
    var tolerance = Tolerance.of(c);
    var difference = Comparison.difference(results, c.list("results"), tolerance);
    if (difference.isPresent()) {
      return difference;
    }
    Map<String, Object> state = new LinkedHashMap<>();
    metric.variables().forEach(v -> state.put(v.name(), v.stored()));
    difference = LossRunner.named("state", Comparison.difference(state, c.map("state"), tolerance));
    if (difference.isPresent()) {
      return difference;
    }
    metric.resetState();
    return LossRunner.named(
        "after reset", Comparison.difference(metric.result(), c.get("after_reset"), tolerance));
  }

  /// Targets, predictions, and weights if there are any.
  private static List<Tensor> batch(Map<?, ?> call) {
    List<Tensor> batch = new ArrayList<>();
    boolean values = call.containsKey("values");
    batch.add((Tensor) LossRunner.required(call, values ? "values" : "y_true"));
    batch.add((Tensor) LossRunner.required(call, values ? "values" : "y_pred"));
    LossRunner.optional(call, "sample_weight").ifPresent(batch::add);
    return batch;
  }

  private static Tensor atOnce(Metric metric, List<Tensor> batch) {
    Optional<Tensor> weights = batch.size() > 2 ? Optional.of(batch.get(2)) : Optional.empty();
    metric.updateState(batch.get(0), batch.get(1), weights);
    return metric.result();
  }

  private static Tensor traced(Metric metric, List<Tensor> batch) {
    var types = batch.stream().map(Tensor::type).toList();
    return Trace.of(types, in -> List.of(atOnce(metric, in))).apply(batch).getFirst();
  }
}
