package org.keras4j.tensor;

/// Narrowing a double to a float in a way that a second rounding to a still narrower type stays
/// correct: an inexact result keeps its lowest bit set, so no tie appears that was none.
final class RoundToOdd {
  private RoundToOdd() {}

  static float toFloat(double value) {
    float f = (float) value;
    if (f == value || Double.isNaN(value) || Float.isInfinite(f)) {
      return f;
    }
    int bits = Float.floatToRawIntBits(f);
    if ((bits & 1) == 1) {
      return f;
    }
    boolean roundedUp = Math.abs((double) f) > Math.abs(value);
    return Float.intBitsToFloat(roundedUp ? bits - 1 : bits + 1);
  }
}
