package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// The sizes of the register tiles of [PlacedTiles], [PlacedQuads] and [WovenTiles], and the tile
/// of a single row.
final class VectorTiles {
  static final int MIDDLE = 2 * LANES;

  /// The columns of the smallest tile.
  static final int NARROW = Tiles.BROAD ? LANES : MIDDLE;

  /// The columns of a full panel.
  static final int WIDE = Tiles.BROAD ? 4 * LANES : 3 * LANES;

  /// The columns of every tile there is.
  static final int[] WIDTHS =
      Tiles.BROAD ? new int[] {WIDE, MIDDLE, NARROW} : new int[] {WIDE, MIDDLE};

  static final int ROW_WIDTH = 4 * LANES;

  private VectorTiles() {}

  /// C[1, 4 vectors] (+)= A[1, k] B[k, 4 vectors].
  static void row(
      int k,
      float[] a,
      int row,
      int[] columns,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      boolean add) {
    FloatVector c0 = start(c, cStart, add);
    FloatVector c1 = start(c, cStart + LANES, add);
    FloatVector c2 = start(c, cStart + 2 * LANES, add);
    FloatVector c3 = start(c, cStart + 3 * LANES, add);
    int panel = bStart;
    for (int p = 0; p + 1 <= k; ) {
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[row + columns[p]]);
      c0 = a0.fma(FloatVector.fromArray(FLOATS, b, panel), c0);
      c1 = a0.fma(FloatVector.fromArray(FLOATS, b, panel + LANES), c1);
      c2 = a0.fma(FloatVector.fromArray(FLOATS, b, panel + 2 * LANES), c2);
      c3 = a0.fma(FloatVector.fromArray(FLOATS, b, panel + 3 * LANES), c3);
      p++;
      panel += bStride;
    }
    c0.intoArray(c, cStart);
    c1.intoArray(c, cStart + LANES);
    c2.intoArray(c, cStart + 2 * LANES);
    c3.intoArray(c, cStart + 3 * LANES);
  }

  /// Copies rows of a full-width panel: `k` rows of [#WIDE] floats, row p from `b[start +
  /// rows[p]]`.
  static void packWide(
      int k, float[] b, int start, int[] rows, int row, float[] panel, int panelStart) {
    int to = panelStart;
    for (int p = row; p < row + k; p++) {
      int from = start + rows[p];
      FloatVector.fromArray(FLOATS, b, from).intoArray(panel, to);
      FloatVector.fromArray(FLOATS, b, from + LANES).intoArray(panel, to + LANES);
      FloatVector.fromArray(FLOATS, b, from + 2 * LANES).intoArray(panel, to + 2 * LANES);
      if (Tiles.BROAD) {
        FloatVector.fromArray(FLOATS, b, from + 3 * LANES).intoArray(panel, to + 3 * LANES);
      }
      to += WIDE;
    }
  }

  static FloatVector start(float[] c, int offset, boolean add) {
    return add ? FloatVector.fromArray(FLOATS, c, offset) : FloatVector.zero(FLOATS);
  }
}
