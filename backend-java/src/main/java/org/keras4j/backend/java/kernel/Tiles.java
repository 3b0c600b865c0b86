package org.keras4j.backend.java.kernel;

/// Whether register tiles are fast by now. They give the bits of [PlainTiles], so a product may be
/// computed by either.
final class Tiles {
  /// Machines with vectors of sixteen floats have thirty-two of them: enough for tiles of four.
  /// Plain loops have no such limit, and keep to the larger number of rows.
  static final boolean BROAD = Simd.LANES == 16;

  /// The rows of a tile: what the vector registers of the machine hold.
  static final int ROWS = BROAD ? 6 : 4;

  /// Those that read rows where they lie.
  static final Warmup PLACED = new Warmup("placed tiles", 30_000, Tiles::tryPlaced);

  /// Those of products.
  static final Warmup MATRIX = BROAD ? PLACED : new Warmup("matrix tiles", 30_000, Tiles::tryWoven);

  static final Warmup TURNED = new Warmup("turned tiles", 30_000, Tiles::tryTurned);
  static final Warmup ROW = new Warmup("row tile", 2_000, Tiles::tryRow);
  private static final int DEPTH = 64;

  /// The depth of a tile that is only run for the compiler to count it. Not 0: it would take the
  /// loop for one that never runs, and leave the operations in it uncompiled.
  private static final int LEAST_DEPTH = 4;

  /// What one multiplication and addition costs in [PlainTiles], about.
  static final double PLAIN_NANOS = 0.1;

  private Tiles() {}

  /// Whether to use the tiles for so many multiplications. Who has done many without them waits for
  /// them, once.
  static boolean ready(long multiplications) {
    return MATRIX.readyFor(PLAIN_NANOS * multiplications);
  }

  private static void tryPlaced(int n) {
    int[] rows = Trial.ROWS;
    for (int k = n == 0 ? LEAST_DEPTH : DEPTH; k > 0; k -= 13) {
      boolean add = k % 2 == 1;
      for (int wide : VectorTiles.WIDTHS) {
        PlacedTiles.run(wide, k, Trial.A, rows, 0, 0, Trial.B, 0, wide, Trial.C, rows, 0, 0, add);
      }
    }
    VectorTiles.packWide(DEPTH, Trial.B, 0, Trial.COLUMNS, 0, Trial.PANEL, 0);
  }

  private static void tryWoven(int n) {
    for (int k = n == 0 ? LEAST_DEPTH : DEPTH; k > 0; k -= 13) {
      boolean add = k % 2 == 1;
      for (int wide : VectorTiles.WIDTHS) {
        WovenTiles.run(wide, k, Trial.A, 0, Trial.B, 0, Trial.C, Trial.ROWS, 0, 0, add);
      }
    }
    VectorTiles.packWide(DEPTH, Trial.B, 0, Trial.COLUMNS, 0, Trial.PANEL, 0);
  }

  private static void tryTurned(int n) {
    for (int k = n == 0 ? LEAST_DEPTH : DEPTH; k > 0; k -= 13) {
      boolean add = k % 2 == 1;
      for (int wide : VectorTiles.WIDTHS) {
        int[] rows = Trial.ROWS;
        TurnedTiles.run(
            wide,
            k,
            Trial.A,
            Trial.COLUMNS,
            0,
            rows,
            0,
            Trial.B,
            0,
            wide,
            Trial.C,
            rows,
            0,
            0,
            add);
      }
    }
  }

  private static void tryRow() {
    int wide = VectorTiles.ROW_WIDTH;
    VectorTiles.row(DEPTH, Trial.A, 0, Trial.COLUMNS, Trial.B, 0, 1, Trial.C, 0, false);
    VectorTiles.row(DEPTH / 2, Trial.A, 0, Trial.COLUMNS, Trial.B, 0, wide / 2, Trial.C, 0, true);
  }

  /// Arrays for trials, which only the background thread touches.
  private static final class Trial {
    static final int[] COLUMNS = new int[DEPTH];
    static final int[] ROWS = {0, 1, 2, 3, 4, 5};
    static final float[] A = new float[Tiles.ROWS * PackedRows.PITCH];
    static final float[] B = new float[DEPTH * VectorTiles.WIDE + VectorTiles.ROW_WIDTH];
    static final float[] C = new float[Tiles.ROWS * VectorTiles.WIDE + VectorTiles.ROW_WIDTH];
    static final float[] PANEL = new float[DEPTH * VectorTiles.WIDE];
  }
}
