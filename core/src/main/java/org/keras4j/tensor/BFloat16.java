package org.keras4j.tensor;

/// The upper half of a float32, as raw bits.
public final class BFloat16 {
  private BFloat16() {}

  /// The value of the bits.
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /// The nearest bfloat16 to a float, ties to even.
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  /// The nearest bfloat16 to a double, ties to even.
  public static short fromDouble(double value) {
    return fromFloat(RoundToOdd.toFloat(value));
  }
}
