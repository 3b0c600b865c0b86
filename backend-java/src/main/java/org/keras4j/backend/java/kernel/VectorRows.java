package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Row loops with explicit vectors, where the compiler does not vectorise by itself: sums and
/// maxima, which it must not reorder, and loops that keep several vectors in registers.
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
        s0 =
            FloatVector.fromArray(FLOATS, x, from)
                .fma(FloatVector.fromArray(FLOATS, kernel, tap), s0);
        s1 =
            FloatVector.fromArray(FLOATS, x, from + LANES)
                .fma(FloatVector.fromArray(FLOATS, kernel, tap + LANES), s1);
        i++;
      }
      s0.intoArray(y, at + c);
      s1.intoArray(y, at + c + LANES);
    }
    for (; c < channels; c++) {
      float sum = 0;
      for (int i = 0; i < count; i++) {
        sum = Math.fma(x[places[i] + c], kernel[taps[i] + c], sum);
      }
      y[at + c] = sum;
    }
  }

  static float sum(float[] x, int start, int count) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = FloatVector.zero(FLOATS);
    FloatVector s3 = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i + STEP <= count; i += STEP) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, x, start + i));
      s1 = s1.add(FloatVector.fromArray(FLOATS, x, start + i + LANES));
      s2 = s2.add(FloatVector.fromArray(FLOATS, x, start + i + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(FLOATS, x, start + i + 3 * LANES));
    }
    float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; i < count; i++) {
      sum += x[start + i];
    }
    return sum;
  }

  /// The sum of the squared distances from `mean`.
  static float squaredDistances(float[] x, int start, int count, float mean) {
    FloatVector m = FloatVector.broadcast(FLOATS, mean);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = FloatVector.zero(FLOATS);
    FloatVector s3 = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i + STEP <= count; i += STEP) {
      FloatVector d0 = FloatVector.fromArray(FLOATS, x, start + i).sub(m);
      FloatVector d1 = FloatVector.fromArray(FLOATS, x, start + i + LANES).sub(m);
      FloatVector d2 = FloatVector.fromArray(FLOATS, x, start + i + 2 * LANES).sub(m);
      FloatVector d3 = FloatVector.fromArray(FLOATS, x, start + i + 3 * LANES).sub(m);
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
      s2 = d2.fma(d2, s2);
      s3 = d3.fma(d3, s3);
    }
    float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; i < count; i++) {
      float d = x[start + i] - mean;
      sum += d * d;
    }
    return sum;
  }

  /// The largest, NaN if any is.
  static float max(float[] x, int start, int count) {
    FloatVector m0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector m1 = m0;
    int i = 0;
    for (; i + 2 * LANES <= count; i += 2 * LANES) {
      m0 = m0.max(FloatVector.fromArray(FLOATS, x, start + i));
      m1 = m1.max(FloatVector.fromArray(FLOATS, x, start + i + LANES));
    }
    float max = m0.max(m1).reduceLanes(VectorOperators.MAX);
    for (; i < count; i++) {
      max = Math.max(max, x[start + i]);
    }
    return max;
  }

  /// The sum of `x * y`.
  static float dot(float[] x, int xStart, float[] y, int yStart, int count) {
    return VectorTiles.dot(count, x, xStart, y, yStart);
  }

  /// `y = exp(x - shift)`, and the sum of y.
  static float expSum(float[] x, int xStart, float shift, float[] y, int yStart, int count) {
    FloatVector s = FloatVector.broadcast(FLOATS, shift);
    FloatVector sum = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      FloatVector e = VectorMath.exp(FloatVector.fromArray(FLOATS, x, xStart + i).sub(s));
      sum = sum.add(e);
      e.intoArray(y, yStart + i);
    }
    float total = sum.reduceLanes(VectorOperators.ADD);
    for (; i < count; i++) {
      float e = FloatMath.exp(x[xStart + i] - shift);
      total += e;
      y[yStart + i] = e;
    }
    return total;
  }
}
