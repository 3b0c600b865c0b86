package org.keras4j.ops;

import org.keras4j.tensor.DType;

/// The smallest and largest finite numbers of a dtype.
record NumberRange(double low, double high) {
  static NumberRange of(DType dtype) {
    int bits = 8 * dtype.bytes();
    return switch (dtype.kind()) {
      case BOOL -> new NumberRange(0, 1);
      case UNSIGNED -> new NumberRange(0, Math.scalb(1.0, bits) - 1);
      case SIGNED -> new NumberRange(-Math.scalb(1.0, bits - 1), Math.scalb(1.0, bits - 1) - 1);
      case FLOAT -> new NumberRange(-largest(dtype), largest(dtype));
      case COMPLEX, STRING ->
          throw new IllegalArgumentException(
              "Expected a dtype of real numbers. Received: dtype=" + dtype);
    };
  }

  /// The largest finite number of a float dtype.
  private static double largest(DType dtype) {
    return switch (dtype) {
      case FLOAT8_E4M3FN -> 448;
      case FLOAT8_E5M2 -> 57344;
      case FLOAT16 -> 65504;
      case BFLOAT16 -> 0x1.fep127;
      case FLOAT32 -> Float.MAX_VALUE;
      case FLOAT64 -> Double.MAX_VALUE;
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, COMPLEX64, STRING ->
          throw new IllegalArgumentException("Expected a float dtype. Received: dtype=" + dtype);
    };
  }
}
