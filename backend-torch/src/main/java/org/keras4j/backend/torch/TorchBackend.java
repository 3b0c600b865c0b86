package org.keras4j.backend.torch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.keras4j.foreign.Replicas;
import org.keras4j.ir.Control;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.Device;
import org.keras4j.runtime.Executable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.TensorType;

/// The engine on PyTorch's tensor library. A single primitive is a plan as well, kept for the types
/// it was asked for.
final class TorchBackend implements Backend {
  /// Copies of arrays in the library's memory.
  static final Replicas REPLICAS = new Replicas(TorchExecutable.SMALL + 1);

  private static final int MOST_KEPT = 4096;

  private final Map<Object, Optional<TorchExecutable>> kept = new ConcurrentHashMap<>();

  private record Single(Primitive op, List<TensorType> in) {}

  private record Named(String name, Map<String, Object> attributes, List<TensorType> in) {}

  @Override
  public String name() {
    return "torch";
  }

  @Override
  public List<Array> execute(Primitive op, List<Array> in) {
    var types = types(in);
    if (op instanceof Control) {
      // Programs inside are compared by identity; such a plan is rarely asked for again.
      try (var once = Lowering.single(op, types)) {
        return once.run(in);
      }
    }
    var key = new Single(op, types);
    var known = kept.get(key);
    if (known == null) {
      known = Optional.of(Lowering.single(op, types));
      keep(key, known);
    }
    return known.orElseThrow().run(in);
  }

  private static List<TensorType> types(List<Array> in) {
    var types = new TensorType[in.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = in.get(i).type();
    }
    return List.of(types);
  }

  private void keep(Object key, Optional<TorchExecutable> plan) {
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(key, plan);
  }

  @Override
  public Optional<List<Array>> executeComposite(
      String name, Map<String, Object> attributes, List<Array> in) {
    var key = new Named(name, attributes, types(in));
    var known = kept.get(key);
    if (known == null) {
      known = Lowering.named(name, attributes, key.in());
      keep(key, known);
    }
    return known.map(plan -> plan.run(in));
  }

  @Override
  public Executable compile(Program program, Set<Integer> donated) {
    return TorchExecutable.compile(program, donated);
  }

  @Override
  public List<Device> devices() {
    return List.of(new Device("cpu", 0, Natives.description()));
  }
}
