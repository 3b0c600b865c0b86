package org.keras4j.tensor;

/// Where the elements of an {@link Array} lie: in a Java array ({@link HostBuffer}), or wherever an
/// engine keeps them.
///
/// Elements are row-major and dense.
public interface Buffer {
  /// The elements as a Java array on the host; the same object if they are there already.
  HostBuffer toHost(TensorType type);
}
