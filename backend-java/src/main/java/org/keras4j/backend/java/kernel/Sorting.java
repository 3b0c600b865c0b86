package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Stable orders along one axis of a dense array seen as `[outer, n, inner]`, the middle axis being
/// sorted. Floats: -0 and 0 are equal, all NaN are equal and come after everything else.
public final class Sorting {
  private static final int SIGN_SHIFT = 31;
  private static final int NAN_KEY = Integer.MAX_VALUE;
  private static final int RUN = 16;

  private Sorting() {}

  /// order = the places, along the axis, of the elements from the smallest to the largest; equal
  /// ones in their old order.
  public static void order(
      float[] x, int xStart, int outer, int n, int inner, int[] order, int orderStart) {
    lines(
        outer,
        n,
        inner,
        (at, packed) -> {
          for (int r = 0; r < n; r++) {
            packed[r] = ((long) key(x[xStart + at + r * inner]) << 32) | r;
          }
          Arrays.sort(packed, 0, n);
          for (int r = 0; r < n; r++) {
            order[orderStart + at + r * inner] = (int) packed[r];
          }
        });
  }

  /// The order of ints; see the form for floats.
  public static void order(
      int[] x, int xStart, int outer, int n, int inner, int[] order, int orderStart) {
    lines(
        outer,
        n,
        inner,
        (at, packed) -> {
          for (int r = 0; r < n; r++) {
            packed[r] = ((long) x[xStart + at + r * inner] << 32) | r;
          }
          Arrays.sort(packed, 0, n);
          for (int r = 0; r < n; r++) {
            order[orderStart + at + r * inner] = (int) packed[r];
          }
        });
  }

  /// The order of longs; see the form for floats.
  public static void order(
      long[] x, int xStart, int outer, int n, int inner, int[] order, int orderStart) {
    lines(
        outer,
        n,
        inner,
        (at, keys) -> {
          for (int r = 0; r < n; r++) {
            keys[r] = x[xStart + at + r * inner];
          }
          orderKeys(keys, n, inner, order, orderStart + at);
        });
  }

  /// The order of doubles; see the form for floats.
  public static void order(
      double[] x, int xStart, int outer, int n, int inner, int[] order, int orderStart) {
    lines(
        outer,
        n,
        inner,
        (at, keys) -> {
          for (int r = 0; r < n; r++) {
            keys[r] = key(x[xStart + at + r * inner]);
          }
          orderKeys(keys, n, inner, order, orderStart + at);
        });
  }

  /// y = x sorted along the axis, -0 before 0. y may be x.
  public static void sort(
      float[] x, int xStart, int outer, int n, int inner, float[] y, int yStart) {
    Parallel.range(
        outer * inner,
        10L * n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = i / inner * n * inner + i % inner;
            RadixSort.sort(x, xStart + at, n, inner, y, yStart + at);
          }
        });
  }

  /// For each row of a `[rows, n]` array: the `k` largest elements, the largest first, and their
  /// places. Of equal ones the first comes first; a NaN counts as the largest.
  public static void topK(
      float[] x,
      int xStart,
      int rows,
      int n,
      int k,
      float[] values,
      int valuesStart,
      int[] places,
      int placesStart) {
    lines(
        rows,
        n,
        1,
        (at, packed) -> {
          for (int r = 0; r < n; r++) {
            packed[r] = ((long) ~key(x[xStart + at + r]) << 32) | r;
          }
          keepSmallest(packed, n, k);
          int row = n == 0 ? 0 : at / n;
          for (int r = 0; r < k; r++) {
            int place = (int) packed[r];
            values[valuesStart + row * k + r] = x[xStart + at + place];
            places[placesStart + row * k + r] = place;
          }
        });
  }

  /// A line along the sorted axis: where it starts, and room for n longs.
  @FunctionalInterface
  private interface Line {
    void run(int at, long[] room);
  }

  private static void lines(int outer, int n, int inner, Line body) {
    Parallel.range(
        outer * inner,
        20L * n,
        (from, to) -> {
          long[] room = new long[n];
          for (int i = from; i < to; i++) {
            body.run(i / inner * n * inner + i % inner, room);
          }
        });
  }

  /// Puts the k smallest in order at the front: a heap of k is cheaper than sorting where k is
  /// small.
  private static void keepSmallest(long[] values, int n, int k) {
    if (k == 0 || k > n / 8) {
      Arrays.sort(values, 0, n);
      return;
    }
    for (int i = k / 2 - 1; i >= 0; i--) {
      siftDown(values, i, k);
    }
    for (int i = k; i < n; i++) {
      if (values[i] < values[0]) {
        values[0] = values[i];
        siftDown(values, 0, k);
      }
    }
    Arrays.sort(values, 0, k);
  }

  private static void siftDown(long[] heap, int from, int size) {
    long value = heap[from];
    int i = from;
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= value) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = value;
  }

  /// Merge sort of places by 64-bit keys.
  private static void orderKeys(long[] keys, int n, int inner, int[] order, int start) {
    int[] from = new int[n];
    int[] to = new int[n];
    for (int r = 0; r < n; r++) {
      int at = r;
      while (at % RUN > 0 && keys[from[at - 1]] > keys[r]) {
        from[at] = from[at - 1];
        at--;
      }
      from[at] = r;
    }
    for (int width = RUN; width < n; width *= 2) {
      for (int left = 0; left < n; left += 2 * width) {
        merge(keys, from, to, left, Math.min(n, left + width), Math.min(n, left + 2 * width));
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    for (int r = 0; r < n; r++) {
      order[start + r * inner] = from[r];
    }
  }

  private static void merge(long[] keys, int[] from, int[] to, int left, int middle, int right) {
    int a = left;
    int b = middle;
    for (int i = left; i < right; i++) {
      boolean first = a < middle && (b >= right || keys[from[a]] <= keys[from[b]]);
      to[i] = first ? from[a++] : from[b++];
    }
  }

  /// An int that orders as the float does.
  private static int key(float value) {
    if (Float.isNaN(value)) {
      return NAN_KEY;
    }
    int bits = Float.floatToRawIntBits(value + 0f);
    return bits ^ ((bits >> SIGN_SHIFT) & Integer.MAX_VALUE);
  }

  /// A long that orders as the double does.
  private static long key(double value) {
    if (Double.isNaN(value)) {
      return Long.MAX_VALUE;
    }
    long bits = Double.doubleToRawLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
