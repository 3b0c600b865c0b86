package org.keras4j.backend.java.kernel;

/// A matrix product whose operands are addressed by tables, so that plain, transposed and batched
/// matrices and all three products of a convolution are one loop nest:
///
/// `C(i, j) (+)= sum over p of A(i, p) * B(p, j)` with `A(i, p) = a[aRows[i] + aColumns[p]]`, `B(p,
/// j) = b[bStart + bRows[p] + j * bStep]` and `C(i, j) = c[cRows[i] + j]`.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Product(
    int m,
    int k,
    int n,
    float[] a,
    int[] aRows,
    int[] aColumns,
    float[] b,
    int[] bRows,
    int bStart,
    int bStep,
    float[] c,
    int[] cRows,
    boolean add) {
  private static final int FEW_ROWS = 64;
  private static final int ROW_BLOCK = 96;
  private static final int PLAIN_ROW_BLOCK = 32;
  private static final int MOST_PACKED = 1 << 22;
  private static final int MOST_COLUMNS = 4096;
  private static final long WORTH_SPLITTING = 64 * 64 * 64;

  /// Computes C, on several threads where that pays.
  void run() {
    if (m == 0 || n == 0) {
      return;
    }
    WorkPool pool = WorkPool.shared();
    int threads = (long) m * k * n < WORTH_SPLITTING ? 1 : pool.threads();
    if (k == 0 || !Tiles.MATRIX.ready()) {
      int rows = threads == 1 ? m : PLAIN_ROW_BLOCK;
      int parts = (m + rows - 1) / rows;
      pool.run(parts, part -> PlainTiles.run(this, part * rows, Math.min(m, (part + 1) * rows)));
      return;
    }
    for (int j = 0; j < n; j += MOST_COLUMNS) {
      int width = Math.min(MOST_COLUMNS, n - j);
      int depth =
          Math.max(
              PackedMatrix.BLOCK, MOST_PACKED / width / PackedMatrix.BLOCK * PackedMatrix.BLOCK);
      for (int p = 0; p < k; p += depth) {
        runSlab(pool, threads, j, width, p, Math.min(depth, k - p));
      }
    }
  }

  /// Computes C in the calling thread.
  void runHere() {
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0 || !Tiles.MATRIX.ready()) {
      PlainTiles.run(this, 0, m);
      return;
    }
    PackedMatrix packed = PackedMatrix.take(0, n, 0, k);
    packed.pack(this, 0, packed.panels());
    packed.multiply(this, 0, m, 0, packed.panels());
    packed.give();
  }

  /// B packed whole, on all threads.
  PackedMatrix packed() {
    PackedMatrix packed = PackedMatrix.take(0, n, 0, k);
    Parallel.range(
        packed.panels(), (long) k * VectorTiles.WIDE, (from, to) -> packed.pack(this, from, to));
    return packed;
  }

  /// The same B, times other rows into other rows.
  Product with(int rows, float[] left, int[] leftRows, int[] resultRows) {
    return new Product(
        rows, k, n, left, leftRows, aColumns, b, bRows, bStart, bStep, c, resultRows, add);
  }

  /// How far B's rows lie apart if so few rows of A pass by that copying B would cost too much;
  /// else 0.
  private int inPlaceStride() {
    if (bStep != 1 || m > FEW_ROWS || k < 2) {
      return 0;
    }
    int stride = bRows[1] - bRows[0];
    for (int p = 2; p < k; p++) {
      if (bRows[p] - bRows[p - 1] != stride) {
        return 0;
      }
    }
    return stride;
  }

  private void runSlab(WorkPool pool, int threads, int column, int width, int start, int depth) {
    PackedMatrix packed = PackedMatrix.take(column, width, start, depth, inPlaceStride());
    int panels = packed.panels();
    if (threads == 1) {
      packed.pack(this, 0, panels);
      packed.multiply(this, 0, m, 0, panels);
    } else {
      int packers = Math.min(panels, threads);
      pool.run(
          packers,
          part -> packed.pack(this, panels * part / packers, panels * (part + 1) / packers));
      int share = (m + 2 * threads - 1) / (2 * threads);
      int tiles = (share + VectorTiles.ROWS - 1) / VectorTiles.ROWS;
      int block = Math.min(ROW_BLOCK, VectorTiles.ROWS * Math.max(2, tiles));
      int down = (m + block - 1) / block;
      int across = Math.min(panels, Math.max(1, 2 * threads / down));
      pool.run(
          down * across,
          part -> {
            int i = part / across * block;
            int piece = part % across;
            int first = panels * piece / across;
            packed.multiply(this, i, Math.min(m, i + block), first, panels * (piece + 1) / across);
          });
    }
    packed.give();
  }
}
