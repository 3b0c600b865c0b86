package org.keras4j.backend.java.kernel;

/// Where the largest or smallest lies along one axis of a dense float array seen as `[outer, n,
/// inner]`, the middle axis being searched: the first of equal ones, and the first NaN if there is
/// any. The axis must not be empty. See [Reductions] for other dtypes.
public final class Extremes {
  /// A row is searched for the block with its extreme first, then that block alone.
  private static final int BLOCK = 256;

  private static final int COLUMNS = 1024;

  private Extremes() {}

  /// y = where, along the middle axis, the first largest is; a NaN counts as it.
  public static void argMax(
      float[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    search(x, xStart, outer, n, inner, y, yStart, true);
  }

  /// y = where, along the middle axis, the first smallest is; a NaN counts as it.
  public static void argMin(
      float[] x, int xStart, int outer, int n, int inner, int[] y, int yStart) {
    search(x, xStart, outer, n, inner, y, yStart, false);
  }

  private static void search(
      float[] x, int xStart, int outer, int n, int inner, int[] y, int yStart, boolean largest) {
    if (inner == 1) {
      Parallel.range(
          outer,
          n,
          (from, to) -> {
            float[] room = RowLoops.takeRoom();
            for (int i = from; i < to; i++) {
              y[yStart + i] = inRow(x, xStart + i * n, n, largest, room);
            }
            Scratch.give(room);
          });
      return;
    }
    int stretches = Math.ceilDiv(inner, COLUMNS);
    Parallel.range(
        outer * stretches,
        (long) n * Math.min(inner, COLUMNS),
        (from, to) -> {
          float[] best = Scratch.takeFloats(COLUMNS);
          for (int i = from; i < to; i++) {
            int first = i % stretches * COLUMNS;
            int count = Math.min(COLUMNS, inner - first);
            int a = i / stretches;
            inColumns(
                x,
                xStart + a * n * inner + first,
                n,
                inner,
                count,
                best,
                y,
                yStart + a * inner + first,
                largest);
          }
          Scratch.give(best);
        });
  }

  private static int inRow(float[] x, int start, int n, boolean largest, float[] room) {
    int block = 0;
    float best = extreme(x, start, Math.min(BLOCK, n), largest, room);
    for (int i = BLOCK; i < n && !Float.isNaN(best); i += BLOCK) {
      float value = extreme(x, start + i, Math.min(BLOCK, n - i), largest, room);
      if (beats(value, best, largest)) {
        best = value;
        block = i;
      }
    }
    int at = start + block;
    while (Float.isNaN(best) ? !Float.isNaN(x[at]) : x[at] != best) {
      at++;
    }
    return at - start;
  }

  private static float extreme(float[] x, int start, int n, boolean largest, float[] room) {
    return largest ? RowLoops.max(x, start, n, room) : PlainRows.min(x, start, n);
  }

  /// Whether a value goes before the best until now, which is not NaN.
  private static boolean beats(float value, float best, boolean largest) {
    return (largest ? value > best : value < best) || Float.isNaN(value);
  }

  /// Row by row, so that memory is read in order.
  private static void inColumns(
      float[] x,
      int start,
      int n,
      int inner,
      int count,
      float[] best,
      int[] y,
      int at,
      boolean largest) {
    System.arraycopy(x, start, best, 0, count);
    java.util.Arrays.fill(y, at, at + count, 0);
    for (int r = 1; r < n; r++) {
      int row = start + r * inner;
      for (int i = 0; i < count; i++) {
        float value = x[row + i];
        if (!Float.isNaN(best[i]) && beats(value, best[i], largest)) {
          best[i] = value;
          y[at + i] = r;
        }
      }
    }
  }
}
