package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SortingTest {
  @Test
  void ordersAreStableWithNaNLast() {
    Random random = new Random(5);
    for (int n : new int[] {0, 1, 2, 15, 16, 17, 33, 64, 200}) {
      for (int inner : new int[] {1, 3}) {
        int outer = 2;
        float[] x = new float[outer * n * inner];
        int[] ints = new int[x.length];
        long[] longs = new long[x.length];
        double[] doubles = new double[x.length];
        for (int i = 0; i < x.length; i++) {
          int value = random.nextInt(9) - 4;
          x[i] =
              value == 4
                  ? Float.NaN
                  : value == 3 ? Float.NEGATIVE_INFINITY : value == 0 && i % 2 == 0 ? -0f : value;
          ints[i] = value * 500_000_000;
          longs[i] = value * (1L << 60);
          doubles[i] = x[i];
        }
        int[] order = new int[x.length];
        Sorting.order(x, 0, outer, n, inner, order, 0);
        check(outer, n, inner, order, (a, b) -> compare(x[a], x[b]));
        Sorting.order(doubles, 0, outer, n, inner, order, 0);
        check(outer, n, inner, order, (a, b) -> compare(x[a], x[b]));
        Sorting.order(ints, 0, outer, n, inner, order, 0);
        check(outer, n, inner, order, (a, b) -> Integer.compare(ints[a], ints[b]));
        Sorting.order(longs, 0, outer, n, inner, order, 0);
        check(outer, n, inner, order, (a, b) -> Long.compare(longs[a], longs[b]));
      }
    }
  }

  @Test
  void aLongLineIsSortedInPieces() {
    float[] x = Numbers.random(3, 200_001);
    x[17] = Float.NaN;
    x[150_000] = Float.NEGATIVE_INFINITY;
    float[] expected = x.clone();
    java.util.Arrays.sort(expected);
    float[] sorted = new float[x.length];
    Sorting.sort(x, 0, 1, x.length, 1, sorted, 0);
    assertThat(sorted).isEqualTo(expected);
  }

  @Test
  void digitsThatAllNumbersShareAreLeftOut() {
    Random random = new Random(7);
    for (int n : new int[] {1000, 40_000}) {
      for (int range : new int[] {1, 100}) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
          x[i] = 1 + random.nextInt(range);
        }
        float[] expected = x.clone();
        java.util.Arrays.sort(expected);
        Sorting.sort(x, 0, 1, n, 1, x, 0);
        assertThat(x).isEqualTo(expected);
      }
    }
  }

  @Test
  void linesOfEveryLengthAreSortedAlike() {
    Random random = new Random(6);
    for (int n : new int[] {0, 1, 127, 128, 1000, 40_000}) {
      for (int inner : new int[] {1, 3}) {
        float[] x = new float[2 * n * inner];
        for (int i = 0; i < x.length; i++) {
          int kind = random.nextInt(20);
          x[i] =
              kind == 0 ? Float.NaN : kind == 1 ? -0f : kind == 2 ? 0f : random.nextInt(500) - 250;
        }
        float[] sorted = x.clone();
        Sorting.sort(sorted, 0, 2, n, inner, sorted, 0);
        for (int line = 0; line < 2 * inner; line++) {
          float[] expected = new float[n];
          float[] actual = new float[n];
          for (int r = 0; r < n; r++) {
            int at = (line / inner * n + r) * inner + line % inner;
            expected[r] = x[at];
            actual[r] = sorted[at];
          }
          java.util.Arrays.sort(expected);
          assertThat(actual).isEqualTo(expected);
        }
      }
    }
  }

  private static int compare(float a, float b) {
    return a == b ? 0 : Float.compare(a, b);
  }

  private static void check(
      int outer, int n, int inner, int[] order, Comparator<Integer> comparator) {
    for (int line = 0; line < outer * inner; line++) {
      int start = line / inner * n * inner + line % inner;
      List<Integer> expected =
          IntStream.range(0, n)
              .boxed()
              .sorted((a, b) -> comparator.compare(start + a * inner, start + b * inner))
              .toList();
      List<Integer> actual = IntStream.range(0, n).mapToObj(r -> order[start + r * inner]).toList();
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void sortsInPlace() {
    float[] x = {3, Float.NaN, -1, 0, Float.NEGATIVE_INFINITY, 2};
    Sorting.sort(x, 0, 1, 6, 1, x, 0);
    assertThat(x).containsExactly(Float.NEGATIVE_INFINITY, -1, 0, 2, 3, Float.NaN);
    float[] columns = {3, 1, 2, 0, 1, 2};
    Sorting.sort(columns, 0, 1, 3, 2, columns, 0);
    assertThat(columns).containsExactly(1, 0, 2, 1, 3, 2);
  }

  @Test
  void picksTheLargestFirst() {
    Random random = new Random(9);
    for (int k : new int[] {0, 1, 3, 10, 100}) {
      float[] x = new float[200];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextInt(30);
      }
      x[150] = Float.NaN;
      float[] values = new float[2 * k];
      int[] places = new int[2 * k];
      Sorting.topK(x, 0, 2, 100, k, values, 0, places, 0);
      for (int row = 0; row < 2; row++) {
        int start = row * 100;
        List<Integer> expected =
            IntStream.range(0, 100)
                .boxed()
                .sorted((a, b) -> Float.compare(x[start + b], x[start + a]))
                .limit(k)
                .toList();
        for (int r = 0; r < k; r++) {
          assertThat(places[row * k + r]).isEqualTo(expected.get(r));
          Numbers.assertSame("value", values[row * k + r], x[start + expected.get(r)]);
        }
      }
    }
  }
}
