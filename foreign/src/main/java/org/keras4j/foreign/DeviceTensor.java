package org.keras4j.foreign;

import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// Elements that lie where an engine computes. They have one owner, and are given back when it is
/// closed, or else after the collector found that nobody holds it.
public interface DeviceTensor extends AutoCloseable {
  /// The elements copied into a Java array.
  ///
  /// @param type what they are
  /// @throws IllegalStateException if they were given up
  HostBuffer toHost(TensorType type);

  /// The same elements for another owner, to be closed by itself. They are not copied: nobody
  /// writes to elements that have two owners.
  DeviceTensor share();

  /// Whether they were given up.
  boolean isClosed();

  /// Says how many bytes will be given back; see {@link Owned#count}.
  void count(long bytes);

  @Override
  void close();
}
