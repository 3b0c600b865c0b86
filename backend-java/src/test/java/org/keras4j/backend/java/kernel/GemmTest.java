package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.Numbers.SIZES;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GemmTest {
  /// An operand in an array, at an offset, with strides.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Matrix(float[] data, int start, int rowStride, int columnStride) {
    static Matrix random(Random random, int rows, int columns, boolean transposed) {
      int start = random.nextInt(5);
      int stride = (transposed ? rows : columns) + random.nextInt(3);
      float[] data =
          Numbers.random(random.nextLong(), start + stride * (transposed ? columns : rows) + 1);
      return new Matrix(data, start, transposed ? 1 : stride, transposed ? stride : 1);
    }

    double at(int i, int j) {
      return data[start + i * rowStride + j * columnStride];
    }
  }

  @Test
  void agreesWithThreeLoopsOnAllSizesAndLayouts() {
    Random random = new Random(1);
    for (int m : SIZES) {
      for (int n : SIZES) {
        check(random, m, SIZES[random.nextInt(SIZES.length)], n);
        check(random, m, SIZES[random.nextInt(SIZES.length)], n);
      }
    }
  }

  @Test
  void agreesWithThreeLoopsWhereKAndNAreCutIntoBlocks() {
    Random random = new Random(2);
    check(random, 7, 700, 70);
    check(random, 200, 513, 33);
    check(random, 3, 5000, 129);
    check(random, 10, 3, 4200);
    check(random, 5, 2500, 2000);
    check(random, 333, 257, 95);
  }

  private static void check(Random random, int m, int k, int n) {
    Matrix a = Matrix.random(random, m, k, random.nextBoolean());
    Matrix b = Matrix.random(random, k, n, random.nextBoolean());
    Matrix c = Matrix.random(random, m, n, false);
    boolean add = random.nextBoolean();
    double[] expected = Numbers.doubles(c.data);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = add ? c.at(i, j) : 0;
        for (int p = 0; p < k; p++) {
          sum += a.at(i, p) * b.at(p, j);
        }
        expected[c.start + i * c.rowStride + j] = sum;
      }
    }
    double[] wide = Numbers.doubles(c.data);
    Gemm.multiply(
        a.data,
        a.start,
        a.rowStride,
        a.columnStride,
        b.data,
        b.start,
        b.rowStride,
        b.columnStride,
        c.data,
        c.start,
        c.rowStride,
        m,
        k,
        n,
        add);
    String what =
        "m=%d k=%d n=%d add=%s a=%d,%d b=%d,%d"
            .formatted(m, k, n, add, a.rowStride, a.columnStride, b.rowStride, b.columnStride);
    Numbers.assertClose(what, c.data, expected, 1e-5 * Math.max(1, Math.sqrt(k)));
    Gemm.multiply(
        Numbers.doubles(a.data),
        a.start,
        a.rowStride,
        a.columnStride,
        Numbers.doubles(b.data),
        b.start,
        b.rowStride,
        b.columnStride,
        wide,
        c.start,
        c.rowStride,
        m,
        k,
        n,
        add);
    org.assertj.core.api.Assertions.assertThat(wide)
        .as(what)
        .containsExactly(expected, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void overwritesWhateverCHeld() {
    for (int n : new int[] {1, 7, 16, 40, 64}) {
      float[] c = Numbers.filled(9 * n, Float.NaN);
      Gemm.multiply(Numbers.filled(9 * 3, 1f), 0, Numbers.filled(3 * n, 2f), 0, c, 0, 9, 3, n);
      Numbers.assertClose("n=" + n, c, Numbers.doubles(Numbers.filled(9 * n, 6f)), 0);
    }
  }

  @Test
  void multipliesBatches() {
    int batch = 13;
    int m = 5;
    int k = 9;
    int n = 11;
    float[] a = Numbers.random(1, batch * m * k);
    float[] b = Numbers.random(2, k * n);
    float[] c = new float[batch * m * n];
    Gemm.multiplyBatch(batch, a, 0, m * k, k, 1, b, 0, 0, n, 1, c, 0, m * n, n, m, k, n, false);
    double[] wide = new double[c.length];
    double[] wideB = Numbers.doubles(b);
    Gemm.multiplyBatch(
        batch,
        Numbers.doubles(a),
        0,
        m * k,
        k,
        1,
        wideB,
        0,
        0,
        n,
        1,
        wide,
        0,
        m * n,
        n,
        m,
        k,
        n,
        false);
    double[] expected = new double[c.length];
    for (int i = 0; i < batch * m; i++) {
      for (int j = 0; j < n; j++) {
        for (int p = 0; p < k; p++) {
          expected[i * n + j] += (double) a[i * k + p] * b[p * n + j];
        }
      }
    }
    Numbers.assertClose("batch", c, expected, 1e-5);
    org.assertj.core.api.Assertions.assertThat(wide)
        .containsExactly(expected, org.assertj.core.data.Offset.offset(1e-9));
  }
}
