package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.tensor.Array;
import org.keras4j.tensorflow.c.Context;
import org.keras4j.tensorflow.c.Operation;
import org.keras4j.tensorflow.c.Output;
import org.keras4j.tensorflow.c.TensorHandle;

/// A few operations to run one by one: sooner done than a function that holds them.
final class OperationSequence {
  private static final int LONGEST = 4;

  private final List<Emitter.Step> steps;
  private final Map<Output, Integer> places = new HashMap<>();
  private final List<Array> constants = new ArrayList<>();
  private final List<Integer> results;

  private OperationSequence(
      Emitter e, List<Emitter.Step> steps, List<Output> inputs, List<Output> outputs) {
    this.steps = steps;
    inputs.forEach(o -> places.put(o, places.size()));
    e.constants()
        .forEach(
            (output, array) -> {
              places.put(output, places.size());
              constants.add(array);
            });
    steps.forEach(step -> places.put(step.out(), places.size()));
    this.results = outputs.stream().map(places::get).toList();
  }

  /// The operations of a graph, if they are few, and each result is one of its own.
  static Optional<OperationSequence> of(Emitter e, List<Output> inputs, List<Output> outputs) {
    return e.steps()
        .filter(steps -> steps.size() <= LONGEST)
        .filter(
            steps ->
                outputs.stream().distinct().count() == outputs.size()
                    && outputs.stream()
                        .allMatch(o -> steps.stream().anyMatch(s -> s.out().equals(o))))
        .map(steps -> new OperationSequence(e, steps, inputs, outputs));
  }

  /// What runs the operations: results from operands, as an operation does.
  interface Runner {
    List<TensorHandle> run(List<TensorHandle> operands);
  }

  Runner on(Context context) {
    var operations = new ArrayList<Operation>();
    var operands = new ArrayList<int[]>();
    for (Emitter.Step step : steps) {
      operations.add(context.operation(step.op(), step.attributes()));
      operands.add(step.in().stream().mapToInt(places::get).toArray());
    }
    var kept = constants.stream().map(TensorHandle::copyOf).toList();
    return given -> run(operations, operands, kept, given);
  }

  private List<TensorHandle> run(
      List<Operation> operations,
      List<int[]> operands,
      List<TensorHandle> kept,
      List<TensorHandle> given) {
    var values = new ArrayList<>(given);
    values.addAll(kept);
    int first = values.size();
    try {
      for (int i = 0; i < operations.size(); i++) {
        var in = new ArrayList<TensorHandle>();
        for (int place : operands.get(i)) {
          in.add(values.get(place));
        }
        values.add(operations.get(i).run(in, 1).getFirst());
      }
      return results.stream().map(values::get).toList();
    } finally {
      for (int i = first; i < values.size(); i++) {
        // An operation failed, or the value was on the way to a result.
        if (values.size() < first + operations.size() || !results.contains(i)) {
          values.get(i).close();
        }
      }
    }
  }
}
