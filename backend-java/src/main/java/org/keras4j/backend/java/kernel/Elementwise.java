package org.keras4j.backend.java.kernel;

/// Arithmetic on stretches of arrays, one operation per method, in the calling thread: element
/// `start + i` of each operand makes element `start + i` of the result, for i below `count`.
///
/// The result may be an operand's own stretch; other overlaps are not supported. Those that models
/// use most have twins in [VectorArithmetic] and [VectorChoice]. Callers cut large arrays over
/// threads with [WorkPool#forRange].
public final class Elementwise {
  private Elementwise() {}

  /// `z = x + y`.
  public static void add(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.ADD.ready(count)
            ? VectorArithmetic.add(x, xStart, y, yStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] + y[yStart + i];
    }
  }

  /// `z = x + y`.
  public static void add(
      double[] x, int xStart, double[] y, int yStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] + y[yStart + i];
    }
  }

  /// `z = x + y`.
  public static void add(int[] x, int xStart, int[] y, int yStart, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] + y[yStart + i];
    }
  }

  /// `z = x + y`.
  public static void add(
      long[] x, int xStart, long[] y, int yStart, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] + y[yStart + i];
    }
  }

  /// `z = x + y`, y being one number.
  public static void add(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.ADD_NUMBER.ready(count)
            ? VectorArithmetic.add(x, xStart, y, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] + y;
    }
  }

  /// `z = x + y`, y being one number.
  public static void add(double[] x, int xStart, double y, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] + y;
    }
  }

  /// `z = x + y`, y being one number.
  public static void add(int[] x, int xStart, int y, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] + y;
    }
  }

  /// `z = x + y`, y being one number.
  public static void add(long[] x, int xStart, long y, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] + y;
    }
  }

  /// `z = x - y`.
  public static void subtract(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.SUBTRACT.ready(count)
            ? VectorArithmetic.subtract(x, xStart, y, yStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] - y[yStart + i];
    }
  }

  /// `z = x - y`.
  public static void subtract(
      double[] x, int xStart, double[] y, int yStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] - y[yStart + i];
    }
  }

  /// `z = x - y`.
  public static void subtract(
      int[] x, int xStart, int[] y, int yStart, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] - y[yStart + i];
    }
  }

  /// `z = x - y`.
  public static void subtract(
      long[] x, int xStart, long[] y, int yStart, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] - y[yStart + i];
    }
  }

  /// `z = x - y`, y being one number.
  public static void subtract(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.SUBTRACT_NUMBER.ready(count)
            ? VectorArithmetic.subtract(x, xStart, y, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] - y;
    }
  }

  /// `z = x - y`, y being one number.
  public static void subtract(double[] x, int xStart, double y, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] - y;
    }
  }

  /// `z = x - y`, y being one number.
  public static void subtract(int[] x, int xStart, int y, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] - y;
    }
  }

  /// `z = x - y`, y being one number.
  public static void subtract(long[] x, int xStart, long y, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] - y;
    }
  }

  /// `z = x * y`.
  public static void multiply(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.MULTIPLY.ready(count)
            ? VectorArithmetic.multiply(x, xStart, y, yStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] * y[yStart + i];
    }
  }

  /// `z = x * y`.
  public static void multiply(
      double[] x, int xStart, double[] y, int yStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] * y[yStart + i];
    }
  }

  /// `z = x * y`.
  public static void multiply(
      int[] x, int xStart, int[] y, int yStart, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] * y[yStart + i];
    }
  }

  /// `z = x * y`.
  public static void multiply(
      long[] x, int xStart, long[] y, int yStart, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] * y[yStart + i];
    }
  }

  /// `z = x * y`, y being one number.
  public static void multiply(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.MULTIPLY_NUMBER.ready(count)
            ? VectorArithmetic.multiply(x, xStart, y, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] * y;
    }
  }

  /// `z = x * y`, y being one number.
  public static void multiply(double[] x, int xStart, double y, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] * y;
    }
  }

  /// `z = x * y`, y being one number.
  public static void multiply(int[] x, int xStart, int y, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] * y;
    }
  }

  /// `z = x * y`, y being one number.
  public static void multiply(long[] x, int xStart, long y, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] * y;
    }
  }

  /// `z = x / y`.
  public static void divide(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.DIVIDE.ready(count)
            ? VectorArithmetic.divide(x, xStart, y, yStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] / y[yStart + i];
    }
  }

  /// `z = x / y`.
  public static void divide(
      double[] x, int xStart, double[] y, int yStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] / y[yStart + i];
    }
  }

  /// `z = x / y`, y being one number.
  public static void divide(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.DIVIDE_NUMBER.ready(count)
            ? VectorArithmetic.divide(x, xStart, y, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] / y;
    }
  }

  /// `z = x / y`, y being one number.
  public static void divide(double[] x, int xStart, double y, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] / y;
    }
  }

  /// `z = x - y`, x being one number.
  public static void subtract(float x, float[] y, int yStart, float[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x - y[yStart + i];
    }
  }

  /// `z = x - y`, x being one number.
  public static void subtract(double x, double[] y, int yStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x - y[yStart + i];
    }
  }

  /// `z = x - y`, x being one number.
  public static void subtract(int x, int[] y, int yStart, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x - y[yStart + i];
    }
  }

  /// `z = x - y`, x being one number.
  public static void subtract(long x, long[] y, int yStart, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x - y[yStart + i];
    }
  }

  /// `z = x / y`, x being one number.
  public static void divide(float x, float[] y, int yStart, float[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x / y[yStart + i];
    }
  }

  /// `z = x / y`, x being one number.
  public static void divide(double x, double[] y, int yStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x / y[yStart + i];
    }
  }

  /// `z = max(x, y)`, NaN if either is.
  public static void max(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.MAX.ready(count)
            ? VectorChoice.max(x, xStart, y, yStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = Math.max(x[xStart + i], y[yStart + i]);
    }
  }

  /// `z = max(x, y)`, NaN if either is.
  public static void max(
      double[] x, int xStart, double[] y, int yStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.max(x[xStart + i], y[yStart + i]);
    }
  }

  /// `z = max(x, y)`, NaN if either is.
  public static void max(int[] x, int xStart, int[] y, int yStart, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.max(x[xStart + i], y[yStart + i]);
    }
  }

  /// `z = max(x, y)`, NaN if either is.
  public static void max(
      long[] x, int xStart, long[] y, int yStart, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.max(x[xStart + i], y[yStart + i]);
    }
  }

  /// `z = max(x, y)`, NaN if either is, y being one number.
  public static void max(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.MAX_NUMBER.ready(count)
            ? VectorArithmetic.max(x, xStart, y, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = Math.max(x[xStart + i], y);
    }
  }

  /// `z = max(x, y)`, NaN if either is, y being one number.
  public static void max(double[] x, int xStart, double y, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.max(x[xStart + i], y);
    }
  }

  /// `z = max(x, y)`, NaN if either is, y being one number.
  public static void max(int[] x, int xStart, int y, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.max(x[xStart + i], y);
    }
  }

  /// `z = max(x, y)`, NaN if either is, y being one number.
  public static void max(long[] x, int xStart, long y, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.max(x[xStart + i], y);
    }
  }

  /// `z = min(x, y)`, NaN if either is.
  public static void min(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.MIN.ready(count)
            ? VectorChoice.min(x, xStart, y, yStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = Math.min(x[xStart + i], y[yStart + i]);
    }
  }

  /// `z = min(x, y)`, NaN if either is.
  public static void min(
      double[] x, int xStart, double[] y, int yStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.min(x[xStart + i], y[yStart + i]);
    }
  }

  /// `z = min(x, y)`, NaN if either is.
  public static void min(int[] x, int xStart, int[] y, int yStart, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.min(x[xStart + i], y[yStart + i]);
    }
  }

  /// `z = min(x, y)`, NaN if either is.
  public static void min(
      long[] x, int xStart, long[] y, int yStart, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.min(x[xStart + i], y[yStart + i]);
    }
  }

  /// `z = min(x, y)`, NaN if either is, y being one number.
  public static void min(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.min(x[xStart + i], y);
    }
  }

  /// `z = min(x, y)`, NaN if either is, y being one number.
  public static void min(double[] x, int xStart, double y, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.min(x[xStart + i], y);
    }
  }

  /// `z = min(x, y)`, NaN if either is, y being one number.
  public static void min(int[] x, int xStart, int y, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.min(x[xStart + i], y);
    }
  }

  /// `z = min(x, y)`, NaN if either is, y being one number.
  public static void min(long[] x, int xStart, long y, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.min(x[xStart + i], y);
    }
  }

  /// `z = -x`.
  public static void negate(float[] x, int xStart, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.NEGATE.ready(count)
            ? VectorArithmetic.negate(x, xStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = -x[xStart + i];
    }
  }

  /// `z = -x`.
  public static void negate(double[] x, int xStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = -x[xStart + i];
    }
  }

  /// `z = -x`.
  public static void negate(int[] x, int xStart, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = -x[xStart + i];
    }
  }

  /// `z = -x`.
  public static void negate(long[] x, int xStart, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = -x[xStart + i];
    }
  }

  /// `z = |x|`.
  public static void abs(float[] x, int xStart, float[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.abs(x[xStart + i]);
    }
  }

  /// `z = |x|`.
  public static void abs(double[] x, int xStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.abs(x[xStart + i]);
    }
  }

  /// `z = |x|`.
  public static void abs(int[] x, int xStart, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.abs(x[xStart + i]);
    }
  }

  /// `z = |x|`.
  public static void abs(long[] x, int xStart, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.abs(x[xStart + i]);
    }
  }

  /// `z = x * x`.
  public static void square(float[] x, int xStart, float[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] * x[xStart + i];
    }
  }

  /// `z = x * x`.
  public static void square(double[] x, int xStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] * x[xStart + i];
    }
  }

  /// `z = x * x`.
  public static void square(int[] x, int xStart, int[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] * x[xStart + i];
    }
  }

  /// `z = x * x`.
  public static void square(long[] x, int xStart, long[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = x[xStart + i] * x[xStart + i];
    }
  }

  /// `z = sqrt(x)`.
  public static void sqrt(float[] x, int xStart, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.SQRT.ready(count)
            ? VectorArithmetic.sqrt(x, xStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = (float) Math.sqrt(x[xStart + i]);
    }
  }

  /// `z = sqrt(x)`.
  public static void sqrt(double[] x, int xStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = Math.sqrt(x[xStart + i]);
    }
  }

  /// `z = 1 / x`.
  public static void reciprocal(float[] x, int xStart, float[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = 1 / x[xStart + i];
    }
  }

  /// `z = 1 / x`.
  public static void reciprocal(double[] x, int xStart, double[] z, int zStart, int count) {
    for (int i = 0; i < count; i++) {
      z[zStart + i] = 1 / x[xStart + i];
    }
  }

  /// `z = z + x * y`, rounded once.
  public static void multiplyAdd(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.MULTIPLY_ADD.ready(count)
            ? VectorArithmetic.multiplyAdd(x, xStart, y, yStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = Math.fma(x[xStart + i], y[yStart + i], z[zStart + i]);
    }
  }

  /// `z = z + x * y`, y being one number, rounded once.
  public static void multiplyAdd(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.MULTIPLY_ADD_NUMBER.ready(count)
            ? VectorArithmetic.multiplyAdd(x, xStart, y, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = Math.fma(x[xStart + i], y, z[zStart + i]);
    }
  }

  /// `z = condition ? x : y`, true being anything but 0.
  public static void select(
      byte[] condition,
      int start,
      float[] x,
      int xStart,
      float[] y,
      int yStart,
      float[] z,
      int zStart,
      int count) {
    int done =
        ElementwiseTrials.SELECT.ready(count)
            ? VectorChoice.select(condition, start, x, xStart, y, yStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = condition[start + i] != 0 ? x[xStart + i] : y[yStart + i];
    }
  }

  /// z = 1 where `x < y`, else 0.
  public static void less(
      float[] x, int xStart, float[] y, int yStart, byte[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.LESS.ready(count)
            ? VectorChoice.less(x, xStart, y, yStart, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = (byte) (x[xStart + i] < y[yStart + i] ? 1 : 0);
    }
  }
}
