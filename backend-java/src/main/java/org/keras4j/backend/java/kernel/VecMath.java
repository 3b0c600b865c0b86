package org.keras4j.backend.java.kernel;

/// The functions of [FloatMath] on stretches of arrays, in the calling thread: `y[yStart + i]` is
/// the function of `x[xStart + i]`, for i below `count`. y may be x. Every element has the bits
/// that [FloatMath] gives, with explicit vectors or without.
///
/// The basic functions are loops of their own, the others are made of them, a short block at a
/// time.
public final class VecMath {
  private static final int BLOCK = 512;
  private static final Warmup EXP =
      new Warmup("exp", 1500, n -> VectorMath.exp(trial(), 0, trial(), 0, n));
  private static final Warmup EXPM1 =
      new Warmup("expm1", 1500, n -> VectorMath.expm1(trial(), 0, trial(), 0, n));
  private static final Warmup TANH =
      new Warmup("tanh", 1500, n -> VectorMath.tanh(trial(), 0, trial(), 0, n));
  private static final Warmup SIGMOID =
      new Warmup("sigmoid", 1500, n -> VectorMath.sigmoid(trial(), 0, trial(), 0, n));
  private static final Warmup LOG =
      new Warmup("log", 1500, n -> VectorMath.log(trial(), 0, trial(), 0, n));
  private static final Warmup LOG1P =
      new Warmup("log1p", 1500, n -> VectorMath.correctLog1p(trial(), 0, trial(), 0, n));
  private static final Warmup ERF =
      new Warmup("erf", 1500, n -> VectorMath.joinErf(trial(), 0, trial(), trial(), 0, n));
  private static final Warmup ERF_TAIL =
      new Warmup("erf tail", 1500, n -> VectorMath.erfTail(trial(), 0, trial(), n));
  private static final Warmup ERFC =
      new Warmup("erfc", 1500, n -> VectorMath.erfc(trial(), 0, trial(), 0, n));

  private VecMath() {}

  /// A function on a stretch, with a working array.
  @FunctionalInterface
  private interface Block {
    void run(float[] x, int xStart, float[] y, int yStart, int count, float[] work);
  }

  private static void inBlocks(
      float[] x, int xStart, float[] y, int yStart, int count, Block block) {
    float[] work = Scratch.takeFloats(BLOCK);
    for (int i = 0; i < count; i += BLOCK) {
      block.run(x, xStart + i, y, yStart + i, Math.min(BLOCK, count - i), work);
    }
    Scratch.give(work);
  }

  /// `y = exp(x)`.
  public static void exp(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = EXP.ready(count) ? VectorMath.exp(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.exp(x[xStart + i]);
    }
  }

  /// `y = exp(x) - 1`.
  public static void expm1(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = EXPM1.ready(count) ? VectorMath.expm1(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.expm1(x[xStart + i]);
    }
  }

  /// `y = log(x)`.
  public static void log(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = LOG.ready(count) ? VectorMath.log(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.log(x[xStart + i]);
    }
  }

  /// `y = log(1 + x)`.
  public static void log1p(float[] x, int xStart, float[] y, int yStart, int count) {
    inBlocks(
        x,
        xStart,
        y,
        yStart,
        count,
        (a, i, b, j, n, work) -> {
          Elementwise.add(a, i, 1f, work, 0, n);
          log(work, 0, work, 0, n);
          int done = LOG1P.ready(n) ? VectorMath.correctLog1p(a, i, work, 0, n) : 0;
          for (int k = done; k < n; k++) {
            work[k] = FloatMath.correctLog1p(a[i + k], work[k]);
          }
          System.arraycopy(work, 0, b, j, n);
        });
  }

  /// `y = tanh(x)`.
  public static void tanh(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = TANH.ready(count) ? VectorMath.tanh(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.tanh(x[xStart + i]);
    }
  }

  /// `y = 1 / (1 + exp(-x))`.
  public static void sigmoid(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = SIGMOID.ready(count) ? VectorMath.sigmoid(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.sigmoid(x[xStart + i]);
    }
  }

  /// `y = x * sigmoid(x)`.
  public static void silu(float[] x, int xStart, float[] y, int yStart, int count) {
    inBlocks(
        x,
        xStart,
        y,
        yStart,
        count,
        (a, i, b, j, n, work) -> {
          sigmoid(a, i, work, 0, n);
          Elementwise.multiply(a, i, work, 0, b, j, n);
        });
  }

  /// `y = log(1 + exp(x))`.
  public static void softplus(float[] x, int xStart, float[] y, int yStart, int count) {
    inBlocks(
        x,
        xStart,
        y,
        yStart,
        count,
        (a, i, b, j, n, work) -> {
          for (int k = 0; k < n; k++) {
            work[k] = -Math.abs(a[i + k]);
          }
          exp(work, 0, work, 0, n);
          log1p(work, 0, work, 0, n);
          for (int k = 0; k < n; k++) {
            b[j + k] = Math.max(a[i + k], 0f) + work[k];
          }
        });
  }

  /// `y = erf(x)`.
  public static void erf(float[] x, int xStart, float[] y, int yStart, int count) {
    inBlocks(
        x,
        xStart,
        y,
        yStart,
        count,
        (a, i, b, j, n, work) -> {
          int done = ERF_TAIL.ready(n) ? VectorMath.erfTail(a, i, work, n) : 0;
          for (int k = done; k < n; k++) {
            work[k] = FloatMath.erfTail(a[i + k]);
          }
          done = ERF.ready(n) ? VectorMath.joinErf(a, i, work, b, j, n) : 0;
          for (int k = done; k < n; k++) {
            b[j + k] = FloatMath.joinErf(a[i + k], work[k]);
          }
        });
  }

  /// `y = 1 - erf(x)`, exact to a few ulp however small.
  public static void erfc(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = ERFC.ready(count) ? VectorMath.erfc(x, xStart, y, yStart, count) : 0;
    for (; i < count; i++) {
      y[yStart + i] = FloatMath.erfc(x[xStart + i]);
    }
  }

  /// `y = x / 2 * erfc(-x / sqrt(2))`.
  public static void gelu(float[] x, int xStart, float[] y, int yStart, int count) {
    inBlocks(
        x,
        xStart,
        y,
        yStart,
        count,
        (a, i, b, j, n, work) -> {
          Elementwise.multiply(a, i, -FloatMath.SQRT_HALF, work, 0, n);
          erfc(work, 0, work, 0, n);
          for (int k = 0; k < n; k++) {
            b[j + k] = 0.5f * a[i + k] * work[k];
          }
        });
  }

  /// `y = gelu(x)` by tanh.
  public static void geluTanh(float[] x, int xStart, float[] y, int yStart, int count) {
    inBlocks(
        x,
        xStart,
        y,
        yStart,
        count,
        (a, i, b, j, n, work) -> {
          for (int k = 0; k < n; k++) {
            float v = a[i + k];
            work[k] = Math.fma(v * v, FloatMath.GELU_CUBIC, FloatMath.GELU_LINEAR) * v;
          }
          tanh(work, 0, work, 0, n);
          for (int k = 0; k < n; k++) {
            float half = 0.5f * a[i + k];
            b[j + k] = Math.fma(work[k], half, half);
          }
        });
  }

  private static float[] trial() {
    return Trial.NUMBERS;
  }

  /// An array for trials, which only the background thread touches.
  private static final class Trial {
    static final float[] NUMBERS = new float[Warmup.TRIAL];
  }
}
