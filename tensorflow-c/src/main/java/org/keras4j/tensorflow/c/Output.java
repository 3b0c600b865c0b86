package org.keras4j.tensorflow.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/// A result of an operation of a graph (`TF_Output`). Valid until the graph is closed.
///
/// @param operation the native operation
/// @param index which of its results
public record Output(MemorySegment operation, int index) {
  static final MemoryLayout LAYOUT =
      MemoryLayout.structLayout(ADDRESS, JAVA_INT, MemoryLayout.paddingLayout(4));

  void write(MemorySegment into, long place) {
    long at = place * LAYOUT.byteSize();
    into.set(ADDRESS, at, operation);
    into.set(JAVA_INT, at + ADDRESS.byteSize(), index);
  }
}
