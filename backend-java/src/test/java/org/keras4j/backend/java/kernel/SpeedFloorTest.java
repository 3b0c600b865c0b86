package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Kernels against plain loops, in the same run, in turns, and by the best of many short times, so
/// a loaded machine does not matter. The floors are far below what is reached: they catch the
/// cliffs of 2 to 100 times that a changed loop may fall off, not a loss of a few percent.
class SpeedFloorTest {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final int threads = WorkPool.shared().threads();

  @BeforeEach
  void inOneThread() {
    WorkPool.shared().setThreads(1);
    Warmup.assumeReady();
  }

  @AfterEach
  void inAllThreads() {
    WorkPool.shared().setThreads(threads);
  }

  /// Measures both, again and again, until the best times are far enough apart or patience ends.
  private static void assertFaster(String what, double floor, Runnable kernel, Runnable plain) {
    long best = Long.MAX_VALUE;
    long bestPlain = Long.MAX_VALUE;
    long end = System.nanoTime() + PATIENCE_NANOS;
    int rounds = 0;
    while ((rounds < 20 || bestPlain < floor * best) && System.nanoTime() < end) {
      best = Math.min(best, time(kernel));
      bestPlain = Math.min(bestPlain, time(plain));
      rounds++;
    }
    assertThat((double) bestPlain / best)
        .as(what + ", times faster than a plain loop")
        .isGreaterThan(floor);
  }

  private static long time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Math.max(1, System.nanoTime() - start);
  }

  @Test
  void matrixProducts() {
    int n = 256;
    float[] a = Numbers.random(1, n * n);
    float[] b = Numbers.random(2, n * n);
    float[] c = new float[n * n];
    Runnable plain = () -> plainProduct(n, n, n, a, b, c);
    double floor = Simd.ENABLED ? 2.5 : 1.2;
    assertFaster("product", floor, () -> Gemm.multiply(a, 0, b, 0, c, 0, n, n, n), plain);
    Runnable left = () -> Gemm.multiply(a, 0, 1, n, b, 0, n, 1, c, 0, n, n, n, n, false);
    assertFaster("product, the left one transposed", floor, left, plain);
    Runnable right = () -> Gemm.multiply(a, 0, n, 1, b, 0, 1, n, c, 0, n, n, n, n, false);
    assertFaster("product, the right one transposed", floor, right, plain);
  }

  /// Row by row, the inner loop over columns: what a careful author writes without tiles.
  private static void plainProduct(int m, int k, int n, float[] a, float[] b, float[] c) {
    java.util.Arrays.fill(c, 0f);
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        float factor = a[i * k + p];
        for (int j = 0; j < n; j++) {
          c[i * n + j] += factor * b[p * n + j];
        }
      }
    }
  }

  @Test
  void convolutions() {
    int[] in = {28, 28};
    int[] size = {3, 3};
    int[] one = {1, 1};
    Windows windows = Windows.of(in, size, one, one, one, one);
    int channels = 32;
    float[] x = Numbers.random(1, 28 * 28 * channels);
    float[] kernel = Numbers.random(2, 9 * channels * channels);
    float[] y = new float[x.length];
    float[] matrix = new float[28 * 28 * 9 * channels];
    Runnable plain = () -> plainProduct(28 * 28, 9 * channels, channels, matrix, kernel, y);
    double floor = Simd.ENABLED ? 2.5 : 0.8;
    assertFaster(
        "convolution",
        floor,
        () -> Conv.forward(windows, 1, channels, channels, 1, x, 0, kernel, 0, y, 0),
        plain);
    float[] dx = new float[x.length];
    assertFaster(
        "gradient for the input",
        floor,
        () -> Conv.inputGradient(windows, 1, channels, channels, 1, y, 0, kernel, 0, dx, 0),
        plain);
    float[] dKernel = new float[kernel.length];
    assertFaster(
        "gradient for the kernel",
        floor / 2,
        () -> Conv.kernelGradient(windows, 1, channels, channels, 1, x, 0, y, 0, dKernel, 0, false),
        plain);
  }

  @Test
  void functionsAndRows() {
    int n = 1 << 16;
    float[] x = Numbers.random(1, n);
    float[] y = new float[n];
    double floor = Simd.ENABLED ? 2 : 0.5;
    Runnable exp = () -> plainExp(x, y);
    assertFaster("exp", floor, () -> VecMath.exp(x, 0, y, 0, n), exp);
    assertFaster("tanh", floor, () -> VecMath.tanh(x, 0, y, 0, n), () -> plainTanh(x, y));
    assertFaster("softmax", floor / 2, () -> Rows.softmax(x, 0, y, 0, 256, 256), exp);
    float[] sums = new float[256];
    assertFaster(
        "sum of rows",
        1.5,
        () -> Reductions.sum(x, 0, 256, 256, 1, sums, 0),
        () -> plainSum(x, sums));
  }

  private static void plainExp(float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) Math.exp(x[i]);
    }
  }

  private static void plainTanh(float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) Math.tanh(x[i]);
    }
  }

  private static void plainSum(float[] x, float[] y) {
    for (int row = 0; row < y.length; row++) {
      float sum = 0;
      for (int i = 0; i < x.length / y.length; i++) {
        sum += x[row * (x.length / y.length) + i];
      }
      y[row] = sum;
    }
  }
}
