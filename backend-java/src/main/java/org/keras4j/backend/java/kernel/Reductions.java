package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Sums, products and extremes along one axis of a dense array, large ones on several threads.
///
/// The array is seen as `[outer, n, inner]`; the middle axis is reduced, the result is `[outer,
/// inner]`. Several neighbouring axes are reduced at once by multiplying their sizes. An empty axis
/// gives the neutral element. Float sums are taken in blocks, so the error grows with the logarithm
/// of n rather than with n, and in an order that does not depend on the number of threads.
public final class Reductions {
  private static final int BLOCK_ROWS = 256;
  private static final int BLOCK = 8192;

  private Reductions() {}

  /// Adds a row of numbers to a row of results, by whatever adding means.
  @FunctionalInterface
  private interface Accumulate<T> {
    void row(T x, int xStart, T y, int yStart, int count);

    /// Adds `n` rows, one behind the other.
    default void rows(T x, int xStart, int n, T y, int yStart, int count) {
      for (int r = 0; r < n; r++) {
        row(x, xStart + r * count, y, yStart, count);
      }
    }
  }

  /// Sums of columns.
  private enum Sum implements Accumulate<float[]> {
    COLUMNS;

    @Override
    public void row(float[] x, int xStart, float[] y, int yStart, int count) {
      Elementwise.add(y, yStart, x, xStart, y, yStart, count);
    }

    @Override
    public void rows(float[] x, int xStart, int n, float[] y, int yStart, int count) {
      RowLoops.addRows(x, xStart, n, y, yStart, count);
    }
  }

  /// y = the sums along the middle axis.
  public static void sum(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart) {
    if (inner == 1) {
      rowSums(x, xStart, outer, n, y, yStart);
      return;
    }
    columns(x, xStart, outer, n, inner, y, yStart, 0f, Sum.COLUMNS);
  }

  /// y = the products along the middle axis.
  public static void product(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart) {
    columns(
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
    columns(
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
    columns(
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

  /// Reduces rows of `inner` numbers: blocks of rows first, each by one thread, then the blocks.
  private static void columns(
      float[] x,
      int xStart,
      int outer,
      int n,
      int inner,
      float[] y,
      int yStart,
      float neutral,
      Accumulate<float[]> accumulate) {
    int blocks = Math.max(1, (n + BLOCK_ROWS - 1) / BLOCK_ROWS);
    float[] partial = blocks == 1 ? y : Scratch.takeFloats(outer * blocks * inner);
    int start = blocks == 1 ? yStart : 0;
    Parallel.range(
        outer * blocks,
        (long) Math.min(n, BLOCK_ROWS) * inner,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int first = i % blocks * BLOCK_ROWS;
            int at = start + i * inner;
            Arrays.fill(partial, at, at + inner, neutral);
            int row = xStart + (i / blocks * n + first) * inner;
            accumulate.rows(x, row, Math.min(BLOCK_ROWS, n - first), partial, at, inner);
          }
        });
    if (blocks == 1) {
      return;
    }
    for (int i = 0; i < outer; i++) {
      System.arraycopy(partial, i * blocks * inner, y, yStart + i * inner, inner);
      int second = (i * blocks + 1) * inner;
      accumulate.rows(partial, second, blocks - 1, y, yStart + i * inner, inner);
    }
    Scratch.give(partial);
  }

  /// y = the sums along the middle axis.
  public static void sum(
      double[] x, int xStart, int outer, int n, int inner, double[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        0,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.add(b, j, a, i, b, j, count));
  }

  /// y = the products along the middle axis.
  public static void product(
      double[] x, int xStart, int outer, int n, int inner, double[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        1,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.multiply(b, j, a, i, b, j, count));
  }

  /// y = the largest along the middle axis.
  public static void max(
      double[] x, int xStart, int outer, int n, int inner, double[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        Double.NEGATIVE_INFINITY,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.max(b, j, a, i, b, j, count));
  }

  /// y = the smallest along the middle axis.
  public static void min(
      double[] x, int xStart, int outer, int n, int inner, double[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        Double.POSITIVE_INFINITY,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.min(b, j, a, i, b, j, count));
  }

  private static void rows(
      double[] y,
      int yStart,
      int outer,
      int inner,
      double neutral,
      double[] x,
      int xStart,
      int n,
      Accumulate<double[]> accumulate) {
    Parallel.range(
        outer,
        (long) n * inner,
        (from, to) -> {
          Arrays.fill(y, yStart + from * inner, yStart + to * inner, neutral);
          for (int i = from; i < to; i++) {
            for (int r = 0; r < n; r++) {
              accumulate.row(x, xStart + (i * n + r) * inner, y, yStart + i * inner, inner);
            }
          }
        });
  }

  /// y = the sums along the middle axis.
  public static void sum(int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        0,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.add(b, j, a, i, b, j, count));
  }

  /// y = the products along the middle axis.
  public static void product(
      int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        1,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.multiply(b, j, a, i, b, j, count));
  }

  /// y = the largest along the middle axis.
  public static void max(int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        Integer.MIN_VALUE,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.max(b, j, a, i, b, j, count));
  }

  /// y = the smallest along the middle axis.
  public static void min(int[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        Integer.MAX_VALUE,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.min(b, j, a, i, b, j, count));
  }

  private static void rows(
      int[] y,
      int yStart,
      int outer,
      int inner,
      int neutral,
      int[] x,
      int xStart,
      int n,
      Accumulate<int[]> accumulate) {
    Parallel.range(
        outer,
        (long) n * inner,
        (from, to) -> {
          Arrays.fill(y, yStart + from * inner, yStart + to * inner, neutral);
          for (int i = from; i < to; i++) {
            for (int r = 0; r < n; r++) {
              accumulate.row(x, xStart + (i * n + r) * inner, y, yStart + i * inner, inner);
            }
          }
        });
  }

  /// y = the sums along the middle axis.
  public static void sum(long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        0,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.add(b, j, a, i, b, j, count));
  }

  /// y = the products along the middle axis.
  public static void product(
      long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        1,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.multiply(b, j, a, i, b, j, count));
  }

  /// y = the largest along the middle axis.
  public static void max(long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        Long.MIN_VALUE,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.max(b, j, a, i, b, j, count));
  }

  /// y = the smallest along the middle axis.
  public static void min(long[] x, int xStart, int outer, int n, int inner, long[] y, int yStart) {
    rows(
        y,
        yStart,
        outer,
        inner,
        Long.MAX_VALUE,
        x,
        xStart,
        n,
        (a, i, b, j, count) -> Elementwise.min(b, j, a, i, b, j, count));
  }

  private static void rows(
      long[] y,
      int yStart,
      int outer,
      int inner,
      long neutral,
      long[] x,
      int xStart,
      int n,
      Accumulate<long[]> accumulate) {
    Parallel.range(
        outer,
        (long) n * inner,
        (from, to) -> {
          Arrays.fill(y, yStart + from * inner, yStart + to * inner, neutral);
          for (int i = from; i < to; i++) {
            for (int r = 0; r < n; r++) {
              accumulate.row(x, xStart + (i * n + r) * inner, y, yStart + i * inner, inner);
            }
          }
        });
  }

  /// y = where, along the middle axis, the first largest is; a NaN counts as it. The axis must not
  /// be empty.
  public static void argMax(
      float[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    Parallel.range(
        outer * inner,
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = xStart + i / inner * n * inner + i % inner;
            int found = 0;
            float best = x[at];
            for (int r = 1; r < n; r++) {
              float value = x[at + r * inner];
              if (value > best || (Float.isNaN(value) && !Float.isNaN(best))) {
                best = value;
                found = r;
              }
            }
            y[yStart + i] = found;
          }
        });
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
      float[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    Parallel.range(
        outer * inner,
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = xStart + i / inner * n * inner + i % inner;
            int found = 0;
            float best = x[at];
            for (int r = 1; r < n; r++) {
              float value = x[at + r * inner];
              if (value < best || (Float.isNaN(value) && !Float.isNaN(best))) {
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
