package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Sums, products and extremes along one axis of a dense array, large ones on several threads.
///
/// The array is seen as `[outer, n, inner]`; the middle axis is reduced, the result is `[outer,
/// inner]`. Several neighbouring axes are reduced at once by multiplying their sizes. An empty axis
/// gives the neutral element. Float sums are taken in blocks, so the error grows with the logarithm
/// of n rather than with n, and in an order that does not depend on the number of threads.
public final class Reductions {
  private static final int BLOCK = 8192;
  private static final byte[] ZEROS = new byte[4096];
  private static final byte[] ONES = new byte[4096];
  private static final ColumnReduction<float[]> SUMS = new ColumnReduction.Sum();

  static {
    Arrays.fill(ONES, (byte) 1);
  }

  private Reductions() {}

  /// y = the sums along the middle axis.
  public static void sum(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart) {
    if (inner == 1) {
      rowSums(x, xStart, outer, n, y, yStart);
      return;
    }
    ColumnReduction.columns(x, xStart, outer, n, inner, y, yStart, 0f, SUMS);
  }

  /// y = the products along the middle axis.
  public static void product(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart) {
    ColumnReduction.columns(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        1f,
        (a, i, b, j, count) -> Elementwise.multiply(b, j, a, i, b, j, count));
  }

  /// y = the largest along the middle axis, NaN if any is.
  public static void max(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart) {
    if (inner == 1) {
      Parallel.range(
          outer,
          n,
          (from, to) -> {
            float[] room = RowLoops.takeRoom();
            for (int i = from; i < to; i++) {
              y[yStart + i] = RowLoops.max(x, xStart + i * n, n, room);
            }
            Scratch.give(room);
          });
      return;
    }
    ColumnReduction.columns(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        Float.NEGATIVE_INFINITY,
        (a, i, b, j, count) -> Elementwise.max(b, j, a, i, b, j, count));
  }

  /// y = the smallest along the middle axis, NaN if any is.
  public static void min(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart) {
    if (inner == 1) {
      Parallel.range(
          outer,
          n,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              y[yStart + i] = PlainRows.min(x, xStart + i * n, n);
            }
          });
      return;
    }
    ColumnReduction.columns(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        Float.POSITIVE_INFINITY,
        (a, i, b, j, count) -> Elementwise.min(b, j, a, i, b, j, count));
  }

  private static void rowSums(float[] x, int xStart, int outer, int n, float[] y, int yStart) {
    if (outer >= 2 * WorkPool.shared().threads() || (long) outer * n < BLOCK) {
      Parallel.range(
          outer,
          n,
          (from, to) -> {
            float[] room = RowLoops.takeRoom();
            for (int i = from; i < to; i++) {
              y[yStart + i] = Rows.sum(x, xStart + i * n, n, room);
            }
            Scratch.give(room);
          });
      return;
    }
    int blocks = Math.max(1, (n + BLOCK - 1) / BLOCK);
    float[] sums = Scratch.takeFloats(outer * blocks);
    Parallel.range(
        outer * blocks,
        BLOCK,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          for (int i = from; i < to; i++) {
            int start = i % blocks * BLOCK;
            sums[i] =
                Rows.sum(x, xStart + i / blocks * n + start, Math.min(BLOCK, n - start), room);
          }
          Scratch.give(room);
        });
    for (int i = 0; i < outer; i++) {
      double total = 0;
      for (int block = 0; block < blocks; block++) {
        total += sums[i * blocks + block];
      }
      y[yStart + i] = (float) total;
    }
    Scratch.give(sums);
  }

  /// y = the sums along the middle axis.
  public static void sum(
      double[] x, int xStart, int outer, int n, int inner, double[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, 0),
        (a, i, b, j, count) -> Elementwise.add(b, j, a, i, b, j, count));
  }

  /// y = the products along the middle axis.
  public static void product(
      double[] x, int xStart, int outer, int n, int inner, double[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, 1),
        (a, i, b, j, count) -> Elementwise.multiply(b, j, a, i, b, j, count));
  }

  /// y = the largest along the middle axis.
  public static void max(
      double[] x, int xStart, int outer, int n, int inner, double[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, Double.NEGATIVE_INFINITY),
        (a, i, b, j, count) -> Elementwise.max(b, j, a, i, b, j, count));
  }

  /// y = the smallest along the middle axis.
  public static void min(
      double[] x, int xStart, int outer, int n, int inner, double[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, Double.POSITIVE_INFINITY),
        (a, i, b, j, count) -> Elementwise.min(b, j, a, i, b, j, count));
  }

  /// y = the sums along the middle axis.
  public static void sum(int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, 0),
        (a, i, b, j, count) -> Elementwise.add(b, j, a, i, b, j, count));
  }

  /// y = the products along the middle axis.
  public static void product(
      int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, 1),
        (a, i, b, j, count) -> Elementwise.multiply(b, j, a, i, b, j, count));
  }

  /// y = the largest along the middle axis.
  public static void max(int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, Integer.MIN_VALUE),
        (a, i, b, j, count) -> Elementwise.max(b, j, a, i, b, j, count));
  }

  /// y = the smallest along the middle axis.
  public static void min(int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, Integer.MAX_VALUE),
        (a, i, b, j, count) -> Elementwise.min(b, j, a, i, b, j, count));
  }

  /// y = the sums along the middle axis.
  public static void sum(long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, 0),
        (a, i, b, j, count) -> Elementwise.add(b, j, a, i, b, j, count));
  }

  /// y = the products along the middle axis.
  public static void product(
      long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, 1),
        (a, i, b, j, count) -> Elementwise.multiply(b, j, a, i, b, j, count));
  }

  /// y = the largest along the middle axis.
  public static void max(long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, Long.MIN_VALUE),
        (a, i, b, j, count) -> Elementwise.max(b, j, a, i, b, j, count));
  }

  /// y = the smallest along the middle axis.
  public static void min(long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart) {
    ColumnReduction.rows(
        x,
        xStart,
        outer,
        n,
        inner,
        y,
        yStart,
        (a, i, j) -> Arrays.fill(a, i, j, Long.MAX_VALUE),
        (a, i, b, j, count) -> Elementwise.min(b, j, a, i, b, j, count));
  }

  /// y = 1 where any along the middle axis is 1, else 0; of zeros and ones.
  public static void any(byte[] x, int xStart, int outer, int n, int inner, byte[] y, int yStart) {
    decide(x, xStart, outer, n, inner, y, yStart, ZEROS, (byte) 1);
  }

  /// y = 1 where all along the middle axis are 1, else 0; of zeros and ones.
  public static void all(byte[] x, int xStart, int outer, int n, int inner, byte[] y, int yStart) {
    decide(x, xStart, outer, n, inner, y, yStart, ONES, (byte) 0);
  }

  /// y = `decisive` where that occurs along the middle axis, and what `others` holds elsewhere.
  private static void decide(
      byte[] x,
      int xStart,
      int outer,
      int n,
      int inner,
      byte[] y,
      int yStart,
      byte[] others,
      byte decisive) {
    Arrays.fill(y, yStart, yStart + outer * inner, others[0]);
    Parallel.range(
        outer,
        (long) n * inner / Byte.SIZE,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            if (inner == 1) {
              if (differs(x, xStart + i * n, n, others)) {
                y[yStart + i] = decisive;
              }
              continue;
            }
            for (int r = 0; r < n; r++) {
              int row = xStart + (i * n + r) * inner;
              if (decisive == 1) {
                or(x, row, y, yStart + i * inner, inner);
              } else {
                and(x, row, y, yStart + i * inner, inner);
              }
            }
          }
        });
  }

  private static boolean differs(byte[] x, int start, int n, byte[] others) {
    for (int i = 0; i < n; i += others.length) {
      int count = Math.min(others.length, n - i);
      if (Arrays.mismatch(x, start + i, start + i + count, others, 0, count) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static void or(byte[] x, int start, byte[] y, int at, int count) {
    for (int i = 0; i < count; i++) {
      y[at + i] |= x[start + i];
    }
  }

  private static void and(byte[] x, int start, byte[] y, int at, int count) {
    for (int i = 0; i < count; i++) {
      y[at + i] &= x[start + i];
    }
  }

  /// y = where, along the middle axis, the first largest is; a NaN counts as it. The axis must not
  /// be empty.
  public static void argMax(
      double[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    Parallel.range(
        outer * inner,
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = xStart + i / inner * n * inner + i % inner;
            int found = 0;
            double best = x[at];
            for (int r = 1; r < n; r++) {
              double value = x[at + r * inner];
              if (value > best || (Double.isNaN(value) && !Double.isNaN(best))) {
                best = value;
                found = r;
              }
            }
            y[yStart + i] = found;
          }
        });
  }

  /// y = where, along the middle axis, the first largest is. The axis must not be empty.
  public static void argMax(int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    Parallel.range(
        outer * inner,
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = xStart + i / inner * n * inner + i % inner;
            int found = 0;
            int best = x[at];
            for (int r = 1; r < n; r++) {
              int value = x[at + r * inner];
              if (value > best) {
                best = value;
                found = r;
              }
            }
            y[yStart + i] = found;
          }
        });
  }

  /// y = where, along the middle axis, the first largest is. The axis must not be empty.
  public static void argMax(
      long[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    Parallel.range(
        outer * inner,
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = xStart + i / inner * n * inner + i % inner;
            int found = 0;
            long best = x[at];
            for (int r = 1; r < n; r++) {
              long value = x[at + r * inner];
              if (value > best) {
                best = value;
                found = r;
              }
            }
            y[yStart + i] = found;
          }
        });
  }

  /// y = where, along the middle axis, the first smallest is; a NaN counts as it. The axis must not
  /// be empty.
  public static void argMin(
      double[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    Parallel.range(
        outer * inner,
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = xStart + i / inner * n * inner + i % inner;
            int found = 0;
            double best = x[at];
            for (int r = 1; r < n; r++) {
              double value = x[at + r * inner];
              if (value < best || (Double.isNaN(value) && !Double.isNaN(best))) {
                best = value;
                found = r;
              }
            }
            y[yStart + i] = found;
          }
        });
  }

  /// y = where, along the middle axis, the first smallest is. The axis must not be empty.
  public static void argMin(int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    Parallel.range(
        outer * inner,
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = xStart + i / inner * n * inner + i % inner;
            int found = 0;
            int best = x[at];
            for (int r = 1; r < n; r++) {
              int value = x[at + r * inner];
              if (value < best) {
                best = value;
                found = r;
              }
            }
            y[yStart + i] = found;
          }
        });
  }

  /// y = where, along the middle axis, the first smallest is. The axis must not be empty.
  public static void argMin(
      long[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    Parallel.range(
        outer * inner,
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = xStart + i / inner * n * inner + i % inner;
            int found = 0;
            long best = x[at];
            for (int r = 1; r < n; r++) {
              long value = x[at + r * inner];
              if (value < best) {
                best = value;
                found = r;
              }
            }
            y[yStart + i] = found;
          }
        });
  }
}
