package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;

/// RawElements in a file's bytes to and from Java arrays, by bulk copy.
final class RawElements {
  private RawElements() {}

  /// Copies `count` elements; `raw` holds at least as many.
  static HostBuffer read(MemorySegment raw, DType dtype, int count, ByteOrder order) {
    return switch (dtype) {
      case BOOL -> {
        byte[] values = raw.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
        for (int i = 0; i < count; i++) {
          values[i] = (byte) (values[i] == 0 ? 0 : 1);
        }
        yield new HostBuffer(values);
      }
      case INT8, UINT8, FLOAT8_E4M3FN, FLOAT8_E5M2 ->
          new HostBuffer(raw.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
      case INT16, UINT16, FLOAT16, BFLOAT16 ->
          copied(raw, ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), new short[count], count);
      case INT32, UINT32 ->
          copied(raw, ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), new int[count], count);
      case INT64, UINT64 ->
          copied(raw, ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), new long[count], count);
      case FLOAT32 ->
          copied(raw, ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order), new float[count], count);
      case COMPLEX64 -> {
        int parts = Math.multiplyExact(2, count);
        yield copied(
            raw, ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order), new float[parts], parts);
      }
      case FLOAT64 ->
          copied(raw, ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order), new double[count], count);
      case STRING -> throw new IllegalArgumentException("Expected numbers. Received: dtype=string");
    };
  }

  private static HostBuffer copied(MemorySegment raw, ValueLayout layout, Object array, int count) {
    MemorySegment.copy(raw, layout, 0, array, 0, count);
    return new HostBuffer(array);
  }

  /// The elements as memory of the machine's own byte order, not copied.
  static MemorySegment memory(HostBuffer data) {
    return switch (data.array()) {
      case byte[] a -> MemorySegment.ofArray(a);
      case short[] a -> MemorySegment.ofArray(a);
      case int[] a -> MemorySegment.ofArray(a);
      case long[] a -> MemorySegment.ofArray(a);
      case float[] a -> MemorySegment.ofArray(a);
      case double[] a -> MemorySegment.ofArray(a);
      default ->
          throw new IllegalArgumentException(
              "Expected an array of numbers. Received: " + data.array().getClass());
    };
  }
}
