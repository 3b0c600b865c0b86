package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// The matrix product in the one form C2 vectorises well without explicit vectors: eight rows of B
/// added to a row of C at once, every row an array of its own, all indexed alike.
final class PlainTiles {
  private static final int DEPTH = 8;
  private static final int WIDTH = 512;
  private static final int HEIGHT = 32;

  private static final ThreadLocal<float[][]> SUMS =
      ThreadLocal.withInitial(() -> new float[HEIGHT][WIDTH]);
  private static final ThreadLocal<float[][]> B_ROWS =
      ThreadLocal.withInitial(() -> new float[DEPTH][WIDTH]);

  private PlainTiles() {}

  /// Computes the rows of C from `from` up to `to`.
  static void run(Product product, int from, int to) {
    float[][] sums = SUMS.get();
    float[][] b = B_ROWS.get();
    for (int j = 0; j < product.n(); j += WIDTH) {
      int width = Math.min(WIDTH, product.n() - j);
      for (int i = from; i < to; i += HEIGHT) {
        block(product, i, Math.min(HEIGHT, to - i), j, width, sums, b);
      }
    }
  }

  private static void block(
      Product product, int i, int height, int j, int width, float[][] sums, float[][] b) {
    float[] c = product.c();
    for (int r = 0; r < height; r++) {
      if (product.add()) {
        System.arraycopy(c, product.cRows()[i + r] + j, sums[r], 0, width);
      } else {
        Arrays.fill(sums[r], 0, width, 0f);
      }
    }
    for (int p = 0; p < product.k(); p += DEPTH) {
      int depth = Math.min(DEPTH, product.k() - p);
      copyRows(product, p, depth, j, width, b);
      for (int r = 0; r < height; r++) {
        addRows(
            product.a(), product.aRows()[i + r], product.aColumns(), p, depth, b, sums[r], width);
      }
    }
    for (int r = 0; r < height; r++) {
      System.arraycopy(sums[r], 0, c, product.cRows()[i + r] + j, width);
    }
  }

  private static void copyRows(Product product, int p, int depth, int j, int width, float[][] b) {
    for (int d = depth; d < DEPTH; d++) {
      Arrays.fill(b[d], 0, width, 0f);
    }
    int step = product.bStep();
    for (int d = 0; d < depth && step == 1; d++) {
      int from = product.bStart() + product.bRows()[p + d] + j;
      System.arraycopy(product.b(), from, b[d], 0, width);
    }
    for (int q = 0; q < width && step != 1; q++) {
      int from = product.bStart() + (j + q) * step;
      for (int d = 0; d < depth; d++) {
        b[d][q] = product.b()[from + product.bRows()[p + d]];
      }
    }
  }

  private static void addRows(
      float[] a, int row, int[] columns, int p, int depth, float[][] b, float[] sum, int width) {
    float a0 = a[row + columns[p]];
    float a1 = depth > 1 ? a[row + columns[p + 1]] : 0f;
    float a2 = depth > 2 ? a[row + columns[p + 2]] : 0f;
    float a3 = depth > 3 ? a[row + columns[p + 3]] : 0f;
    float a4 = depth > 4 ? a[row + columns[p + 4]] : 0f;
    float a5 = depth > 5 ? a[row + columns[p + 5]] : 0f;
    float a6 = depth > 6 ? a[row + columns[p + 6]] : 0f;
    float a7 = depth > 7 ? a[row + columns[p + 7]] : 0f;
    addEight(a0, a1, a2, a3, a4, a5, a6, a7, b, sum, width);
  }

  private static void addEight(
      float a0,
      float a1,
      float a2,
      float a3,
      float a4,
      float a5,
      float a6,
      float a7,
      float[][] b,
      float[] sum,
      int width) {
    float[] b0 = b[0];
    float[] b1 = b[1];
    float[] b2 = b[2];
    float[] b3 = b[3];
    float[] b4 = b[4];
    float[] b5 = b[5];
    float[] b6 = b[6];
    float[] b7 = b[7];
    for (int j = 0; j < width; j++) {
      float s =
          Math.fma(
              a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], sum[j]))));
      sum[j] =
          Math.fma(a7, b7[j], Math.fma(a6, b6[j], Math.fma(a5, b5[j], Math.fma(a4, b4[j], s))));
    }
  }
}
