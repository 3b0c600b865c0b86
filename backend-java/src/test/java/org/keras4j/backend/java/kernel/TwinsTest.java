package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Loops with and without explicit vectors give the same bits, so it does not matter when a program
/// goes from one to the other.
class TwinsTest {
  @BeforeEach
  void withExplicitVectors() {
    assumeThat(Simd.ENABLED).as(Simd.REASON).isTrue();
  }

  @Test
  void rowLoopsGiveTheSameBits() {
    float[] room = new float[PlainRows.ROOM];
    for (int count = 0; count < 400; count += count < 140 ? 1 : 37) {
      float[] x = Numbers.random(count, count + 2);
      float[] y = Numbers.random(count + 1, count + 2);
      assertThat(VectorRows.sum(x, 1, count, room)).isEqualTo(PlainRows.sum(x, 1, count, room));
      assertThat(VectorRows.max(x, 1, count, room)).isEqualTo(PlainRows.max(x, 1, count));
      assertThat(VectorRows.dot(x, 1, y, 2, count, room))
          .isEqualTo(PlainRows.dot(x, 1, y, 2, count, room));
      assertThat(VectorRows.squaredDistances(x, 1, count, 0.3f, room))
          .isEqualTo(PlainRows.squaredDistances(x, 1, count, 0.3f, room));
      float largest = PlainRows.largest(x, 1, count);
      assertThat(VectorRows.largest(x, 1, count, room)).isEqualTo(largest);
      float[] exps = new float[count];
      float[] others = new float[count];
      int whole = count / PlainRows.LANES * PlainRows.LANES;
      assertThat(VectorMath.expSum(x, 1, largest, exps, 0, whole, room))
          .isEqualTo(PlainRows.expSum(x, 1, largest, others, 0, whole, room));
      assertThat(exps).isEqualTo(others);
      int[] places = {0, 2, 1};
      VectorRows.weightedSum(3, x, places, y, places, exps, 0, Math.max(0, count - 2));
      PlainRows.weightedSum(3, x, places, y, places, others, 0, Math.max(0, count - 2));
      assertThat(exps).isEqualTo(others);
      float[] rows = Numbers.random(count, 5 * count + 3);
      VectorRows.addRows(rows, 2, 3, exps, 0, count);
      PlainRows.addRows(rows, 2, 3, others, 0, count);
      assertThat(exps).isEqualTo(others);
      VectorRows.addProducts(3, rows, 1, count + 1, rows, 2, count, exps, 0, count);
      PlainRows.addProducts(3, rows, 1, count + 1, rows, 2, count, others, 0, count);
      assertThat(exps).isEqualTo(others);
    }
  }

  @Test
  void arithmeticGivesTheSameBitsWhereverStretchesBegin() {
    for (int count : Numbers.SIZES) {
      float[] x = Numbers.random(count, count + 3);
      float[] y = Numbers.random(count + 1, count + 3);
      float[] z = Numbers.random(count + 2, count + 3);
      if (count > 20) {
        x[7] = Float.NaN;
        y[9] = Float.NEGATIVE_INFINITY;
        x[11] = -0f;
        y[10] = 0f;
      }
      check(count, z, VectorArithmetic.add(x, 1, y, 2, z, 3, count), i -> x[i + 1] + y[i + 2]);
      check(count, z, VectorArithmetic.subtract(x, 1, y, 2, z, 3, count), i -> x[i + 1] - y[i + 2]);
      check(count, z, VectorArithmetic.multiply(x, 1, y, 2, z, 3, count), i -> x[i + 1] * y[i + 2]);
      check(count, z, VectorArithmetic.divide(x, 1, y, 2, z, 3, count), i -> x[i + 1] / y[i + 2]);
      check(count, z, VectorArithmetic.add(x, 1, 3, z, 3, count), i -> x[i + 1] + 3);
      check(count, z, VectorArithmetic.subtract(x, 1, 3, z, 3, count), i -> x[i + 1] - 3);
      check(count, z, VectorArithmetic.multiply(x, 1, 3, z, 3, count), i -> x[i + 1] * 3);
      check(count, z, VectorArithmetic.divide(x, 1, 3, z, 3, count), i -> x[i + 1] / 3);
      check(count, z, VectorArithmetic.max(x, 1, 0, z, 3, count), i -> Math.max(x[i + 1], 0));
      check(count, z, VectorArithmetic.negate(x, 1, z, 3, count), i -> -x[i + 1]);
      check(count, z, VectorArithmetic.sqrt(x, 1, z, 3, count), i -> (float) Math.sqrt(x[i + 1]));
      float[] old = z.clone();
      check(
          count,
          z,
          VectorArithmetic.multiplyAdd(x, 1, y, 2, z, 3, count),
          i -> Math.fma(x[i + 1], y[i + 2], old[i + 3]));
      float[] sums = z.clone();
      check(
          count,
          z,
          VectorArithmetic.multiplyAdd(x, 1, 3, z, 3, count),
          i -> Math.fma(x[i + 1], 3, sums[i + 3]));
    }
  }

  @Test
  void choicesFallTheSameWay() {
    Random random = new Random(3);
    for (int count : Numbers.SIZES) {
      float[] x = new float[count + 3];
      float[] y = new float[count + 3];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextInt(9) == 0 ? Float.NaN : random.nextInt(3) - 1;
        y[i] = random.nextInt(9) == 0 ? Float.NaN : random.nextInt(3) * -0.5f;
      }
      float[] a = Numbers.random(count, count + 3);
      float[] b = Numbers.random(count + 1, count + 3);
      float[] z = new float[count + 3];
      var choice = new Choice(x, 1, y, 2, a, 3, b, 0);
      check(
          count,
          z,
          VectorChoice.less(choice, z, 3, count),
          i -> x[i + 1] < y[i + 2] ? a[i + 3] : b[i]);
      check(
          count,
          z,
          VectorChoice.atMost(choice, z, 3, count),
          i -> x[i + 1] <= y[i + 2] ? a[i + 3] : b[i]);
      check(
          count,
          z,
          VectorChoice.equal(choice, z, 3, count),
          i -> x[i + 1] == y[i + 2] ? a[i + 3] : b[i]);
    }
  }

  @Test
  void squaresAreTurnedWhole() {
    assumeThat(VectorShape.LANES).isEqualTo(VectorTurn.SIDE);
    for (int rows : new int[] {16, 48, 272}) {
      int columns = 80;
      float[] x = Numbers.random(rows, columns * (rows + 3) + 1);
      float[] y = new float[rows * (columns + 5) + 2];
      VectorTurn.turn(x, 1, rows + 3, y, 2, columns + 5, rows, columns);
      for (int i = 0; i < rows * columns; i++) {
        int row = i / columns;
        int column = i % columns;
        assertThat(y[2 + row * (columns + 5) + column]).isEqualTo(x[1 + column * (rows + 3) + row]);
      }
    }
  }

  private interface Element {
    float of(int i);
  }

  /// Whole vectors are done, and each element of z from 3 on is what it should be.
  private static void check(int count, float[] z, int done, Element wanted) {
    assertThat(done).isEqualTo(count / VectorShape.LANES * VectorShape.LANES);
    for (int i = 0; i < done; i++) {
      assertThat(z[i + 3]).as("element %d of %d", i, count).isEqualTo(Float.valueOf(wanted.of(i)));
    }
  }

  @Test
  void gradientsOfMaximaGoTheSameWay() {
    Random random = new Random(2);
    for (int channels = 1; channels < 100; channels += 3) {
      float[] x = new float[5 * channels];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextInt(10) == 0 ? Float.NaN : random.nextInt(4);
      }
      int[] places = {0, 3 * channels, channels, 4 * channels};
      float[] dy = Numbers.random(channels, channels);
      float[] dx = new float[x.length];
      float[] plain = new float[x.length];
      VectorRows.routeLargest(4, x, 0, places, dy, 0, dx, 0, channels);
      PlainRows.routeLargest(4, x, 0, places, dy, 0, plain, 0, channels);
      assertThat(dx).isEqualTo(plain);
    }
  }

  @Test
  void matrixProductsGiveTheSameBits() {
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      int m = 1 + random.nextInt(round % 10 == 0 ? 300 : 40);
      int k = 1 + random.nextInt(round % 10 == 1 ? 900 : 40);
      int n = 1 + random.nextInt(round % 10 == 2 ? 600 : 80);
      float[] a = Numbers.random(round, m * k);
      float[] b = Numbers.random(round + 1, k * n);
      float[] c = Numbers.random(round + 2, m * n);
      float[] plain = c.clone();
      boolean add = random.nextBoolean();
      Gemm.multiply(a, 0, k, 1, b, 0, n, 1, c, 0, n, m, k, n, add);
      int[] aRows = Gemm.table(m, 0, k);
      int[] cRows = Gemm.table(m, 0, n);
      int[] bRows = Gemm.table(k, 0, n);
      int[] aColumns = Gemm.table(k, 0, 1);
      PlainTiles.run(
          new Product(m, k, n, a, aRows, aColumns, b, bRows, 0, 1, plain, cRows, add), 0, m);
      assertThat(c).as("m=%d k=%d n=%d", m, k, n).isEqualTo(plain);
    }
  }

  @Test
  void aLoopIsUsedOnceItIsFast() {
    List<Integer> counts = new ArrayList<>();
    Warmup warmup = new Warmup("counting", 1_000_000, n -> counts.add(n));
    assertThat(warmup.turn()).isTrue();
    assertThat(counts).contains(0).contains(Warmup.TRIAL).hasSizeGreaterThan(100);
    assertThat(warmup.ready()).isTrue();
  }

  @Test
  void aTrialOfOneSizeIsNotRunForNoNumbers() {
    int[] runs = new int[1];
    Warmup warmup = new Warmup("counting", 1_000_000, () -> runs[0]++);
    assertThat(warmup.turn()).isTrue();
    assertThat(runs[0]).isBetween(1, 100);
  }
}
