package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Reductions of rows into one: each adds a row of numbers to a row of results, by whatever adding
/// means.
@FunctionalInterface
interface ColumnReduction<T> {
  int BLOCK_ROWS = 256;

  /// Adds one row.
  void row(T x, int xStart, T y, int yStart, int count);

  /// Adds `n` rows, one behind the other.
  default void rows(T x, int xStart, int n, T y, int yStart, int count) {
    for (int r = 0; r < n; r++) {
      row(x, xStart + r * count, y, yStart, count);
    }
  }

  /// Sets a stretch to the neutral element.
  @FunctionalInterface
  interface Fill<T> {
    void run(T array, int from, int to);
  }

  /// Sums, which have a loop of their own.
  final class Sum implements ColumnReduction<float[]> {
    @Override
    public void row(float[] x, int xStart, float[] y, int yStart, int count) {
      Elementwise.add(y, yStart, x, xStart, y, yStart, count);
    }

    @Override
    public void rows(float[] x, int xStart, int n, float[] y, int yStart, int count) {
      RowLoops.addRows(x, xStart, n, y, yStart, count);
    }
  }

  /// Reduces the middle axis, each result row by one thread.
  static <T> void rows(
      T x,
      int xStart,
      int outer,
      int n,
      int inner,
      T y,
      int yStart,
      Fill<T> neutral,
      ColumnReduction<T> add) {
    Parallel.range(
        outer,
        (long) n * inner,
        (from, to) -> {
          neutral.run(y, yStart + from * inner, yStart + to * inner);
          for (int i = from; i < to; i++) {
            add.rows(x, xStart + i * n * inner, n, y, yStart + i * inner, inner);
          }
        });
  }

  /// Reduces rows of `inner` numbers: blocks of rows first, each by one thread, then the blocks.
  static void columns(
      float[] x,
      int xStart,
      int outer,
      int n,
      int inner,
      float[] y,
      int yStart,
      float neutral,
      ColumnReduction<float[]> accumulate) {
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
}
