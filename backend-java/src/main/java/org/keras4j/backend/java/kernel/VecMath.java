package org.keras4j.backend.java.kernel;

/// The functions of [FloatMath] on stretches of arrays, in the calling thread: `y[yStart + i]` is
/// the function of `x[xStart + i]`, for i below `count`. y may be x. Every element has the bits
/// that [FloatMath] gives, with explicit vectors or without.
public final class VecMath {
  private static final int TRIAL = 256;
  private static final Warmup EXP =
      new Warmup("exp", 1200, () -> VectorMath.exp(trial(), 0, trial(), 0, TRIAL));
  private static final Warmup EXPM1 =
      new Warmup("expm1", 2500, () -> VectorMath.expm1(trial(), 0, trial(), 0, TRIAL));
  private static final Warmup LOG =
      new Warmup("log", 2500, () -> VectorMath.log(trial(), 0, trial(), 0, TRIAL));
  private static final Warmup LOG1P =
      new Warmup("log1p", 2500, () -> VectorMath.log1p(trial(), 0, trial(), 0, TRIAL));
  private static final Warmup TANH =
      new Warmup("tanh", 2500, () -> VectorMath.tanh(trial(), 0, trial(), 0, TRIAL));
  private static final Warmup SIGMOID =
      new Warmup("sigmoid", 2500, () -> VectorMath.sigmoid(trial(), 0, trial(), 0, TRIAL));
  private static final Warmup SOFTPLUS =
      new Warmup("softplus", 2500, () -> VectorMath.softplus(trial(), 0, trial(), 0, TRIAL));
  private static final Warmup SILU =
      new Warmup("silu", 2500, () -> VectorMath.silu(trial(), 0, trial(), 0, TRIAL));
  private static final Warmup ERF =
      new Warmup("erf", 2500, () -> VectorMath.erf(trial(), 0, trial(), 0, TRIAL));
  private static final Warmup GELU =
      new Warmup("gelu", 2500, () -> VectorMath.gelu(trial(), 0, trial(), 0, TRIAL));
  private static final Warmup GELU_TANH =
      new Warmup("geluTanh", 2500, () -> VectorMath.geluTanh(trial(), 0, trial(), 0, TRIAL));

  private VecMath() {}

  private static float[] trial() {
    return Trial.NUMBERS;
  }

  /// An array for trials, which only the background thread touches.
  private static final class Trial {
    static final float[] NUMBERS = new float[TRIAL];
  }

  /// `y = exp(x)`.
  public static void exp(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = EXP.ready() ? VectorMath.exp(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.exp(x[xStart + i]);
    }
  }

  /// `y = exp(x) - 1`.
  public static void expm1(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = EXPM1.ready() ? VectorMath.expm1(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.expm1(x[xStart + i]);
    }
  }

  /// `y = log(x)`.
  public static void log(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = LOG.ready() ? VectorMath.log(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.log(x[xStart + i]);
    }
  }

  /// `y = log(1 + x)`.
  public static void log1p(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = LOG1P.ready() ? VectorMath.log1p(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.log1p(x[xStart + i]);
    }
  }

  /// `y = tanh(x)`.
  public static void tanh(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = TANH.ready() ? VectorMath.tanh(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.tanh(x[xStart + i]);
    }
  }

  /// `y = 1 / (1 + exp(-x))`.
  public static void sigmoid(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = SIGMOID.ready() ? VectorMath.sigmoid(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.sigmoid(x[xStart + i]);
    }
  }

  /// `y = log(1 + exp(x))`.
  public static void softplus(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = SOFTPLUS.ready() ? VectorMath.softplus(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.softplus(x[xStart + i]);
    }
  }

  /// `y = x * sigmoid(x)`.
  public static void silu(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = SILU.ready() ? VectorMath.silu(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.silu(x[xStart + i]);
    }
  }

  /// `y = erf(x)`.
  public static void erf(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = ERF.ready() ? VectorMath.erf(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.erf(x[xStart + i]);
    }
  }

  /// `y = x / 2 * (1 + erf(x / sqrt(2)))`.
  public static void gelu(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = GELU.ready() ? VectorMath.gelu(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.gelu(x[xStart + i]);
    }
  }

  /// `y = gelu(x) by tanh`.
  public static void geluTanh(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = GELU_TANH.ready() ? VectorMath.geluTanh(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.geluTanh(x[xStart + i]);
    }
  }
}
