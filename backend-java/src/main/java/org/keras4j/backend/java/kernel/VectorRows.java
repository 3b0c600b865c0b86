package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// Row loops with explicit vectors, where the compiler does not vectorise by itself: sums and
/// maxima, which it must not reorder, and loops that keep several vectors in registers.
///
/// Every loop gives the bits of its twin in [PlainRows].
final class VectorRows {
  private static final int STEP = 4 * LANES;

  private VectorRows() {}

  /// `y[at + c] = sum over i of x[places[i] + c] * kernel[taps[i] + c]` for all channels c.
  static void weightedSum(
      int count,
      float[] x,
      int[] places,
      float[] kernel,
      int[] taps,
      float[] y,
      int at,
      int channels) {
    int c = 0;
    for (; c + 2 * LANES <= channels; c += 2 * LANES) {
      FloatVector s0 = FloatVector.zero(FLOATS);
      FloatVector s1 = FloatVector.zero(FLOATS);
      for (int i = 0; i + 1 <= count; ) {
        int from = places[i] + c;
        int tap = taps[i] + c;
        s0 = product(x, from, kernel, tap, s0);
        s1 = product(x, from + LANES, kernel, tap + LANES, s1);
        i++;
      }
      s0.intoArray(y, at + c);
      s1.intoArray(y, at + c + LANES);
    }
    for (; c + LANES <= channels; c += LANES) {
      FloatVector s0 = FloatVector.zero(FLOATS);
      for (int i = 0; i + 1 <= count; ) {
        s0 = product(x, places[i] + c, kernel, taps[i] + c, s0);
        i++;
      }
      s0.intoArray(y, at + c);
    }
    for (; c < channels; c++) {
      float sum = 0;
      for (int i = 0; i < count; i++) {
        sum = Math.fma(x[places[i] + c], kernel[taps[i] + c], sum);
      }
      y[at + c] = sum;
    }
  }

  private static FloatVector product(
      float[] x, int xStart, float[] y, int yStart, FloatVector sum) {
    return FloatVector.fromArray(FLOATS, x, xStart)
        .fma(FloatVector.fromArray(FLOATS, y, yStart), sum);
  }

  static float sum(float[] x, int start, int count, float[] room) {
    float sum = 0;
    int i = 0;
    if (count >= STEP) {
      FloatVector s0 = FloatVector.zero(FLOATS);
      FloatVector s1 = FloatVector.zero(FLOATS);
      FloatVector s2 = FloatVector.zero(FLOATS);
      FloatVector s3 = FloatVector.zero(FLOATS);
      for (; i + STEP <= count; i += STEP) {
        int at = start + i;
        s0 = s0.add(FloatVector.fromArray(FLOATS, x, at));
        s1 = s1.add(FloatVector.fromArray(FLOATS, x, at + LANES));
        s2 = s2.add(FloatVector.fromArray(FLOATS, x, at + 2 * LANES));
        s3 = s3.add(FloatVector.fromArray(FLOATS, x, at + 3 * LANES));
      }
      s0.add(s1).add(s2.add(s3)).intoArray(room, 0);
      sum = PlainRows.addLanes(room);
    }
    for (; i < count; i++) {
      sum += x[start + i];
    }
    return sum;
  }

  /// The sum of `x * y`.
  static float dot(float[] x, int xStart, float[] y, int yStart, int count, float[] room) {
    float sum = 0;
    int i = 0;
    if (count >= STEP) {
      FloatVector s0 = FloatVector.zero(FLOATS);
      FloatVector s1 = FloatVector.zero(FLOATS);
      FloatVector s2 = FloatVector.zero(FLOATS);
      FloatVector s3 = FloatVector.zero(FLOATS);
      for (; i + STEP <= count; i += STEP) {
        int a = xStart + i;
        int b = yStart + i;
        s0 = product(x, a, y, b, s0);
        s1 = product(x, a + LANES, y, b + LANES, s1);
        s2 = product(x, a + 2 * LANES, y, b + 2 * LANES, s2);
        s3 = product(x, a + 3 * LANES, y, b + 3 * LANES, s3);
      }
      s0.add(s1).add(s2.add(s3)).intoArray(room, 0);
      sum = PlainRows.addLanes(room);
    }
    for (; i < count; i++) {
      sum = Math.fma(x[xStart + i], y[yStart + i], sum);
    }
    return sum;
  }

  /// The sum of the squared distances from `mean`.
  static float squaredDistances(float[] x, int start, int count, float mean, float[] room) {
    float sum = 0;
    int i = 0;
    if (count >= STEP) {
      FloatVector m = FloatVector.broadcast(FLOATS, mean);
      FloatVector s0 = FloatVector.zero(FLOATS);
      FloatVector s1 = FloatVector.zero(FLOATS);
      FloatVector s2 = FloatVector.zero(FLOATS);
      FloatVector s3 = FloatVector.zero(FLOATS);
      for (; i + STEP <= count; i += STEP) {
        int at = start + i;
        FloatVector d0 = FloatVector.fromArray(FLOATS, x, at).sub(m);
        FloatVector d1 = FloatVector.fromArray(FLOATS, x, at + LANES).sub(m);
        FloatVector d2 = FloatVector.fromArray(FLOATS, x, at + 2 * LANES).sub(m);
        FloatVector d3 = FloatVector.fromArray(FLOATS, x, at + 3 * LANES).sub(m);
        s0 = d0.fma(d0, s0);
        s1 = d1.fma(d1, s1);
        s2 = d2.fma(d2, s2);
        s3 = d3.fma(d3, s3);
      }
      s0.add(s1).add(s2.add(s3)).intoArray(room, 0);
      sum = PlainRows.addLanes(room);
    }
    for (; i < count; i++) {
      float d = x[start + i] - mean;
      sum = Math.fma(d, d, sum);
    }
    return sum;
  }

  /// The largest, NaN if any is.
  static float max(float[] x, int start, int count, float[] room) {
    float max = Float.NEGATIVE_INFINITY;
    int i = 0;
    if (count >= 2 * LANES) {
      FloatVector m0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
      FloatVector m1 = m0;
      for (; i + 2 * LANES <= count; i += 2 * LANES) {
        m0 = m0.max(FloatVector.fromArray(FLOATS, x, start + i));
        m1 = m1.max(FloatVector.fromArray(FLOATS, x, start + i + LANES));
      }
      m0.max(m1).intoArray(room, 0);
      max = PlainRows.max(room, 0, LANES);
    }
    for (; i < count; i++) {
      max = Math.max(max, x[start + i]);
    }
    return max;
  }

  /// `y = exp(x - shift)`, and the sum of y.
  static float expSum(
      float[] x, int xStart, float shift, float[] y, int yStart, int count, float[] room) {
    float total = 0;
    int i = 0;
    if (count >= LANES) {
      FloatVector s = FloatVector.broadcast(FLOATS, shift);
      FloatVector sum = FloatVector.zero(FLOATS);
      for (; i + LANES <= count; i += LANES) {
        FloatVector e = VectorMath.exp(FloatVector.fromArray(FLOATS, x, xStart + i).sub(s));
        sum = sum.add(e);
        e.intoArray(y, yStart + i);
      }
      sum.intoArray(room, 0);
      total = PlainRows.addLanes(room);
    }
    for (; i < count; i++) {
      float e = FloatMath.exp(x[xStart + i] - shift);
      total += e;
      y[yStart + i] = e;
    }
    return total;
  }
}
