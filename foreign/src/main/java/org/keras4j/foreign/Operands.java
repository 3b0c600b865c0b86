package org.keras4j.foreign;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.keras4j.tensor.Array;

/// Arrays as an engine's operations take them, for one call: those that lie elsewhere are copied
/// over, large ones that come again for as long as they live ({@link Replicas}).
///
/// {@snippet :
/// try (var operands = Operands.of(arrays, TensorHandle.class, TensorHandle::copyOf)) {
///   return operation.run(operands.tensors(), 1);
/// }
/// }
///
/// @param <T> what the operations take
public final class Operands<T extends DeviceTensor> implements AutoCloseable {
  /// Of every kind of tensor.
  private static final Map<Class<?>, Replicas> REPLICAS = new ConcurrentHashMap<>();

  private static final long LARGE = 4096;

  private final Class<T> kind;
  private final Function<Array, T> copying;
  private final List<Array> arrays;
  private final List<T> tensors;
  private final List<T> temporary = new ArrayList<>();
  private final Replicas replicas;

  private Operands(List<Array> arrays, Class<T> kind, Function<Array, T> copying) {
    this.kind = kind;
    this.replicas = REPLICAS.computeIfAbsent(kind, _ -> new Replicas(LARGE));
    this.copying = copying;
    this.arrays = arrays;
    this.tensors = new ArrayList<>(arrays.size());
  }

  /// Makes arrays ready for a call.
  ///
  /// @param kind what the operations take
  /// @param copying copies the elements of an array to where the engine computes
  public static <T extends DeviceTensor> Operands<T> of(
      List<Array> arrays, Class<T> kind, Function<Array, T> copying) {
    var operands = new Operands<>(arrays, kind, copying);
    try {
      for (Array array : arrays) {
        operands.tensors.add(operands.tensor(array));
      }
    } catch (RuntimeException e) {
      operands.close();
      throw e;
    }
    return operands;
  }

  /// The tensors, in order. Valid until this is closed.
  public List<T> tensors() {
    return tensors;
  }

  /// Whether an operand is no copy that stays: it was copied for this call alone, or is the
  /// elements of an array themselves, which their owner may give up.
  ///
  /// @param position from 0
  public boolean mayBeGivenUp(int position) {
    T tensor = tensors.get(position);
    return temporary.contains(tensor)
        || (arrays.get(position).buffer() instanceof DeviceBuffer own && own.tensor() == tensor);
  }

  /// Gives up the elements of some of the arrays, which must not be used afterwards.
  ///
  /// @param which by their positions
  public void giveUp(Set<Integer> which) {
    for (int i : which) {
      if (arrays.get(i).buffer() instanceof DeviceBuffer buffer) {
        buffer.close();
      }
    }
  }

  private T tensor(Array array) {
    if (array.buffer() instanceof DeviceBuffer buffer && kind.isInstance(buffer.tensor())) {
      return kind.cast(buffer.tensor());
    }
    var copy = replicas.of(array, () -> DeviceBuffer.held(array.type(), copying.apply(array)));
    if (copy.isPresent()) {
      return kind.cast(((DeviceBuffer) copy.get()).tensor());
    }
    T tensor = copying.apply(array);
    temporary.add(tensor);
    return tensor;
  }

  @Override
  public void close() {
    try {
      temporary.forEach(DeviceTensor::close);
    } finally {
      // Until here a call may use the copies that stay for as long as their arrays live.
      Reference.reachabilityFence(arrays);
    }
  }
}
