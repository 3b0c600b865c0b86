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
  private static final int PLAIN_ROW_BLOCK = 32;
  private static final int MOST_PACKED = (1 << 22) - 64;
  private static final int MOST_COLUMNS = 4096;

  /// The columns of C that a part computes at most, so that they, with a block of A and one of B,
  /// stay in the second cache level.
  private static final int PART_COLUMNS = 512;

  private static final long WORTH_SPLITTING = 64 * 64 * 64;

  /// Computes C, on several threads where that pays.
  void run() {
    if (m == 0 || n == 0) {
      return;
    }
    WorkPool pool = WorkPool.shared();
    long multiplications = (long) m * k * n;
    int threads = multiplications < WORTH_SPLITTING ? 1 : pool.threads();
    if (k == 0 || !Tiles.ready(multiplications)) {
      int rows = threads == 1 ? m : PLAIN_ROW_BLOCK;
      int parts = (m + rows - 1) / rows;
      pool.run(parts, part -> PlainTiles.run(this, part * rows, Math.min(m, (part + 1) * rows)));
      return;
    }
    for (int j = 0; j < n; j += MOST_COLUMNS) {
      int width = Math.min(MOST_COLUMNS, n - j);
      int blocks = (k + PackedMatrix.BLOCK - 1) / PackedMatrix.BLOCK;
      int most = Math.max(1, MOST_PACKED / width / PackedMatrix.BLOCK);
      int slabs = (blocks + most - 1) / most;
      int depth = (k + slabs - 1) / slabs;
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
    if (k == 0 || !Tiles.ready((long) m * k * n)) {
      PlainTiles.run(this, 0, m);
      return;
    }
    runColumns(0, n, 0, k, 0, 1);
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

  /// How far B's rows lie apart if B is best read where it is: so few rows of A pass by that
  /// copying B would cost too much, or B's rows follow each other as they would in a copy; else 0,
  /// as always where tiles are [WovenTiles].
  private int inPlaceStride() {
    if (!Tiles.BROAD || bStep != 1 || k < 2) {
      return 0;
    }
    int stride = bRows[1] - bRows[0];
    if (m > FEW_ROWS && (stride != n || n > VectorTiles.WIDE)) {
      return 0;
    }
    for (int p = 2; p < k; p++) {
      if (bRows[p] - bRows[p - 1] != stride) {
        return 0;
      }
    }
    return stride;
  }

  private void runSlab(WorkPool pool, int threads, int column, int width, int start, int depth) {
    int panels = PackedMatrix.panels(width);
    Parts parts = threads == 1 ? new Parts(m, 1, 1) : Parts.of(threads, m, width, panels);
    if (parts.down == 1) {
      pool.run(parts.across, part -> runColumns(column, width, start, depth, part, parts.across));
      return;
    }
    PackedMatrix packed = PackedMatrix.take(column, width, start, depth, inPlaceStride());
    int packers = Math.min(panels, threads);
    pool.run(
        packers, part -> packed.pack(this, panels * part / packers, panels * (part + 1) / packers));
    pool.run(
        parts.down * parts.across,
        part -> {
          int i = part / parts.across * parts.rows;
          int piece = part % parts.across;
          packed.multiply(
              this,
              i,
              Math.min(m, i + parts.rows),
              panels * piece / parts.across,
              panels * (piece + 1) / parts.across);
        });
    packed.give();
  }

  /// Computes all rows of C in one of so many pieces of the columns: as nobody else needs these
  /// columns of B, they are packed here, and read while they are near.
  private void runColumns(int column, int width, int start, int depth, int piece, int pieces) {
    int panels = PackedMatrix.panels(width);
    int first = panels * piece / pieces * VectorTiles.WIDE;
    int end = Math.min(width, panels * (piece + 1) / pieces * VectorTiles.WIDE);
    var packed = PackedMatrix.take(column + first, end - first, start, depth, inPlaceStride());
    packed.pack(this, 0, packed.panels());
    packed.multiply(this, 0, m, 0, packed.panels());
    packed.give();
  }

  /// How C is cut into parts of so many rows each, in so many steps down and across.
  ///
  /// Every part reads its columns of B, and copies its rows of A: so parts are tall, then wide, and
  /// only as many as keep all threads busy to the end.
  private record Parts(int rows, int down, int across) {
    static Parts of(int threads, int m, int width, int panels) {
      int strips = (m + Tiles.ROWS - 1) / Tiles.ROWS;
      int down = (m + PackedRows.ROWS - 1) / PackedRows.ROWS;
      int across = Math.min(panels, (width + PART_COLUMNS - 1) / PART_COLUMNS);
      while (uneven(down * across, threads) && (2 * across <= panels || 2 * down <= strips)) {
        if (4 * across <= panels || 2 * down > strips) {
          across *= 2;
        } else {
          down *= 2;
        }
      }
      int rows = (strips + down - 1) / down * Tiles.ROWS;
      return new Parts(rows, (m + rows - 1) / rows, across);
    }

    private static boolean uneven(int parts, int threads) {
      return parts < 2 * threads || (parts < 4 * threads && parts % threads > 0);
    }
  }
}
