package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.bytedeco.pytorch.IValue;
import org.keras4j.ir.Program;
import org.keras4j.runtime.Executable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// A plan with its way in and out: arrays on the host are copied to tensors of the library, small
/// results to the host; large ones stay.
final class TorchExecutable implements Executable {
  /// Results of at most so many bytes are copied to Java arrays, which the collector owns.
  static final long SMALL = 16 << 10;

  private final Plan plan;
  private final List<TensorType> inputTypes;
  private final List<TensorType> outputTypes;
  private final Set<Integer> donated;
  private final ConcurrentLinkedDeque<Run> idle = new ConcurrentLinkedDeque<>();

  /// What runs one at a time need: a frame, and tensors that host arrays are copied to.
  private record Run(Frame frame, IValue[] staged) {}

  TorchExecutable(
      Plan plan, List<TensorType> inputTypes, List<TensorType> outputTypes, Set<Integer> donated) {
    this.plan = plan;
    this.inputTypes = inputTypes;
    this.outputTypes = outputTypes;
    this.donated = Set.copyOf(donated);
  }

  static TorchExecutable compile(Program program, Set<Integer> donated) {
    return new TorchExecutable(
        Lowering.plan(program, donated), program.inputTypes(), program.outputTypes(), donated);
  }

  @Override
  public List<Array> run(List<Array> inputs) {
    Run run = idle.poll();
    if (run == null) {
      run = new Run(plan.acquire(), new IValue[inputs.size()]);
    }
    List<Array> out;
    try {
      for (int i = 0; i < inputs.size(); i++) {
        bind(run, i, inputs.get(i));
      }
      plan.run(run.frame());
      out = results(run.frame());
    } catch (RuntimeException | Error e) {
      run.frame().clear();
      throw e;
    } finally {
      Threads.limit(false);
      idle.push(run);
    }
    return out;
  }

  private void bind(Run run, int i, Array array) {
    IValue place = plan.input(run.frame(), i);
    boolean given = donated.contains(i);
    var own = TorchBuffer.of(array.buffer()).or(() -> given ? Optional.empty() : replica(array));
    if (own.isPresent()) {
      if (given) {
        own.get().giveUp(place);
      } else {
        own.get().share(run.frame(), place);
      }
    } else if (given) {
      put(transferred(array), place);
    } else {
      shareStaged(run, i, array, place);
    }
  }

  private static void put(IValue value, IValue place) {
    place.swap(value);
    value.close();
  }

  private static IValue transferred(Array array) {
    var value = Tensors.empty(array.shape(), Kind.of(array.dtype()));
    Tensors.write(array.host(), Tensors.address(value));
    return value;
  }

  private static Optional<TorchBuffer> replica(Array array) {
    return TorchBackend.REPLICAS
        .of(array, () -> new TorchBuffer(transferred(array)))
        .flatMap(TorchBuffer::of);
  }

  private void shareStaged(Run run, int i, Array array, IValue place) {
    TensorType type = inputTypes.get(i);
    IValue staged = run.staged()[i];
    if (staged == null) {
      staged = Tensors.empty(type.shape(), Kind.of(type.dtype()));
      run.staged()[i] = staged;
    }
    Tensors.write(array.host(), Tensors.address(staged));
    run.frame().share(staged, place);
  }

  private static boolean isLarge(TensorType type) {
    return type.size() * type.dtype().bytes() > SMALL;
  }

  private List<Array> results(Frame frame) {
    var out = new ArrayList<Array>(outputTypes.size());
    for (int i = 0; i < outputTypes.size(); i++) {
      TensorType type = outputTypes.get(i);
      IValue value = plan.output(frame, i);
      if (isLarge(type)) {
        out.add(Array.of(type, new TorchBuffer(Tensors.taken(value))));
      } else {
        var host = HostBuffer.zeros(type);
        Tensors.read(value, host);
        plan.clearOutput(frame, i);
        out.add(Array.of(type, host));
      }
    }
    return List.copyOf(out);
  }

  @Override
  public void close() {
    for (Run run = idle.poll(); run != null; run = idle.poll()) {
      run.frame().close();
      for (IValue staged : run.staged()) {
        if (staged != null) {
          staged.close();
        }
      }
    }
    plan.close();
  }
}
