package org.keras4j.backend.java;

import org.keras4j.tensor.BFloat16;
import org.keras4j.tensor.DType;

/// Half-precision floats by way of float32: widened, computed, rounded once.
final class MicroHalf {
  private static final int STRETCH = 256;

  private MicroHalf() {}

  /// A float32 function of `operands` half-precision ones, its result half-precision.
  static Micro around(DType dtype, Micro f, int operands) {
    var reading = reading(dtype, f, operands);
    return (a, o, z, zo, n) -> {
      float[] result = new float[Math.min(n, STRETCH)];
      int[] places = o.clone();
      for (int from = 0; from < n; from += STRETCH) {
        int count = Math.min(STRETCH, n - from);
        reading.run(a, places, result, 0, count);
        narrow(dtype, result, 0, (short[]) z, zo + from, count);
        advance(places, count);
      }
    };
  }

  /// A float32 function of `operands` half-precision ones, its result of any other type.
  static Micro reading(DType dtype, Micro f, int operands) {
    return (a, o, z, zo, n) -> {
      Object[] wide = new Object[operands];
      for (int k = 0; k < operands; k++) {
        float[] x = new float[n];
        widen(dtype, (short[]) a[k], o[k], x, 0, n);
        wide[k] = x;
      }
      f.run(wide, new int[operands], z, zo, n);
    };
  }

  private static void advance(int[] places, int by) {
    for (int k = 0; k < places.length; k++) {
      places[k] += by;
    }
  }

  static void widen(DType dtype, short[] x, int xo, float[] z, int zo, int n) {
    if (dtype == DType.FLOAT16) {
      for (int i = 0; i < n; i++) {
        z[zo + i] = Float.float16ToFloat(x[xo + i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        z[zo + i] = BFloat16.toFloat(x[xo + i]);
      }
    }
  }

  static void narrow(DType dtype, float[] x, int xo, short[] z, int zo, int n) {
    if (dtype == DType.FLOAT16) {
      for (int i = 0; i < n; i++) {
        z[zo + i] = Float.floatToFloat16(x[xo + i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        z[zo + i] = BFloat16.fromFloat(x[xo + i]);
      }
    }
  }
}
