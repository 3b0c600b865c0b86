package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;
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
  private final boolean[] given;
  private final ConcurrentLinkedDeque<Run> idle = new ConcurrentLinkedDeque<>();

  /// What runs one at a time need: a frame, and for each input the tensor that host arrays are
  /// copied to, once there was one.
  private record Run(Frame frame, @Nullable Staged[] staged) implements AutoCloseable {
    @Override
    public void close() {
      frame.close();
      for (Staged tensor : staged) {
        if (tensor != null) {
          tensor.value.close();
        }
      }
    }
  }

  /// A tensor that host arrays are copied to. It stays in its input's place until another comes
  /// there.
  private static final class Staged {
    final IValue value;
    final long address;
    boolean placed;

    Staged(TensorType type) {
      value = Tensors.empty(type.shape(), Kind.of(type.dtype()));
      address = Tensors.address(value);
    }

    void take(Array array, Frame frame, IValue place) {
      Tensors.write(array.host(), address);
      if (!placed) {
        frame.share(value, place);
        placed = true;
      }
    }
  }

  TorchExecutable(
      Plan plan, List<TensorType> inputTypes, List<TensorType> outputTypes, Set<Integer> donated) {
    this.plan = plan;
    this.inputTypes = inputTypes;
    this.outputTypes = outputTypes;
    this.given = new boolean[inputTypes.size()];
    donated.forEach(i -> given[i] = true);
  }

  static TorchExecutable compile(Program program, Set<Integer> donated) {
    return new TorchExecutable(
        Lowering.plan(program, donated), program.inputTypes(), program.outputTypes(), donated);
  }

  @Override
  public List<Array> run(List<Array> inputs) {
    Run run = idle.poll();
    if (run == null) {
      run = new Run(plan.acquire(), new Staged[given.length]);
    }
    List<Array> out;
    try {
      for (int i = 0; i < given.length; i++) {
        bind(run, i, inputs.get(i));
      }
      compute(run.frame());
      out = results(run.frame());
      letGo(run);
    } catch (RuntimeException | Error e) {
      run.close();
      throw e;
    } finally {
      Threads.limit(false);
    }
    idle.push(run);
    return out;
  }

  /// Derivatives are programs of their own: the library keeps nothing for them, and has a faster
  /// recurrent kernel for that.
  private void compute(Frame frame) {
    boolean recording = GradMode.is_enabled();
    GradMode.set_enabled(false);
    try {
      plan.run(frame);
    } finally {
      GradMode.set_enabled(recording);
    }
  }

  private void bind(Run run, int i, Array array) {
    IValue place = plan.input(run.frame(), i);
    var own = TorchBuffer.of(array.buffer());
    if (given[i]) {
      own.ifPresentOrElse(buffer -> buffer.giveUp(place), () -> put(transferred(array), place));
      return;
    }
    var shared = own.or(() -> replica(array));
    Staged staged = run.staged()[i];
    if (shared.isEmpty()) {
      if (staged == null) {
        staged = new Staged(inputTypes.get(i));
        run.staged()[i] = staged;
      }
      staged.take(array, run.frame(), place);
    } else {
      if (staged != null) {
        staged.placed = false;
      }
      shared.get().share(run.frame(), place);
    }
  }

  /// Of the inputs that are others'.
  private void letGo(Run run) {
    for (int i = 0; i < given.length; i++) {
      Staged staged = run.staged()[i];
      if (!given[i] && (staged == null || !staged.placed)) {
        plan.clearInput(run.frame(), i);
      }
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
      run.close();
    }
    plan.close();
  }
}
