package org.keras4j.trainers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.keras4j.data.Batch;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Executable;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;
import org.keras4j.transform.Simplify;

/// A step of training, evaluation or prediction as a compiled program: traced once for every form
/// of batch, and kept.
///
/// What the step reads and writes of variables is found out by the trace. Variables that are
/// written give up their arrays to the program, which may update them in place.
final class CompiledStep {
  private static final int MOST = 16;

  private final Function<Batch, Tree<Tensor>> step;
  private final Map<Signature, Ready> programs =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Signature, Ready> eldest) {
          return size() > MOST;
        }
      };

  CompiledStep(Function<Batch, Tree<Tensor>> step) {
    this.step = step;
  }

  /// What a program is made for: the structure and types of a batch, and the engine.
  private record Signature(
      Tree<TensorType> x,
      Optional<Tree<TensorType>> y,
      Optional<Tree<TensorType>> weights,
      Backend engine) {
    static Signature of(Batch b) {
      return new Signature(
          b.x().map(Tensor::type),
          b.y().map(t -> t.map(Tensor::type)),
          b.sampleWeight().map(t -> t.map(Tensor::type)),
          Backends.current());
    }
  }

  private record Ready(
      Trace trace, Executable executable, Set<Integer> donated, Tree<?> results, int arguments) {}

  /// Runs the step: its results as concrete tensors, variables changed.
  Tree<Array> run(Batch batch) {
    var ready = ready(batch);
    var inputs = new ArrayList<Array>();
    for (Tensor t : leaves(batch)) {
      inputs.add((Array) t);
    }
    var variables = ready.trace().capturedVariables();
    for (int i = 0; i < variables.size(); i++) {
      Array asTraced = ready.trace().captured().get(i) instanceof Array a ? a : null;
      var variable = variables.get(i);
      if (variable.isPresent()) {
        boolean donated = ready.donated().contains(ready.arguments() + i);
        inputs.add(donated ? variable.get().giveUp() : variable.get().stored());
      } else if (asTraced != null) {
        inputs.add(asTraced);
      } else {
        throw new IllegalStateException(
            "A step must not use values of a program traced around it.");
      }
    }
    var outputs = ready.executable().run(inputs);
    int n = ready.trace().results();
    var written = ready.trace().written();
    for (int i = 0; i < written.size(); i++) {
      written.get(i).storeOwned(outputs.get(n + i));
    }
    return ready.results().pack(outputs.subList(0, n));
  }

  private Ready ready(Batch batch) {
    var signature = Signature.of(batch);
    synchronized (programs) {
      var known = programs.get(signature);
      if (known != null) {
        return known;
      }
    }
    var made = trace(batch);
    synchronized (programs) {
      programs.put(signature, made);
    }
    return made;
  }

  private Ready trace(Batch batch) {
    var leaves = leaves(batch);
    var results = new AtomicReference<Tree<Tensor>>();
    var trace =
        Trace.of(
            leaves.stream().map(Tensor::type).toList(),
            in -> {
              results.set(step.apply(repack(batch, in)));
              return results.get().flatten();
            });
    Set<Integer> donated = new HashSet<>();
    Set<Variable> written = new HashSet<>(trace.written());
    for (int i = 0; i < trace.capturedVariables().size(); i++) {
      if (trace.capturedVariables().get(i).filter(written::contains).isPresent()) {
        donated.add(leaves.size() + i);
      }
    }
    var executable = Backends.current().compile(Simplify.of(trace.program()), donated);
    return new Ready(trace, executable, donated, results.get().map(Tensor::type), leaves.size());
  }

  private static List<Tensor> leaves(Batch batch) {
    var out = new ArrayList<>(batch.x().flatten());
    batch.y().ifPresent(t -> out.addAll(t.flatten()));
    batch.sampleWeight().ifPresent(t -> out.addAll(t.flatten()));
    return out;
  }

  private static Batch repack(Batch batch, List<Tensor> leaves) {
    var rest = new java.util.ArrayDeque<>(leaves);
    return new Batch(
        batch.x().map(_ -> rest.remove()),
        batch.y().map(t -> t.map(_ -> rest.remove())),
        batch.sampleWeight().map(t -> t.map(_ -> rest.remove())));
  }
}
