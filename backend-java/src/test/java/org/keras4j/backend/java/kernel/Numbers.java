package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

/// Random arrays and comparisons.
final class Numbers {
  static final int[] SIZES = {0, 1, 2, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100};

  static {
    Warmup.assumeReady();
  }

  private Numbers() {}

  static float[] random(long seed, int count) {
    Random random = new Random(seed);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  static double[] doubles(float[] x) {
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      wide[i] = x[i];
    }
    return wide;
  }

  static float[] filled(int count, float value) {
    float[] x = new float[count];
    java.util.Arrays.fill(x, value);
    return x;
  }

  /// Equal as numbers (0 and -0 are), or both NaN.
  static void assertSame(String what, float actual, float expected) {
    if (actual != expected && !(Float.isNaN(actual) && Float.isNaN(expected))) {
      assertThat(Float.toString(actual)).as(what).isEqualTo(Float.toString(expected));
    }
  }

  static void assertClose(String what, float[] actual, double[] expected, double tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
      if (!(Math.abs(actual[i] - expected[i]) <= allowed)) {
        assertThat((double) actual[i]).as("%s, element %d", what, i).isEqualTo(expected[i]);
      }
    }
  }
}
