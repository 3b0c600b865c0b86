package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ReductionsTest {
  private interface Reduce {
    void run(float[] x, int outer, int n, int inner, float[] y);
  }

  private static void check(
      String what, double neutral, DoubleBinaryOperator operator, Reduce reduce) {
    for (int[] shape :
        new int[][] {
          {3, 0, 2},
          {1, 1, 1},
          {4, 7, 1},
          {2, 100, 1},
          {1, 50_000, 1},
          {3, 20_000, 1},
          {5, 9, 3},
          {1, 700, 33},
          {2, 600, 17},
          {40, 3, 65},
          {0, 3, 2},
          {1, 300, 2}
        }) {
      int outer = shape[0];
      int n = shape[1];
      int inner = shape[2];
      float[] x = Numbers.random(n, outer * n * inner);
      if (what.equals("product")) {
        for (int i = 0; i < x.length; i++) {
          x[i] = 1 + x[i] / n;
        }
      }
      double[] expected = new double[outer * inner];
      for (int i = 0; i < expected.length; i++) {
        double result = neutral;
        for (int r = 0; r < n; r++) {
          result = operator.applyAsDouble(result, x[(i / inner * n + r) * inner + i % inner]);
        }
        expected[i] = result;
      }
      float[] y = new float[outer * inner];
      reduce.run(x, outer, n, inner, y);
      for (int i = 0; i < y.length; i++) {
        if (y[i] != expected[i]) {
          double allowed = 2e-6 * Math.max(1, Math.abs(expected[i])) * Math.sqrt(n);
          assertThat((double) y[i])
              .as("%s of %d,%d,%d", what, outer, n, inner)
              .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(allowed));
        }
      }
    }
  }

  @Test
  void agreeWithLoops() {
    check("sum", 0, Double::sum, (x, o, n, i, y) -> Reductions.sum(x, 0, o, n, i, y, 0));
    check(
        "product", 1, (a, b) -> a * b, (x, o, n, i, y) -> Reductions.product(x, 0, o, n, i, y, 0));
    check(
        "max",
        Double.NEGATIVE_INFINITY,
        Math::max,
        (x, o, n, i, y) -> Reductions.max(x, 0, o, n, i, y, 0));
    check(
        "min",
        Double.POSITIVE_INFINITY,
        Math::min,
        (x, o, n, i, y) -> Reductions.min(x, 0, o, n, i, y, 0));
  }

  @Test
  void sumsManyEqualNumbersWithoutDrift() {
    float[] x = Numbers.filled(3_000_000, 0.1f);
    float[] y = new float[1];
    Reductions.sum(x, 0, 1, x.length, 1, y, 0);
    assertThat(y[0]).isCloseTo(3e6f * 0.1f, org.assertj.core.data.Percentage.withPercentage(1e-4));
    float[] columns = new float[3];
    Reductions.sum(x, 0, 1, 1_000_000, 3, columns, 0);
    assertThat(columns[1]).isCloseTo(1e5f, org.assertj.core.data.Percentage.withPercentage(1e-2));
  }

  @Test
  void extremesAreNaNIfAnyElementIs() {
    for (int place : new int[] {0, 20, 39}) {
      float[] x = Numbers.random(1, 40);
      x[place] = Float.NaN;
      float[] y = new float[1];
      Reductions.max(x, 0, 1, 40, 1, y, 0);
      assertThat(y[0]).isNaN();
      Reductions.min(x, 0, 1, 40, 1, y, 0);
      assertThat(y[0]).isNaN();
      int[] found = new int[1];
      Extremes.argMax(x, 0, 1, 40, 1, found, 0);
      assertThat(found[0]).isEqualTo(place);
      Extremes.argMin(x, 0, 1, 40, 1, found, 0);
      assertThat(found[0]).isEqualTo(place);
    }
  }

  @Test
  void placesOfExtremesAreTheFirstOnes() {
    float[] x = {1, 5, 3, 5, 2, 0, 7, 0, 3, 1, 7, 7};
    int[] y = new int[4];
    Extremes.argMax(x, 0, 2, 3, 2, y, 0);
    assertThat(y).containsExactly(1, 0, 0, 2);
    Extremes.argMin(x, 0, 2, 3, 2, y, 0);
    assertThat(y).containsExactly(0, 2, 1, 0);
  }

  @Test
  void placesOfExtremesAgreeWithASearchInOrder() {
    var random = new java.util.Random(3);
    for (int[] sizes : new int[][] {{3, 700, 1}, {2, 5, 1500}, {1, 256, 1}, {1, 257, 3}}) {
      int n = sizes[1];
      int inner = sizes[2];
      float[] x = new float[sizes[0] * n * inner];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextInt(2000) == 0 ? Float.NaN : random.nextInt(40) - 20;
      }
      int[] largest = new int[sizes[0] * inner];
      int[] smallest = new int[largest.length];
      Extremes.argMax(x, 0, sizes[0], n, inner, largest, 0);
      Extremes.argMin(x, 0, sizes[0], n, inner, smallest, 0);
      for (int i = 0; i < largest.length; i++) {
        int at = i / inner * n * inner + i % inner;
        assertThat(largest[i]).isEqualTo(first(x, at, n, inner, 1));
        assertThat(smallest[i]).isEqualTo(first(x, at, n, inner, -1));
      }
    }
  }

  private static int first(float[] x, int at, int n, int step, int sign) {
    int found = 0;
    for (int r = 1; r < n && !Float.isNaN(x[at + found * step]); r++) {
      float value = x[at + r * step];
      if (Float.isNaN(value) || sign * value > sign * x[at + found * step]) {
        found = r;
      }
    }
    return found;
  }

  @Test
  void anyAndAllLookAtEveryElement() {
    byte[] y = new byte[3];
    for (int n : new int[] {0, 1, 7, 4096, 9000}) {
      byte[] x = new byte[n];
      Reductions.any(x, 0, 1, n, 1, y, 1);
      assertThat(y[1]).isZero();
      Reductions.all(x, 0, 1, n, 1, y, 1);
      assertThat(y[1]).isEqualTo((byte) (n == 0 ? 1 : 0));
      if (n > 0) {
        x[n - 1] = 1;
        Reductions.any(x, 0, 1, n, 1, y, 1);
        assertThat(y[1]).isEqualTo((byte) 1);
        java.util.Arrays.fill(x, (byte) 1);
        Reductions.all(x, 0, 1, n, 1, y, 1);
        assertThat(y[1]).isEqualTo((byte) 1);
      }
    }
    byte[] table = {1, 0, 1, 0, 0, 1};
    Reductions.any(table, 0, 1, 2, 3, y, 0);
    assertThat(y).containsExactly(1, 0, 1);
    Reductions.all(table, 0, 1, 2, 3, y, 0);
    assertThat(y).containsExactly(0, 0, 1);
  }

  @Test
  void reduceIntsLongsAndDoubles() {
    int[] ints = {3, -1, 4, 1, -5, 9};
    int[] y = new int[2];
    Reductions.sum(ints, 0, 2, 3, 1, y, 0);
    assertThat(y).containsExactly(6, 5);
    Reductions.max(ints, 0, 1, 3, 2, y, 0);
    assertThat(y).containsExactly(4, 9);
    long[] longs = {1L << 40, 2, 3, 4};
    long[] product = new long[2];
    Reductions.product(longs, 0, 2, 2, 1, product, 0);
    assertThat(product).containsExactly(1L << 41, 12);
    double[] doubles = {0.5, 0.25, 4};
    double[] smallest = new double[1];
    Reductions.min(doubles, 0, 1, 3, 1, smallest, 0);
    assertThat(smallest).containsExactly(0.25);
    Reductions.sum(new int[0], 0, 2, 0, 1, y, 0);
    assertThat(y).containsExactly(0, 0);
  }

  @Test
  void runAlongAnAxisInBothDirections() {
    float[] x = {1, 2, 3, 4, 5, 6};
    float[] y = new float[6];
    Cumulative.sum(x, 0, 1, 3, 2, y, 0, false);
    assertThat(y).containsExactly(1, 2, 4, 6, 9, 12);
    Cumulative.sum(x, 0, 2, 3, 1, y, 0, true);
    assertThat(y).containsExactly(6, 5, 3, 15, 11, 6);
    Cumulative.max(new float[] {1, 3, 2, 0, Float.NaN, 4}, 0, 1, 6, 1, y, 0, false);
    assertThat(y).containsExactly(1, 3, 3, 3, Float.NaN, Float.NaN);
    Cumulative.product(x, 0, 1, 6, 1, x, 0, false);
    assertThat(x).containsExactly(1, 2, 6, 24, 120, 720);
    Cumulative.sum(new float[0], 0, 3, 0, 1, y, 0, true);
  }
}
