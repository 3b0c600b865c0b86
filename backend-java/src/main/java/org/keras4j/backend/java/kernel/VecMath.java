package org.keras4j.backend.java.kernel;

/// The functions of [FloatMath] on stretches of arrays, in the calling thread: `y[yStart + i]` is
/// the function of `x[xStart + i]`, for i below `count`. y may be x. Every element has the bits
/// that [FloatMath] gives, with explicit vectors or without.
public final class VecMath {
  private VecMath() {}

  /// `y = exp(x)`.
  public static void exp(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.exp(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.exp(x[xStart + i]);
    }
  }

  /// `y = exp(x) - 1`.
  public static void expm1(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.expm1(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.expm1(x[xStart + i]);
    }
  }

  /// `y = log(x)`.
  public static void log(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.log(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.log(x[xStart + i]);
    }
  }

  /// `y = log(1 + x)`.
  public static void log1p(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.log1p(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.log1p(x[xStart + i]);
    }
  }

  /// `y = tanh(x)`.
  public static void tanh(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.tanh(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.tanh(x[xStart + i]);
    }
  }

  /// `y = 1 / (1 + exp(-x))`.
  public static void sigmoid(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.sigmoid(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.sigmoid(x[xStart + i]);
    }
  }

  /// `y = log(1 + exp(x))`.
  public static void softplus(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.softplus(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.softplus(x[xStart + i]);
    }
  }

  /// `y = x * sigmoid(x)`.
  public static void silu(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.silu(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.silu(x[xStart + i]);
    }
  }

  /// `y = erf(x)`.
  public static void erf(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.erf(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.erf(x[xStart + i]);
    }
  }

  /// `y = x / 2 * (1 + erf(x / sqrt(2)))`.
  public static void gelu(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.gelu(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.gelu(x[xStart + i]);
    }
  }

  /// `y = gelu(x) by tanh`.
  public static void geluTanh(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = Simd.ENABLED ? VectorMath.geluTanh(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.geluTanh(x[xStart + i]);
    }
  }
}
