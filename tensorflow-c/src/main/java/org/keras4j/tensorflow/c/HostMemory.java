package org.keras4j.tensorflow.c;

import java.lang.foreign.MemorySegment;

/// Java arrays seen as memory.
final class HostMemory {
  private HostMemory() {}

  static MemorySegment of(Object array) {
    return switch (array) {
      case byte[] a -> MemorySegment.ofArray(a);
      case short[] a -> MemorySegment.ofArray(a);
      case int[] a -> MemorySegment.ofArray(a);
      case long[] a -> MemorySegment.ofArray(a);
      case float[] a -> MemorySegment.ofArray(a);
      case double[] a -> MemorySegment.ofArray(a);
      default ->
          throw new IllegalArgumentException(
              "Strings stay on the host: no engine computes with them. Received: "
                  + array.getClass().getSimpleName());
    };
  }
}
