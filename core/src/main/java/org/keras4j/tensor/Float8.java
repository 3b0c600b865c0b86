package org.keras4j.tensor;

/// The two 8-bit floating-point types, as raw bits.
public final class Float8 {
  private Float8() {}

  /// The value of an `e4m3fn` number: 4 exponent bits (bias 7), 3 mantissa bits, no infinity.
  public static float e4m3fnToFloat(byte bits) {
    int magnitude = bits & 0x7f;
    if (magnitude == 0x7f) {
      return Float.NaN;
    }
    return decode(bits, magnitude >> 3, magnitude & 7, 3, 7);
  }

  /// The value of an `e5m2` number: 5 exponent bits (bias 15), 2 mantissa bits.
  public static float e5m2ToFloat(byte bits) {
    int exponent = (bits >> 2) & 0x1f;
    int mantissa = bits & 3;
    if (exponent == 0x1f) {
      float special = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
      return bits < 0 ? -special : special;
    }
    return decode(bits, exponent, mantissa, 2, 15);
  }

  private static float decode(byte bits, int exponent, int mantissa, int width, int bias) {
    double scale = 1 << width;
    double value =
        exponent == 0
            ? mantissa / scale * Math.pow(2, 1 - bias)
            : (1 + mantissa / scale) * Math.pow(2, exponent - bias);
    return (float) (bits < 0 ? -value : value);
  }

  /// The nearest `e4m3fn` number, ties to even; what is too large becomes NaN.
  public static byte e4m3fnFromDouble(double value) {
    if (Double.isNaN(value)) {
      return 0x7f;
    }
    int bits = encode(Math.abs(value), 3, 7);
    return (byte) (sign(value) | (bits > 0x7e ? 0x7f : bits));
  }

  /// The nearest `e5m2` number, ties to even; what is too large becomes infinite.
  public static byte e5m2FromDouble(double value) {
    if (Double.isNaN(value)) {
      return (byte) (sign(value) | 0x7e);
    }
    return (byte) (sign(value) | Math.min(encode(Math.abs(value), 2, 15), 0x7c));
  }

  private static int sign(double value) {
    return Double.doubleToRawLongBits(value) < 0 ? 0x80 : 0;
  }

  /// Magnitude bits, not yet cut at the largest number; rounding may carry from mantissa into
  /// exponent by itself.
  private static int encode(double magnitude, int width, int bias) {
    if (Double.isInfinite(magnitude)) {
      return 0x7f;
    }
    int exponent = Math.max(Math.getExponent(magnitude), 1 - bias);
    double steps = Math.rint(magnitude / Math.pow(2, exponent - width));
    int normal = exponent + bias - 1;
    return (int) Math.min(0x7f, steps + ((long) normal << width));
  }
}
