package org.keras4j.backend.java.kernel;

/// The row loops of `VectorRows` without explicit vectors: eight running results, since the
/// compiler must not reorder floating-point sums by itself.
final class PlainRows {
  private static final int LANES = 8;

  private PlainRows() {}

  static float sum(float[] x, int start, int count) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = start;
    for (; i + LANES <= start + count; i += LANES) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    float sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    for (; i < start + count; i++) {
      sum += x[i];
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

  static float dot(float[] x, int xStart, float[] y, int yStart, int count) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      s0 = Math.fma(x[xStart + i], y[yStart + i], s0);
      s1 = Math.fma(x[xStart + i + 1], y[yStart + i + 1], s1);
      s2 = Math.fma(x[xStart + i + 2], y[yStart + i + 2], s2);
      s3 = Math.fma(x[xStart + i + 3], y[yStart + i + 3], s3);
    }
    float sum = (s0 + s1) + (s2 + s3);
    for (; i < count; i++) {
      sum = Math.fma(x[xStart + i], y[yStart + i], sum);
    }
    return sum;
  }

  static float squaredDistances(float[] x, int start, int count, float mean) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = start;
    for (; i + 4 <= start + count; i += 4) {
      float d0 = x[i] - mean;
      float d1 = x[i + 1] - mean;
      float d2 = x[i + 2] - mean;
      float d3 = x[i + 3] - mean;
      s0 = Math.fma(d0, d0, s0);
      s1 = Math.fma(d1, d1, s1);
      s2 = Math.fma(d2, d2, s2);
      s3 = Math.fma(d3, d3, s3);
    }
    float sum = (s0 + s1) + (s2 + s3);
    for (; i < start + count; i++) {
      float d = x[i] - mean;
      sum = Math.fma(d, d, sum);
    }
    return sum;
  }

  static float expSum(float[] x, int xStart, float shift, float[] y, int yStart, int count) {
    float s0 = 0;
    float s1 = 0;
    int i = 0;
    for (; i + 2 <= count; i += 2) {
      float e0 = FloatMath.exp(x[xStart + i] - shift);
      float e1 = FloatMath.exp(x[xStart + i + 1] - shift);
      s0 += e0;
      s1 += e1;
      y[yStart + i] = e0;
      y[yStart + i + 1] = e1;
    }
    if (i < count) {
      float e = FloatMath.exp(x[xStart + i] - shift);
      s0 += e;
      y[yStart + i] = e;
    }
    return s0 + s1;
  }
}
