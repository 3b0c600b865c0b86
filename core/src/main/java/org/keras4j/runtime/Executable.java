package org.keras4j.runtime;

import java.util.List;
import org.keras4j.tensor.Array;

/// A compiled program. Safe for use from several threads.
public interface Executable extends AutoCloseable {
  /// Computes the outputs. Donated inputs must not be used afterwards.
  List<Array> run(List<Array> inputs);

  @Override
  default void close() {}
}
