package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Row loops with explicit vectors, where the compiler does not vectorise by itself: sums and
/// maxima, which it must not reorder, and loops that keep several vectors in registers.
///
/// Every loop gives the bits of its twin in [PlainRows]. About the form of the loops over a row see
/// [VectorArithmetic].
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
      int bound = count - count % STEP;
      for (; i < bound; i += STEP) {
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
      int bound = count - count % STEP;
      for (; i < bound; i += STEP) {
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
      int bound = count - count % STEP;
      for (; i < bound; i += STEP) {
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
      int bound = count - count % (2 * LANES);
      for (; i < bound; i += 2 * LANES) {
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

  /// The largest number, NaN not being one. Comparing and blending is a third of the work of `max`.
  static float largest(float[] x, int start, int count, float[] room) {
    float largest = Float.NEGATIVE_INFINITY;
    int i = 0;
    if (count >= STEP) {
      FloatVector m0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
      FloatVector m1 = m0;
      FloatVector m2 = m0;
      FloatVector m3 = m0;
      int bound = count - count % STEP;
      for (; i < bound; i += STEP) {
        int at = start + i;
        FloatVector v0 = FloatVector.fromArray(FLOATS, x, at);
        FloatVector v1 = FloatVector.fromArray(FLOATS, x, at + LANES);
        FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + 2 * LANES);
        FloatVector v3 = FloatVector.fromArray(FLOATS, x, at + 3 * LANES);
        m0 = m0.blend(v0, v0.compare(VectorOperators.GT, m0));
        m1 = m1.blend(v1, v1.compare(VectorOperators.GT, m1));
        m2 = m2.blend(v2, v2.compare(VectorOperators.GT, m2));
        m3 = m3.blend(v3, v3.compare(VectorOperators.GT, m3));
      }
      m0 = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
      m2 = m2.blend(m3, m3.compare(VectorOperators.GT, m2));
      m0.blend(m2, m2.compare(VectorOperators.GT, m0)).intoArray(room, 0);
      largest = PlainRows.largest(room, 0, LANES);
    }
    return Math.max(largest, PlainRows.largest(x, start + i, count - i));
  }

  /// Adds `n` rows of x, one behind the other, to a row of y.
  static void addRows(float[] x, int xStart, int n, float[] y, int yStart, int count) {
    int c = 0;
    for (; c + STEP <= count; c += STEP) {
      int at = yStart + c;
      FloatVector s0 = FloatVector.fromArray(FLOATS, y, at);
      FloatVector s1 = FloatVector.fromArray(FLOATS, y, at + LANES);
      FloatVector s2 = FloatVector.fromArray(FLOATS, y, at + 2 * LANES);
      FloatVector s3 = FloatVector.fromArray(FLOATS, y, at + 3 * LANES);
      int from = xStart + c;
      for (int r = 0; r + 1 <= n; ) {
        s0 = s0.add(FloatVector.fromArray(FLOATS, x, from));
        s1 = s1.add(FloatVector.fromArray(FLOATS, x, from + LANES));
        s2 = s2.add(FloatVector.fromArray(FLOATS, x, from + 2 * LANES));
        s3 = s3.add(FloatVector.fromArray(FLOATS, x, from + 3 * LANES));
        from += count;
        r++;
      }
      s0.intoArray(y, at);
      s1.intoArray(y, at + LANES);
      s2.intoArray(y, at + 2 * LANES);
      s3.intoArray(y, at + 3 * LANES);
    }
    for (; c + LANES <= count; c += LANES) {
      FloatVector s0 = FloatVector.fromArray(FLOATS, y, yStart + c);
      int from = xStart + c;
      for (int r = 0; r + 1 <= n; ) {
        s0 = s0.add(FloatVector.fromArray(FLOATS, x, from));
        from += count;
        r++;
      }
      s0.intoArray(y, yStart + c);
    }
    for (; c < count; c++) {
      float sum = y[yStart + c];
      for (int r = 0; r < n; r++) {
        sum += x[xStart + r * count + c];
      }
      y[yStart + c] = sum;
    }
  }

  /// `z[at + c] += sum over i of x[xStart + i * xStride + c] * y[yStart + i * yStride + c]`.
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
    int c = 0;
    for (; c + LANES <= count; c += LANES) {
      FloatVector s0 = FloatVector.fromArray(FLOATS, z, at + c);
      int a = xStart + c;
      int b = yStart + c;
      for (int i = 0; i + 1 <= n; ) {
        s0 = product(x, a, y, b, s0);
        a += xStride;
        b += yStride;
        i++;
      }
      s0.intoArray(z, at + c);
    }
    for (; c < count; c++) {
      float sum = z[at + c];
      for (int i = 0; i < n; i++) {
        sum = Math.fma(x[xStart + i * xStride + c], y[yStart + i * yStride + c], sum);
      }
      z[at + c] = sum;
    }
  }

  /// For each channel c adds `dy[dyStart + c]` to `dx[dxStart + places[t] + c]`, t being where
  /// `x[xStart + places[t] + c]` is the first largest of `count`.
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
    int c = 0;
    for (; c + LANES <= channels; c += LANES) {
      FloatVector best = FloatVector.fromArray(FLOATS, x, xStart + places[0] + c);
      FloatVector found = FloatVector.zero(FLOATS);
      for (int t = 1; t < count; t++) {
        FloatVector value = FloatVector.fromArray(FLOATS, x, xStart + places[t] + c);
        VectorMask<Float> newNaN =
            value.test(VectorOperators.IS_NAN).andNot(best.test(VectorOperators.IS_NAN));
        VectorMask<Float> larger = value.compare(VectorOperators.GT, best).or(newNaN);
        best = best.blend(value, larger);
        found = found.blend(t, larger);
      }
      FloatVector d = FloatVector.fromArray(FLOATS, dy, dyStart + c);
      for (int t = 0; t < count; t++) {
        int to = dxStart + places[t] + c;
        FloatVector old = FloatVector.fromArray(FLOATS, dx, to);
        old.blend(old.add(d), found.compare(VectorOperators.EQ, t)).intoArray(dx, to);
      }
    }
    for (; c < channels; c++) {
      PlainRows.routeLargest(count, x, xStart + c, places, dy[dyStart + c], dx, dxStart + c);
    }
  }
}
