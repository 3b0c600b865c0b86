package org.keras4j.backend.java.kernel;

/// Running sums, products and extremes along the middle axis of a dense array seen as `[outer, n,
/// inner]`, from the end if `reverse`; each result includes its own element. y may be x.
public final class Cumulative {
  private Cumulative() {}

  @FunctionalInterface
  private interface Combine<T> {
    void row(T before, int beforeStart, T x, int xStart, T y, int yStart, int count);
  }

  private static <T> void run(
      T x,
      int xStart,
      int outer,
      int n,
      int inner,
      T y,
      int yStart,
      boolean reverse,
      Combine<T> combine) {
    Parallel.range(
        n == 0 ? 0 : outer,
        (long) n * inner,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int first = (i * n + (reverse ? n - 1 : 0)) * inner;
            int step = reverse ? -inner : inner;
            System.arraycopy(x, xStart + first, y, yStart + first, inner);
            for (int r = 1; r < n; r++) {
              int at = first + r * step;
              combine.row(y, yStart + at - step, x, xStart + at, y, yStart + at, inner);
            }
          }
        });
  }

  /// y = the running sums of x.
  public static void sum(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart, boolean reverse) {
    if (inner == 1) {
      Parallel.range(
          outer,
          2L * n,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              line(x, xStart + i * n, n, y, yStart + i * n, reverse);
            }
          });
      return;
    }
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::add);
  }

  /// y = the running products of x.
  public static void product(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::multiply);
  }

  /// y = the running maxima of x.
  public static void max(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::max);
  }

  /// y = the running minima of x.
  public static void min(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::min);
  }

  /// y = the running sums of x.
  public static void sum(
      double[] x,
      int xStart,
      int outer,
      int n,
      int inner,
      double[] y,
      int yStart,
      boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::add);
  }

  /// y = the running products of x.
  public static void product(
      double[] x,
      int xStart,
      int outer,
      int n,
      int inner,
      double[] y,
      int yStart,
      boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::multiply);
  }

  /// y = the running maxima of x.
  public static void max(
      double[] x,
      int xStart,
      int outer,
      int n,
      int inner,
      double[] y,
      int yStart,
      boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::max);
  }

  /// y = the running minima of x.
  public static void min(
      double[] x,
      int xStart,
      int outer,
      int n,
      int inner,
      double[] y,
      int yStart,
      boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::min);
  }

  /// y = the running sums of x.
  public static void sum(
      int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::add);
  }

  /// y = the running products of x.
  public static void product(
      int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::multiply);
  }

  /// y = the running maxima of x.
  public static void max(
      int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::max);
  }

  /// y = the running minima of x.
  public static void min(
      int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::min);
  }

  /// y = the running sums of x.
  public static void sum(
      long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::add);
  }

  /// y = the running products of x.
  public static void product(
      long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::multiply);
  }

  /// y = the running maxima of x.
  public static void max(
      long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::max);
  }

  /// y = the running minima of x.
  public static void min(
      long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart, boolean reverse) {
    run(x, xStart, outer, n, inner, y, yStart, reverse, Elementwise::min);
  }

  private static void line(float[] x, int xStart, int n, float[] y, int yStart, boolean reverse) {
    int step = reverse ? -1 : 1;
    int i = reverse ? n - 1 : 0;
    float sum = 0;
    for (int r = 0; r < n; r++) {
      sum += x[xStart + i];
      y[yStart + i] = sum;
      i += step;
    }
  }
}
