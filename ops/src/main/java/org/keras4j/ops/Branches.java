package org.keras4j.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.keras4j.ir.Program;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// Branches that are chosen among when the program runs.
///
/// All take the tensors that any of them captures, and give the values of the variables that any of
/// them assigns.
final class Branches {
  private final List<Trace> traces = new ArrayList<>();
  private final List<Tree<Tensor>> results = new ArrayList<>();
  private final Closure closure = new Closure();
  private final Set<Variable> written = new LinkedHashSet<>();

  private Branches(List<Supplier<Tree<Tensor>>> branches) {
    for (var branch : branches) {
      var result = new ArrayList<Tree<Tensor>>();
      traces.add(
          Trace.of(
              List.of(),
              _ -> {
                result.add(branch.get().map(OpsBase::strong));
                return result.getFirst().flatten();
              }));
      results.add(result.getFirst());
    }
    traces.forEach(closure::add);
    traces.forEach(t -> written.addAll(t.written()));
    written.forEach(closure::add);
  }

  /// What the branch of a number gives.
  static Tree<Tensor> choose(Tensor index, List<Supplier<Tree<Tensor>>> branches) {
    return new Branches(branches).run(index);
  }

  private Tree<Tensor> run(Tensor index) {
    var first = results.getFirst().map(Tensor::type);
    for (var other : results) {
      if (!other.map(Tensor::type).equals(first)) {
        throw new IllegalArgumentException(
            "Branches must give the same structure of the same types. Received: %s and %s"
                .formatted(first, other.map(Tensor::type)));
      }
    }
    var programs = traces.stream().map(this::closed).toList();
    var out = Lax.cond(index, programs, closure.operands());
    int n = traces.getFirst().results();
    int i = n;
    for (Variable v : written) {
      v.assign(out.get(i++));
    }
    return results.getFirst().pack(out.subList(0, n));
  }

  private Program closed(Trace trace) {
    return Trace.of(
            closure.types(),
            operands -> {
              var out = Interpreter.run(trace.program(), closure.inputs(trace, operands));
              var all = new ArrayList<>(out.subList(0, trace.results()));
              for (Variable v : written) {
                int place = trace.written().indexOf(v);
                all.add(
                    place < 0 ? operands.get(closure.place(v)) : out.get(trace.results() + place));
              }
              return all;
            })
        .program();
  }

  /// The tensors and variables that several traces capture, each once.
  static final class Closure {
    private final List<Tensor> operands = new ArrayList<>();
    private final Map<Object, Integer> places = new LinkedHashMap<>();

    /// Identity of a captured tensor.
    private record Same(Tensor tensor) {
      @Override
      public boolean equals(Object other) {
        return other instanceof Same s && s.tensor == tensor;
      }

      @Override
      public int hashCode() {
        return System.identityHashCode(tensor);
      }
    }

    void add(Trace trace) {
      for (int i = 0; i < trace.captured().size(); i++) {
        Optional<Variable> variable = trace.capturedVariables().get(i);
        if (variable.isPresent()) {
          add(variable.get());
        } else {
          put(new Same(trace.captured().get(i)), trace.captured().get(i));
        }
      }
    }

    void add(Variable variable) {
      put(variable, variable.value());
    }

    private void put(Object key, Tensor value) {
      if (!places.containsKey(key)) {
        places.put(key, operands.size());
        operands.add(value);
      }
    }

    List<Tensor> operands() {
      return operands;
    }

    List<TensorType> types() {
      return operands.stream().map(Tensor::type).toList();
    }

    boolean has(Variable variable) {
      return places.containsKey(variable);
    }

    int place(Variable variable) {
      Integer place = places.get(variable);
      if (place == null) {
        throw new IllegalStateException("Variable " + variable + " was not captured.");
      }
      return place;
    }

    /// What a trace captured, out of values for all operands.
    List<Tensor> inputs(Trace trace, List<Tensor> values) {
      var out = new ArrayList<Tensor>();
      for (int i = 0; i < trace.captured().size(); i++) {
        Object key =
            trace
                .capturedVariables()
                .get(i)
                .<Object>map(v -> v)
                .orElse(new Same(trace.captured().get(i)));
        Integer place = places.get(key);
        if (place == null) {
          throw new IllegalStateException("A captured tensor was not gathered.");
        }
        out.add(values.get(place));
      }
      return out;
    }
  }
}
