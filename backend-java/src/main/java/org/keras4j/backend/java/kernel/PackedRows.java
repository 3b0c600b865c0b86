package org.keras4j.backend.java.kernel;

/// A block of rows of the left operand of a [Product], copied to where the register tiles read it:
/// strips as high as a tile. For [WovenTiles] the numbers of a strip's rows take turns; for
/// [PlacedTiles] the rows are [#PITCH] apart. Only used with explicit vectors.
///
/// Rows are copied by runs, the stretches over which their elements lie side by side: whole rows of
/// a matrix, or what the windows of a convolution have in common with a line of its input. A
/// transposed matrix has no runs, but the rows of a strip lie side by side.
final class PackedRows {
  /// The most rows of a block.
  static final int ROWS = Tiles.BROAD ? 192 : 96;

  /// A little more than a block of k, so that the rows of a strip do not compete for the same lines
  /// of the first cache level.
  static final int PITCH = PackedMatrix.BLOCK + 16;

  private static final int STRIP = Tiles.ROWS;

  /// How far the numbers of a row lie apart, and the rows of a strip.
  private static final int STEP = Tiles.BROAD ? 1 : STRIP;

  private static final int ROW = Tiles.BROAD ? PITCH : 1;

  /// Where the rows of a strip lie in it.
  static final int[] STRIP_ROWS = Gemm.table(STRIP, 0, ROW);

  private static final int SHORTEST_RUN = 8;

  /// With more panels to multiply by, copying strips pays.
  private static final int MOST_PANELS_IN_PLACE = Tiles.BROAD ? 2 : 8;

  private final Product product;
  private final int start;
  private final float[] data = Scratch.takeFloats(ROWS * PITCH);

  /// For every k from `start` on, where the run it lies in ends; empty where runs are too short.
  private final int[] runEnds;

  private final boolean hasRuns;
  private final boolean inPlace;

  /// Room for blocks of the rows of a product's A, with k from `start` to `end`; to be given back
  /// by [#give]. So many panels of B they are multiplied by.
  PackedRows(Product product, int start, int end, int panels) {
    this.product = product;
    this.start = start;
    this.runEnds = Scratch.takeInts(end - start);
    int runs = findRuns(end);
    this.hasRuns = runs * SHORTEST_RUN <= end - start;
    this.inPlace = panels <= MOST_PANELS_IN_PLACE && readable(runs, end - start, panels);
  }

  /// Whether there are fast tiles that read A's rows where they lie, those with so many runs.
  private boolean readable(int runs, int depth, int panels) {
    if (Tiles.BROAD) {
      return !hasRuns && Tiles.TURNED.ready();
    }
    long multiplications = (long) product.m() * depth * panels * VectorTiles.WIDE;
    return runs == 1 && Tiles.PLACED.readyFor(Tiles.PLAIN_NANOS * multiplications);
  }

  void give() {
    Scratch.give(runEnds);
    Scratch.give(data);
  }

  float[] data() {
    return data;
  }

  /// Where the strip with the block's row `row` starts.
  static int strip(int row) {
    return row * PITCH;
  }

  private int findRuns(int end) {
    int[] columns = product.aColumns();
    int runs = 0;
    for (int p = end - 1; p >= start; p--) {
      boolean goesOn = p + 1 < end && columns[p + 1] == columns[p] + 1;
      runEnds[p - start] = goesOn ? runEnds[p + 1 - start] : p + 1;
      runs += goesOn ? 0 : 1;
    }
    return runs;
  }

  /// Copies rows `from` up to `to`, at most [#ROWS], with k from `p` to `p + length`, at most
  /// [PackedMatrix#BLOCK]. What a last strip has left over is filled with its last row.
  void pack(int from, int to, int p, int length) {
    for (int i = from; i < to; i += STRIP) {
      int at = strip(i - from);
      int rows = Math.min(STRIP, to - i);
      if (inPlace(i)) {
        continue;
      }
      if (hasRuns) {
        copyRuns(i, rows, p, length, at);
      } else if (rows == STRIP && sideBySide(i)) {
        turn(product.aRows()[i], p, length, at);
      } else {
        copyEach(i, rows, p, length, at);
      }
    }
  }

  Product product() {
    return product;
  }

  /// Whether the strip that starts with row i is left where it is: for [TurnedTiles], or, where
  /// there are none, for [PlacedTiles].
  boolean inPlace(int i) {
    return inPlace && i + STRIP <= product.m() && (!Tiles.BROAD || sideBySide(i));
  }

  private boolean sideBySide(int i) {
    int[] rows = product.aRows();
    boolean all = true;
    for (int r = 1; r < STRIP; r++) {
      all &= rows[i + r] == rows[i] + r;
    }
    return all;
  }

  private void copyRuns(int i, int rows, int p, int length, int at) {
    int[] columns = product.aColumns();
    int end = p + length;
    for (int q = p; q < end; ) {
      int runEnd = Math.min(end, runEnds[q - start]);
      copyRun(i, rows, columns[q], runEnd - q, at + (q - p) * STEP);
      q = runEnd;
    }
  }

  /// Copies a run of every row of a strip.
  private void copyRun(int i, int rows, int column, int length, int to) {
    float[] a = product.a();
    int[] aRows = product.aRows();
    if (!Tiles.BROAD) {
      int row1 = aRows[i + Math.min(1, rows - 1)];
      int row2 = aRows[i + Math.min(2, rows - 1)];
      int row3 = aRows[i + Math.min(3, rows - 1)];
      weave(a, aRows[i] + column, row1 + column, row2 + column, row3 + column, length, data, to);
      return;
    }
    for (int r = 0; r < STRIP; r++) {
      int row = aRows[i + Math.min(r, rows - 1)];
      System.arraycopy(a, row + column, data, to + r * ROW, length);
    }
  }

  private static void weave(
      float[] a, int row0, int row1, int row2, int row3, int length, float[] to, int at) {
    for (int q = 0; q < length; q++) {
      to[at + WovenTiles.ROWS * q] = a[row0 + q];
      to[at + WovenTiles.ROWS * q + 1] = a[row1 + q];
      to[at + WovenTiles.ROWS * q + 2] = a[row2 + q];
      to[at + WovenTiles.ROWS * q + 3] = a[row3 + q];
    }
  }

  private void turn(int row, int p, int length, int at) {
    float[] a = product.a();
    float[] to = data;
    int[] columns = product.aColumns();
    for (int q = 0; q < length; q++) {
      int from = row + columns[p + q];
      for (int r = 0; r < STRIP; r++) {
        to[at + q * STEP + r * ROW] = a[from + r];
      }
    }
  }

  private void copyEach(int i, int rows, int p, int length, int at) {
    float[] a = product.a();
    float[] to = data;
    int[] columns = product.aColumns();
    for (int r = 0; r < STRIP; r++) {
      int row = product.aRows()[i + Math.min(r, rows - 1)];
      int first = at + r * ROW;
      for (int q = 0; q < length; q++) {
        to[first + q * STEP] = a[row + columns[p + q]];
      }
    }
  }
}
