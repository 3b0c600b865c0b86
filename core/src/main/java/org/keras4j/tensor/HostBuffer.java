package org.keras4j.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.ByteOrder;

/// Elements in one Java array, row-major.
///
/// | dtype | array |
/// |---|---|
/// | bool, int8, uint8, float8 | `byte[]` |
/// | int16, uint16, float16, bfloat16 | `short[]` (raw bits) |
/// | int32, uint32 | `int[]` |
/// | int64, uint64 | `long[]` |
/// | float32 | `float[]` |
/// | float64 | `double[]` |
/// | complex64 | `float[]`, real and imaginary parts in turn |
/// | string | `String[]` |
///
/// The array is not copied: whoever hands one over gives it up.
public record HostBuffer(Object array) implements Buffer {
  /// A buffer of zeros (or empty strings) for a type.
  public static HostBuffer zeros(TensorType type) {
    int n = Math.toIntExact(type.size());
    return new HostBuffer(
        switch (type.dtype()) {
          case BOOL, UINT8, INT8, FLOAT8_E4M3FN, FLOAT8_E5M2 -> new byte[n];
          case INT16, UINT16, FLOAT16, BFLOAT16 -> new short[n];
          case INT32, UINT32 -> new int[n];
          case INT64, UINT64 -> new long[n];
          case FLOAT32 -> new float[n];
          case FLOAT64 -> new double[n];
          case COMPLEX64 -> new float[Math.multiplyExact(2, n)];
          case STRING -> {
            var s = new String[n];
            java.util.Arrays.fill(s, "");
            yield s;
          }
        });
  }

  /// A buffer with a copy of the first elements of some memory.
  ///
  /// @throws IndexOutOfBoundsException if the memory is shorter
  public static HostBuffer copyOf(TensorType type, MemorySegment memory, ByteOrder order) {
    HostBuffer out = zeros(type);
    int n = Array.getLength(out.array);
    ValueLayout layout =
        switch (out.array) {
          case byte[] _ -> ValueLayout.JAVA_BYTE;
          case short[] _ -> ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
          case int[] _ -> ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
          case long[] _ -> ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
          case float[] _ -> ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
          case double[] _ -> ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order);
          default ->
              throw new IllegalArgumentException(
                  "Expected numbers or booleans. Received: dtype=" + type.dtype());
        };
    MemorySegment.copy(memory, layout, 0, out.array, 0, n);
    if (type.dtype() == DType.BOOL) {
      byte[] values = out.bytes();
      for (int i = 0; i < n; i++) {
        values[i] = (byte) (values[i] == 0 ? 0 : 1);
      }
    }
    return out;
  }

  /// The elements as memory in the machine's own byte order, not copied.
  ///
  /// @throws IllegalArgumentException for strings
  public MemorySegment segment() {
    return switch (array) {
      case byte[] a -> MemorySegment.ofArray(a);
      case short[] a -> MemorySegment.ofArray(a);
      case int[] a -> MemorySegment.ofArray(a);
      case long[] a -> MemorySegment.ofArray(a);
      case float[] a -> MemorySegment.ofArray(a);
      case double[] a -> MemorySegment.ofArray(a);
      default ->
          throw new IllegalArgumentException("Expected numbers or booleans. Received: strings");
    };
  }

  /// Whether the array has the class and length that a type asks for.
  public boolean fits(TensorType type) {
    Class<?> wanted =
        switch (type.dtype()) {
          case BOOL, UINT8, INT8, FLOAT8_E4M3FN, FLOAT8_E5M2 -> byte[].class;
          case INT16, UINT16, FLOAT16, BFLOAT16 -> short[].class;
          case INT32, UINT32 -> int[].class;
          case INT64, UINT64 -> long[].class;
          case FLOAT32, COMPLEX64 -> float[].class;
          case FLOAT64 -> double[].class;
          case STRING -> String[].class;
        };
    long length = type.dtype() == DType.COMPLEX64 ? 2 * type.size() : type.size();
    return array.getClass() == wanted && Array.getLength(array) == length;
  }

  @Override
  public HostBuffer toHost(TensorType type) {
    return this;
  }

  @Override
  public HostBuffer copy(TensorType type) {
    var out = zeros(type);
    System.arraycopy(array, 0, out.array, 0, Array.getLength(array));
    return out;
  }

  /// The array as `byte[]`.
  public byte[] bytes() {
    return (byte[]) array;
  }

  /// The array as `short[]`.
  public short[] shorts() {
    return (short[]) array;
  }

  /// The array as `int[]`.
  public int[] ints() {
    return (int[]) array;
  }

  /// The array as `long[]`.
  public long[] longs() {
    return (long[]) array;
  }

  /// The array as `float[]`.
  public float[] floats() {
    return (float[]) array;
  }

  /// The array as `double[]`.
  public double[] doubles() {
    return (double[]) array;
  }

  /// The array as `String[]`.
  public String[] strings() {
    return (String[]) array;
  }
}
