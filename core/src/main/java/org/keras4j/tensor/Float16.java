package org.keras4j.tensor;

/// IEEE 754 half precision, as raw bits.
public final class Float16 {
  private Float16() {}

  /// The nearest half to a double, ties to even.
  public static short fromDouble(double value) {
    return Float.floatToFloat16(RoundToOdd.toFloat(value));
  }
}
