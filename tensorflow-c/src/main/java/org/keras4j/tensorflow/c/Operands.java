package org.keras4j.tensorflow.c;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.TensorType;

/// Arrays as operations take them, for one call: those on the host are copied over. A large one
/// that comes a second time, as the weights of a model do, stays there for as long as the array
/// lives.
///
/// {@snippet :
/// try (var operands = Operands.of(arrays)) {
///   return operation.run(operands.handles(), 1);
/// }
/// }
public final class Operands implements AutoCloseable {
  private static final long LARGE = 4096;

  /// Under these keys an array knows that it came before, and its copy.
  private static final Object SEEN = new Object();

  private static final Object KEPT = new Object();

  private final List<Array> arrays;
  private final List<TensorHandle> handles;
  private final List<TensorHandle> temporary = new ArrayList<>();

  private Operands(List<Array> arrays) {
    this.arrays = arrays;
    this.handles = new ArrayList<>(arrays.size());
  }

  /// Makes arrays ready for a call.
  public static Operands of(List<Array> arrays) {
    var operands = new Operands(arrays);
    try {
      for (Array array : arrays) {
        operands.handles.add(operands.handle(array));
      }
    } catch (RuntimeException e) {
      operands.close();
      throw e;
    }
    return operands;
  }

  /// The tensors, in order. Valid until this is closed.
  public List<TensorHandle> handles() {
    return handles;
  }

  /// Gives up the elements of some of the arrays, which must not be used afterwards.
  ///
  /// @param which by their numbers
  public void giveUp(Set<Integer> which) {
    for (int i : which) {
      if (arrays.get(i).buffer() instanceof DeviceBuffer buffer) {
        buffer.close();
      }
    }
  }

  private TensorHandle handle(Array array) {
    if (array.buffer() instanceof DeviceBuffer buffer) {
      return buffer.handle();
    }
    TensorType type = array.type();
    var kept = type.size() * type.dtype().bytes() < LARGE ? null : kept(array);
    if (kept != null) {
      return kept;
    }
    var handle = copy(array);
    temporary.add(handle);
    return handle;
  }

  private static TensorHandle copy(Array array) {
    try (var tensor = NativeTensor.of(array)) {
      return TensorHandle.of(tensor);
    }
  }

  /// A copy that stays, from the second time on.
  private static @Nullable TensorHandle kept(Array array) {
    if (array.replica(KEPT).orElse(null) instanceof DeviceBuffer copy) {
      return copy.handle();
    }
    if (array.replica(SEEN).isEmpty()) {
      array.keepReplica(SEEN, array.buffer());
      return null;
    }
    var copy = new DeviceBuffer(copy(array));
    array.keepReplica(KEPT, copy);
    return copy.handle();
  }

  @Override
  public void close() {
    try {
      temporary.forEach(TensorHandle::close);
    } finally {
      // Until here a call may use the copies that stay for as long as their arrays live.
      Reference.reachabilityFence(arrays);
    }
  }
}
