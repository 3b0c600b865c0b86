package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// The row loops of `VectorRows` without explicit vectors: as many running results, combined in the
/// same order, so that both give the same bits. `room` is an array of at least [#ROOM] floats.
final class PlainRows {
  static final int LANES = Simd.LANES;
  static final int STEP = 4 * LANES;
  static final int ROOM = STEP;

  private PlainRows() {}

  /// Adds up `STEP` running sums: the four vectors first, then the lanes of the result.
  private static float combine(float[] room) {
    for (int i = 0; i < LANES; i++) {
      room[i] = (room[i] + room[LANES + i]) + (room[2 * LANES + i] + room[3 * LANES + i]);
    }
    return addLanes(room);
  }

  /// Adds up the first `LANES` numbers of `room` in pairs. Destroys them.
  static float addLanes(float[] room) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        room[i] += room[half + i];
      }
    }
    return room[0];
  }

  static float sum(float[] x, int start, int count, float[] room) {
    float sum = 0;
    int i = 0;
    if (count >= STEP) {
      Arrays.fill(room, 0, STEP, 0f);
      for (; i + STEP <= count; i += STEP) {
        Elementwise.add(room, 0, x, start + i, room, 0, STEP);
      }
      sum = combine(room);
    }
    for (; i < count; i++) {
      sum += x[start + i];
    }
    return sum;
  }

  static float dot(float[] x, int xStart, float[] y, int yStart, int count, float[] room) {
    float sum = 0;
    int i = 0;
    if (count >= STEP) {
      Arrays.fill(room, 0, STEP, 0f);
      for (; i + STEP <= count; i += STEP) {
        Elementwise.multiplyAdd(x, xStart + i, y, yStart + i, room, 0, STEP);
      }
      sum = combine(room);
    }
    for (; i < count; i++) {
      sum = Math.fma(x[xStart + i], y[yStart + i], sum);
    }
    return sum;
  }

  static float squaredDistances(float[] x, int start, int count, float mean, float[] room) {
    float sum = 0;
    int i = 0;
    if (count >= STEP) {
      Arrays.fill(room, 0, STEP, 0f);
      for (; i + STEP <= count; i += STEP) {
        for (int lane = 0; lane < STEP; lane++) {
          float d = x[start + i + lane] - mean;
          room[lane] = Math.fma(d, d, room[lane]);
        }
      }
      sum = combine(room);
    }
    for (; i < count; i++) {
      float d = x[start + i] - mean;
      sum = Math.fma(d, d, sum);
    }
    return sum;
  }

  static float max(float[] x, int start, int count) {
    float m0 = Float.NEGATIVE_INFINITY;
    float m1 = m0;
    float m2 = m0;
    float m3 = m0;
    int i = start;
    for (; i + 4 <= start + count; i += 4) {
      m0 = Math.max(m0, x[i]);
      m1 = Math.max(m1, x[i + 1]);
      m2 = Math.max(m2, x[i + 2]);
      m3 = Math.max(m3, x[i + 3]);
    }
    float max = Math.max(Math.max(m0, m1), Math.max(m2, m3));
    for (; i < start + count; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  /// The largest number, NaN not being one.
  static float largest(float[] x, int start, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = start; i < start + count; i++) {
      if (x[i] > largest) {
        largest = x[i];
      }
    }
    return largest;
  }

  /// `y = exp(x - shift)`, and the sum of y; of a whole number of vectors.
  static float expSum(
      float[] x, int xStart, float shift, float[] y, int yStart, int count, float[] room) {
    for (int i = 0; i < count; i++) {
      y[yStart + i] = FloatMath.expOfNegative(x[xStart + i] - shift);
    }
    Arrays.fill(room, 0, LANES, 0f);
    for (int i = 0; i + LANES <= count; i += LANES) {
      Elementwise.add(room, 0, y, yStart + i, room, 0, LANES);
    }
    return addLanes(room);
  }

  static void weightedSum(
      int count,
      float[] x,
      int[] places,
      float[] kernel,
      int[] taps,
      float[] y,
      int at,
      int channels) {
    Arrays.fill(y, at, at + channels, 0f);
    for (int t = 0; t < count; t++) {
      Elementwise.multiplyAdd(x, places[t], kernel, taps[t], y, at, channels);
    }
  }

  static float min(float[] x, int start, int count) {
    float m0 = Float.POSITIVE_INFINITY;
    float m1 = m0;
    float m2 = m0;
    float m3 = m0;
    int i = start;
    for (; i + 4 <= start + count; i += 4) {
      m0 = Math.min(m0, x[i]);
      m1 = Math.min(m1, x[i + 1]);
      m2 = Math.min(m2, x[i + 2]);
      m3 = Math.min(m3, x[i + 3]);
    }
    float min = Math.min(Math.min(m0, m1), Math.min(m2, m3));
    for (; i < start + count; i++) {
      min = Math.min(min, x[i]);
    }
    return min;
  }

  static void addRows(float[] x, int xStart, int n, float[] y, int yStart, int count) {
    for (int r = 0; r < n; r++) {
      Elementwise.add(y, yStart, x, xStart + r * count, y, yStart, count);
    }
  }

  static void addProducts(
      int n,
      float[] x,
      int xStart,
      int xStride,
      float[] y,
      int yStart,
      int yStride,
      float[] z,
      int at,
      int count) {
    for (int i = 0; i < n; i++) {
      Elementwise.multiplyAdd(x, xStart + i * xStride, y, yStart + i * yStride, z, at, count);
    }
  }

  static void routeLargest(
      int count,
      float[] x,
      int xStart,
      int[] places,
      float[] dy,
      int dyStart,
      float[] dx,
      int dxStart,
      int channels) {
    for (int c = 0; c < channels; c++) {
      routeLargest(count, x, xStart + c, places, dy[dyStart + c], dx, dxStart + c);
    }
  }

  static void routeLargest(
      int count, float[] x, int xStart, int[] places, float d, float[] dx, int dxStart) {
    int found = 0;
    float best = x[xStart + places[0]];
    for (int t = 1; t < count; t++) {
      float value = x[xStart + places[t]];
      if (value > best || (Float.isNaN(value) && !Float.isNaN(best))) {
        best = value;
        found = t;
      }
    }
    dx[dxStart + places[found]] += d;
  }
}
