package org.keras4j.tensor;

/// One-by-one access to the elements of a host buffer, whatever their dtype. Clear rather than
/// fast: for readers, printers, tests and the reference engine.
///
/// Unsigned integers read as the numbers they stand for (uint64 as a double, or as raw bits by
/// {@link #getLong}). Writing rounds floats to nearest even and wraps integers. A complex element
/// reads as its real part; both parts are at {@link #getImaginary}.
public final class Elements {
  private final TensorType type;
  private final HostBuffer buffer;
  private final int size;

  Elements(TensorType type, HostBuffer buffer) {
    this.type = type;
    this.buffer = buffer;
    this.size = Math.toIntExact(type.size());
  }

  /// Zeros of a type.
  public static Elements zeros(TensorType type) {
    return new Elements(type, HostBuffer.zeros(type));
  }

  /// Access to a buffer's elements.
  public static Elements of(TensorType type, HostBuffer buffer) {
    return new Elements(type, buffer);
  }

  /// Shape and dtype.
  public TensorType type() {
    return type;
  }

  /// The number of elements.
  public int size() {
    return size;
  }

  /// What is read and written.
  public HostBuffer buffer() {
    return buffer;
  }

  /// A tensor over these elements, which are given up to it.
  public Array toArray() {
    return Array.of(type, buffer);
  }

  /// Element `i` as a double.
  public double getDouble(int i) {
    return switch (type.dtype()) {
      case BOOL -> buffer.bytes()[i] == 0 ? 0 : 1;
      case FLOAT8_E4M3FN -> Float8.e4m3fnToFloat(buffer.bytes()[i]);
      case FLOAT8_E5M2 -> Float8.e5m2ToFloat(buffer.bytes()[i]);
      case FLOAT16 -> Float.float16ToFloat(buffer.shorts()[i]);
      case BFLOAT16 -> BFloat16.toFloat(buffer.shorts()[i]);
      case FLOAT32 -> buffer.floats()[i];
      case FLOAT64 -> buffer.doubles()[i];
      case COMPLEX64 -> buffer.floats()[2 * i];
      case UINT64 -> unsigned(buffer.longs()[i]);
      case UINT8, UINT16, UINT32, INT8, INT16, INT32, INT64 -> getLong(i);
      case STRING -> throw new IllegalStateException("A tensor of strings holds no numbers.");
    };
  }

  private static double unsigned(long bits) {
    double low = bits & 0x7ff;
    return bits >= 0 ? bits : (bits >>> 11) * 2048.0 + low;
  }

  /// Element `i` as a long: floats are cut towards zero, uint64 are raw bits.
  public long getLong(int i) {
    return switch (type.dtype()) {
      case BOOL -> buffer.bytes()[i] == 0 ? 0 : 1;
      case UINT8 -> buffer.bytes()[i] & 0xffL;
      case INT8 -> buffer.bytes()[i];
      case UINT16 -> buffer.shorts()[i] & 0xffffL;
      case INT16 -> buffer.shorts()[i];
      case UINT32 -> buffer.ints()[i] & 0xffffffffL;
      case INT32 -> buffer.ints()[i];
      case UINT64, INT64 -> buffer.longs()[i];
      case FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT16, BFLOAT16, FLOAT32, FLOAT64, COMPLEX64 ->
          (long) getDouble(i);
      case STRING -> throw new IllegalStateException("A tensor of strings holds no numbers.");
    };
  }

  /// Sets element `i`, rounded to nearest even, or cut towards zero and wrapped for integers.
  public void setDouble(int i, double value) {
    switch (type.dtype()) {
      case BOOL -> buffer.bytes()[i] = (byte) (value != 0 ? 1 : 0);
      case FLOAT8_E4M3FN -> buffer.bytes()[i] = Float8.e4m3fnFromDouble(value);
      case FLOAT8_E5M2 -> buffer.bytes()[i] = Float8.e5m2FromDouble(value);
      case FLOAT16 -> buffer.shorts()[i] = Float16.fromDouble(value);
      case BFLOAT16 -> buffer.shorts()[i] = BFloat16.fromDouble(value);
      case FLOAT32 -> buffer.floats()[i] = (float) value;
      case FLOAT64 -> buffer.doubles()[i] = value;
      case COMPLEX64 -> {
        buffer.floats()[2 * i] = (float) value;
        buffer.floats()[2 * i + 1] = 0;
      }
      case UINT64 ->
          buffer.longs()[i] =
              value >= 0x1p63 ? (long) (value - 0x1p63) + Long.MIN_VALUE : (long) value;
      case UINT8, UINT16, UINT32, INT8, INT16, INT32, INT64 -> setLong(i, (long) value);
      case STRING -> throw new IllegalStateException("A tensor of strings holds no numbers.");
    }
  }

  /// Sets element `i`, wrapped to the integer type or rounded to the float type.
  public void setLong(int i, long value) {
    switch (type.dtype()) {
      case BOOL -> buffer.bytes()[i] = (byte) (value != 0 ? 1 : 0);
      case UINT8, INT8 -> buffer.bytes()[i] = (byte) value;
      case UINT16, INT16 -> buffer.shorts()[i] = (short) value;
      case UINT32, INT32 -> buffer.ints()[i] = (int) value;
      case UINT64, INT64 -> buffer.longs()[i] = value;
      case FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT16, BFLOAT16, FLOAT32, FLOAT64, COMPLEX64 ->
          setDouble(i, value);
      case STRING -> throw new IllegalStateException("A tensor of strings holds no numbers.");
    }
  }

  /// The imaginary part of element `i`: 0 unless the type is complex.
  public double getImaginary(int i) {
    return type.dtype().isComplex() ? buffer.floats()[2 * i + 1] : 0;
  }

  /// Sets both parts of a complex element.
  public void setComplex(int i, double real, double imaginary) {
    buffer.floats()[2 * i] = (float) real;
    buffer.floats()[2 * i + 1] = (float) imaginary;
  }
}
