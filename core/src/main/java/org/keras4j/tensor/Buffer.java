package org.keras4j.tensor;

/// Where the elements of an {@link Array} lie: in a Java array ({@link HostBuffer}), or wherever an
/// engine keeps them.
///
/// Elements are row-major and dense.
public interface Buffer extends AutoCloseable {
  /// The elements as a Java array on the host; the same object if they are there already.
  ///
  /// @throws IllegalStateException if the buffer was closed, or given up to an engine
  HostBuffer toHost(TensorType type);

  /// The same elements in a buffer of its own, in the same kind of place.
  default Buffer copy(TensorType type) {
    return toHost(type).copy(type);
  }

  /// Gives memory outside the heap back at once; otherwise that happens some time after the buffer
  /// became unreachable. Using the buffer afterwards is an error. A Java array stays as it is.
  @Override
  default void close() {}
}
