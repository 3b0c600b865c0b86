package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// The tiles of [TurnedTiles] for machines with sixteen vector registers, of the sizes of
/// [PlacedQuads]. The places of all four rows are looked up, though they lie side by side: knowing
/// that, C2 loads their numbers together, for which there are no registers.
final class TurnedQuads {
  private TurnedQuads() {}

  /// Runs the tile of `wide` columns.
  static void run(
      int wide,
      int k,
      float[] a,
      int[] aColumns,
      int aColumn,
      int[] aRows,
      int aRow,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    if (wide > VectorTiles.MIDDLE) {
      wide(k, a, aColumns, aColumn, aRows, aRow, b, bStart, bStride, c, cRows, cRow, column, add);
    } else if (wide == VectorTiles.MIDDLE) {
      middle(k, a, aColumns, aColumn, aRows, aRow, b, bStart, bStride, c, cRows, cRow, column, add);
    } else {
      narrow(k, a, aColumns, aColumn, aRows, aRow, b, bStart, bStride, c, cRows, cRow, column, add);
    }
  }

  /// C[4, 3 vectors] (+)= A[4, k] B[k, 3 vectors].
  private static void wide(
      int k,
      float[] a,
      int[] aColumns,
      int aColumn,
      int[] aRows,
      int aRow,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    int row0 = cRows[cRow] + column;
    FloatVector c00 = VectorTiles.start(c, row0, add);
    FloatVector c01 = VectorTiles.start(c, row0 + LANES, add);
    FloatVector c02 = VectorTiles.start(c, row0 + 2 * LANES, add);
    int row1 = cRows[cRow + 1] + column;
    FloatVector c10 = VectorTiles.start(c, row1, add);
    FloatVector c11 = VectorTiles.start(c, row1 + LANES, add);
    FloatVector c12 = VectorTiles.start(c, row1 + 2 * LANES, add);
    int row2 = cRows[cRow + 2] + column;
    FloatVector c20 = VectorTiles.start(c, row2, add);
    FloatVector c21 = VectorTiles.start(c, row2 + LANES, add);
    FloatVector c22 = VectorTiles.start(c, row2 + 2 * LANES, add);
    int row3 = cRows[cRow + 3] + column;
    FloatVector c30 = VectorTiles.start(c, row3, add);
    FloatVector c31 = VectorTiles.start(c, row3 + LANES, add);
    FloatVector c32 = VectorTiles.start(c, row3 + 2 * LANES, add);
    int a0 = aRows[aRow];
    int a1 = aRows[aRow + 1];
    int a2 = aRows[aRow + 2];
    int a3 = aRows[aRow + 3];
    int panel = bStart;
    int p = 0;
    while (p + 1 <= k) {
      int at = aColumns[aColumn + p];
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, panel + 2 * LANES);
      FloatVector f0 = FloatVector.broadcast(FLOATS, a[a0 + at]);
      c00 = f0.fma(b0, c00);
      c01 = f0.fma(b1, c01);
      c02 = f0.fma(b2, c02);
      FloatVector f1 = FloatVector.broadcast(FLOATS, a[a1 + at]);
      c10 = f1.fma(b0, c10);
      c11 = f1.fma(b1, c11);
      c12 = f1.fma(b2, c12);
      FloatVector f2 = FloatVector.broadcast(FLOATS, a[a2 + at]);
      c20 = f2.fma(b0, c20);
      c21 = f2.fma(b1, c21);
      c22 = f2.fma(b2, c22);
      FloatVector f3 = FloatVector.broadcast(FLOATS, a[a3 + at]);
      c30 = f3.fma(b0, c30);
      c31 = f3.fma(b1, c31);
      c32 = f3.fma(b2, c32);
      p++;
      panel += bStride;
    }
    // See PlacedTiles.
    int again = cRow + (p - k);
    int rowAgain0 = cRows[again] + column;
    c00.intoArray(c, rowAgain0);
    c01.intoArray(c, rowAgain0 + LANES);
    c02.intoArray(c, rowAgain0 + 2 * LANES);
    int rowAgain1 = cRows[again + 1] + column;
    c10.intoArray(c, rowAgain1);
    c11.intoArray(c, rowAgain1 + LANES);
    c12.intoArray(c, rowAgain1 + 2 * LANES);
    int rowAgain2 = cRows[again + 2] + column;
    c20.intoArray(c, rowAgain2);
    c21.intoArray(c, rowAgain2 + LANES);
    c22.intoArray(c, rowAgain2 + 2 * LANES);
    int rowAgain3 = cRows[again + 3] + column;
    c30.intoArray(c, rowAgain3);
    c31.intoArray(c, rowAgain3 + LANES);
    c32.intoArray(c, rowAgain3 + 2 * LANES);
  }

  /// C[4, 2 vectors] (+)= A[4, k] B[k, 2 vectors].
  private static void middle(
      int k,
      float[] a,
      int[] aColumns,
      int aColumn,
      int[] aRows,
      int aRow,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    int place0 = cRows[cRow] + column;
    FloatVector c00 = VectorTiles.start(c, place0, add);
    FloatVector c01 = VectorTiles.start(c, place0 + LANES, add);
    int place1 = cRows[cRow + 1] + column;
    FloatVector c10 = VectorTiles.start(c, place1, add);
    FloatVector c11 = VectorTiles.start(c, place1 + LANES, add);
    int place2 = cRows[cRow + 2] + column;
    FloatVector c20 = VectorTiles.start(c, place2, add);
    FloatVector c21 = VectorTiles.start(c, place2 + LANES, add);
    int place3 = cRows[cRow + 3] + column;
    FloatVector c30 = VectorTiles.start(c, place3, add);
    FloatVector c31 = VectorTiles.start(c, place3 + LANES, add);
    int a0 = aRows[aRow];
    int a1 = aRows[aRow + 1];
    int a2 = aRows[aRow + 2];
    int a3 = aRows[aRow + 3];
    int panel = bStart;
    int p = 0;
    while (p + 1 <= k) {
      int at = aColumns[aColumn + p];
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector f0 = FloatVector.broadcast(FLOATS, a[a0 + at]);
      c00 = f0.fma(b0, c00);
      c01 = f0.fma(b1, c01);
      FloatVector f1 = FloatVector.broadcast(FLOATS, a[a1 + at]);
      c10 = f1.fma(b0, c10);
      c11 = f1.fma(b1, c11);
      FloatVector f2 = FloatVector.broadcast(FLOATS, a[a2 + at]);
      c20 = f2.fma(b0, c20);
      c21 = f2.fma(b1, c21);
      FloatVector f3 = FloatVector.broadcast(FLOATS, a[a3 + at]);
      c30 = f3.fma(b0, c30);
      c31 = f3.fma(b1, c31);
      p++;
      panel += bStride;
    }
    // See PlacedTiles.
    int again = cRow + (p - k);
    int placeAgain0 = cRows[again] + column;
    c00.intoArray(c, placeAgain0);
    c01.intoArray(c, placeAgain0 + LANES);
    int placeAgain1 = cRows[again + 1] + column;
    c10.intoArray(c, placeAgain1);
    c11.intoArray(c, placeAgain1 + LANES);
    int placeAgain2 = cRows[again + 2] + column;
    c20.intoArray(c, placeAgain2);
    c21.intoArray(c, placeAgain2 + LANES);
    int placeAgain3 = cRows[again + 3] + column;
    c30.intoArray(c, placeAgain3);
    c31.intoArray(c, placeAgain3 + LANES);
  }

  /// C[4, 1 vector] (+)= A[4, k] B[k, 1 vector].
  private static void narrow(
      int k,
      float[] a,
      int[] aColumns,
      int aColumn,
      int[] aRows,
      int aRow,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    int where0 = cRows[cRow] + column;
    FloatVector c00 = VectorTiles.start(c, where0, add);
    int where1 = cRows[cRow + 1] + column;
    FloatVector c10 = VectorTiles.start(c, where1, add);
    int where2 = cRows[cRow + 2] + column;
    FloatVector c20 = VectorTiles.start(c, where2, add);
    int where3 = cRows[cRow + 3] + column;
    FloatVector c30 = VectorTiles.start(c, where3, add);
    int a0 = aRows[aRow];
    int a1 = aRows[aRow + 1];
    int a2 = aRows[aRow + 2];
    int a3 = aRows[aRow + 3];
    int panel = bStart;
    int p = 0;
    while (p + 1 <= k) {
      int at = aColumns[aColumn + p];
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector f0 = FloatVector.broadcast(FLOATS, a[a0 + at]);
      c00 = f0.fma(b0, c00);
      FloatVector f1 = FloatVector.broadcast(FLOATS, a[a1 + at]);
      c10 = f1.fma(b0, c10);
      FloatVector f2 = FloatVector.broadcast(FLOATS, a[a2 + at]);
      c20 = f2.fma(b0, c20);
      FloatVector f3 = FloatVector.broadcast(FLOATS, a[a3 + at]);
      c30 = f3.fma(b0, c30);
      p++;
      panel += bStride;
    }
    // See PlacedTiles.
    int again = cRow + (p - k);
    int whereAgain0 = cRows[again] + column;
    c00.intoArray(c, whereAgain0);
    int whereAgain1 = cRows[again + 1] + column;
    c10.intoArray(c, whereAgain1);
    int whereAgain2 = cRows[again + 2] + column;
    c20.intoArray(c, whereAgain2);
    int whereAgain3 = cRows[again + 3] + column;
    c30.intoArray(c, whereAgain3);
  }
}
