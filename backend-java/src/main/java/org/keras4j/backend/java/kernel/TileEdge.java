package org.keras4j.backend.java.kernel;

/// Where a register tile is computed that reaches past the last row or column of C: it writes whole
/// vectors, of which C gets what it has room for.
@SuppressWarnings("ArrayRecordComponent") // never compared
record TileEdge(float[] data, int[] rows) {
  static TileEdge take() {
    int wide = VectorTiles.WIDE;
    return new TileEdge(Scratch.takeFloats(Tiles.ROWS * wide), Gemm.table(Tiles.ROWS, 0, wide));
  }

  /// Fetches `columns` elements of each of `count` rows; row r of C starts at `c[cRows[cRow + r] +
  /// column]`.
  void copyIn(float[] c, int[] cRows, int cRow, int column, int count, int columns) {
    for (int r = 0; r < count; r++) {
      System.arraycopy(c, cRows[cRow + r] + column, data, rows[r], columns);
    }
  }

  /// Puts them back.
  void copyOut(float[] c, int[] cRows, int cRow, int column, int count, int columns) {
    for (int r = 0; r < count; r++) {
      System.arraycopy(data, rows[r], c, cRows[cRow + r] + column, columns);
    }
  }

  void give() {
    Scratch.give(rows);
    Scratch.give(data);
  }
}
