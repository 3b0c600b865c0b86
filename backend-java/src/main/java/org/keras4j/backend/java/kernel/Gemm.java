package org.keras4j.backend.java.kernel;

/// Matrix products on row-major arrays.
///
/// An operand is an array, the offset of its first element and two strides: element (i, p) of A is
/// `a[aStart + i * aRowStride + p * aColumnStride]`. A transposed operand is the same array with
/// the strides exchanged. C is written row by row, `cStride` apart; nothing between rows is
/// touched.
///
/// With `add` false C is overwritten whatever it held, NaN included; with k = 0 it becomes 0.
public final class Gemm {
  private static final int FEW_ROWS = 4;
  private static final int COLUMN_BLOCK = 256;
  private static final int DOUBLE_DEPTH = 4;

  private Gemm() {}

  /// C[m, n] = A[m, k] B[k, n], all dense.
  public static void multiply(
      float[] a, int aStart, float[] b, int bStart, float[] c, int cStart, int m, int k, int n) {
    multiply(a, aStart, k, 1, b, bStart, n, 1, c, cStart, n, m, k, n, false);
  }

  /// C[m, n] (+)= op(A) op(B), by strides.
  public static void multiply(
      float[] a,
      int aStart,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bStart,
      int bRowStride,
      int bColumnStride,
      float[] c,
      int cStart,
      int cStride,
      int m,
      int k,
      int n,
      boolean add) {
    int[] aRows = table(m, aStart, aRowStride);
    int[] aColumns = table(k, 0, aColumnStride);
    if (m < FEW_ROWS && k > 0 && bColumnStride == 1 && Tiles.ROW.ready()) {
      fewRows(a, aRows, aColumns, b, bStart, bRowStride, c, cStart, cStride, m, k, n, add);
    } else if (m < FEW_ROWS && bRowStride == 1 && aColumnStride == 1) {
      dots(a, aRows, b, bStart, bColumnStride, c, cStart, cStride, m, k, n, add);
    } else {
      int[] bRows = table(k, 0, bRowStride);
      int[] cRows = table(m, cStart, cStride);
      new Product(m, k, n, a, aRows, aColumns, b, bRows, bStart, bColumnStride, c, cRows, add)
          .run();
      Scratch.give(cRows);
      Scratch.give(bRows);
    }
    Scratch.give(aColumns);
    Scratch.give(aRows);
  }

  /// `batch` products at once: product number i uses A, B and C from `aBatchStride`, `bBatchStride`
  /// and `cBatchStride` times i further on. A batch stride of 0 uses the same operand every time.
  public static void multiplyBatch(
      int batch,
      float[] a,
      int aStart,
      int aBatchStride,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bStart,
      int bBatchStride,
      int bRowStride,
      int bColumnStride,
      float[] c,
      int cStart,
      int cBatchStride,
      int cStride,
      int m,
      int k,
      int n,
      boolean add) {
    WorkPool.Range products =
        (from, to) -> {
          for (int i = from; i < to; i++) {
            multiply(
                a,
                aStart + i * aBatchStride,
                aRowStride,
                aColumnStride,
                b,
                bStart + i * bBatchStride,
                bRowStride,
                bColumnStride,
                c,
                cStart + i * cBatchStride,
                cStride,
                m,
                k,
                n,
                add);
          }
        };
    long flops = Math.max(1, (long) m * k * n);
    if (batch < 2 * WorkPool.shared().threads()) {
      products.run(0, batch);
    } else {
      WorkPool.shared()
          .forRange(batch, (int) Math.min(batch, 1 + Parallel.GRAIN * 16L / flops), products);
    }
  }

  /// C[m, n] (+)= op(A) op(B) in double precision, by strides.
  public static void multiply(
      double[] a,
      int aStart,
      int aRowStride,
      int aColumnStride,
      double[] b,
      int bStart,
      int bRowStride,
      int bColumnStride,
      double[] c,
      int cStart,
      int cStride,
      int m,
      int k,
      int n,
      boolean add) {
    long rowWork = Math.max(1, (long) k * n);
    WorkPool.shared()
        .forRange(
            m,
            (int) Math.min(m + 1L, 1 + Parallel.GRAIN * 4L / rowWork),
            (from, to) -> {
              double[] panel = new double[DOUBLE_DEPTH * COLUMN_BLOCK];
              for (int j = 0; j < n; j += COLUMN_BLOCK) {
                int width = Math.min(COLUMN_BLOCK, n - j);
                if (!add) {
                  for (int i = from; i < to; i++) {
                    java.util.Arrays.fill(
                        c, cStart + i * cStride + j, cStart + i * cStride + j + width, 0.0);
                  }
                }
                for (int p = 0; p < k; p += DOUBLE_DEPTH) {
                  int depth = Math.min(DOUBLE_DEPTH, k - p);
                  int b0 = bStart + p * bRowStride + j * bColumnStride;
                  packDoubles(b, b0, bRowStride, bColumnStride, depth, width, panel);
                  for (int i = from; i < to; i++) {
                    int a0 = aStart + i * aRowStride + p * aColumnStride;
                    addDoubles(
                        a, a0, aColumnStride, depth, panel, c, cStart + i * cStride + j, width);
                  }
                }
              }
            });
  }

  /// `batch` products in double precision; see the float32 form.
  public static void multiplyBatch(
      int batch,
      double[] a,
      int aStart,
      int aBatchStride,
      int aRowStride,
      int aColumnStride,
      double[] b,
      int bStart,
      int bBatchStride,
      int bRowStride,
      int bColumnStride,
      double[] c,
      int cStart,
      int cBatchStride,
      int cStride,
      int m,
      int k,
      int n,
      boolean add) {
    for (int i = 0; i < batch; i++) {
      multiply(
          a,
          aStart + i * aBatchStride,
          aRowStride,
          aColumnStride,
          b,
          bStart + i * bBatchStride,
          bRowStride,
          bColumnStride,
          c,
          cStart + i * cBatchStride,
          cStride,
          m,
          k,
          n,
          add);
    }
  }

  /// `start + i * step` for every i below `length`, in an array of at least that length.
  static int[] table(int length, int start, int step) {
    int[] table = Scratch.takeInts(length);
    for (int i = 0; i < length; i++) {
      table[i] = start + i * step;
    }
    return table;
  }

  private static void fewRows(
      float[] a,
      int[] aRows,
      int[] aColumns,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride,
      int m,
      int k,
      int n,
      boolean add) {
    int wide = VectorTiles.ROW_WIDTH;
    int panels = (n + wide - 1) / wide;
    Parallel.range(
        panels,
        (long) m * k * wide,
        (from, to) -> {
          for (int panel = from; panel < to; panel++) {
            int j = panel * wide;
            for (int i = 0; i < m; i++) {
              int to0 = cStart + i * cStride + j;
              if (j + wide <= n) {
                VectorTiles.row(k, a, aRows[i], aColumns, b, bStart + j, bStride, c, to0, add);
              } else {
                lastColumns(k, a, aRows[i], aColumns, b, bStart + j, bStride, c, to0, n - j, add);
              }
            }
          }
        });
  }

  private static void lastColumns(
      int k,
      float[] a,
      int row,
      int[] aColumns,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int to,
      int width,
      boolean add) {
    if (!add) {
      java.util.Arrays.fill(c, to, to + width, 0f);
    }
    for (int p = 0; p < k; p++) {
      float factor = a[row + aColumns[p]];
      int from = bStart + p * bStride;
      for (int q = 0; q < width; q++) {
        c[to + q] = Math.fma(factor, b[from + q], c[to + q]);
      }
    }
  }

  private static void dots(
      float[] a,
      int[] aRows,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride,
      int m,
      int k,
      int n,
      boolean add) {
    Parallel.range(
        n,
        (long) m * k,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          for (int i = 0; i < m; i++) {
            for (int j = from; j < to; j++) {
              float sum = RowLoops.dot(a, aRows[i], b, bStart + j * bStride, k, room);
              int at = cStart + i * cStride + j;
              c[at] = add ? c[at] + sum : sum;
            }
          }
          Scratch.give(room);
        });
  }

  private static void packDoubles(
      double[] b,
      int start,
      int rowStride,
      int columnStride,
      int depth,
      int width,
      double[] panel) {
    for (int d = 0; d < DOUBLE_DEPTH; d++) {
      for (int q = 0; q < width; q++) {
        panel[d * COLUMN_BLOCK + q] = d < depth ? b[start + d * rowStride + q * columnStride] : 0.0;
      }
    }
  }

  private static void addDoubles(
      double[] a, int a0, int step, int depth, double[] panel, double[] c, int to, int width) {
    double f0 = a[a0];
    double f1 = depth > 1 ? a[a0 + step] : 0.0;
    double f2 = depth > 2 ? a[a0 + 2 * step] : 0.0;
    double f3 = depth > 3 ? a[a0 + 3 * step] : 0.0;
    for (int q = 0; q < width; q++) {
      double sum = c[to + q] + f0 * panel[q] + f1 * panel[COLUMN_BLOCK + q];
      c[to + q] = sum + f2 * panel[2 * COLUMN_BLOCK + q] + f3 * panel[3 * COLUMN_BLOCK + q];
    }
  }
}
