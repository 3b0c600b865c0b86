package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// Register tiles for a left operand whose rows lie side by side, as those of a transposed matrix
/// do: row r of A is read from `a[aRows[aRow] + r + aColumns[aColumn + p]]`, row p of B from
/// `b[bStart + p
/// * bStride]` on; row r of C starts at `c[cRows[cRow + r] + column]`. About the form of the loops
///   see [PlacedTiles]. Only for machines with thirty-two vector registers; elsewhere such rows are
///   woven.
final class TurnedTiles {
  private TurnedTiles() {}

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
      broad(k, a, aColumns, aColumn, aRows, aRow, b, bStart, bStride, c, cRows, cRow, column, add);
    } else if (wide == VectorTiles.MIDDLE) {
      middle(k, a, aColumns, aColumn, aRows, aRow, b, bStart, bStride, c, cRows, cRow, column, add);
    } else {
      narrow(k, a, aColumns, aColumn, aRows, aRow, b, bStart, bStride, c, cRows, cRow, column, add);
    }
  }

  /// C[6, 4 vectors] (+)= A[6, k] B[k, 4 vectors].
  private static void broad(
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
    FloatVector c03 = VectorTiles.start(c, row0 + 3 * LANES, add);
    int row1 = cRows[cRow + 1] + column;
    FloatVector c10 = VectorTiles.start(c, row1, add);
    FloatVector c11 = VectorTiles.start(c, row1 + LANES, add);
    FloatVector c12 = VectorTiles.start(c, row1 + 2 * LANES, add);
    FloatVector c13 = VectorTiles.start(c, row1 + 3 * LANES, add);
    int row2 = cRows[cRow + 2] + column;
    FloatVector c20 = VectorTiles.start(c, row2, add);
    FloatVector c21 = VectorTiles.start(c, row2 + LANES, add);
    FloatVector c22 = VectorTiles.start(c, row2 + 2 * LANES, add);
    FloatVector c23 = VectorTiles.start(c, row2 + 3 * LANES, add);
    int row3 = cRows[cRow + 3] + column;
    FloatVector c30 = VectorTiles.start(c, row3, add);
    FloatVector c31 = VectorTiles.start(c, row3 + LANES, add);
    FloatVector c32 = VectorTiles.start(c, row3 + 2 * LANES, add);
    FloatVector c33 = VectorTiles.start(c, row3 + 3 * LANES, add);
    int row4 = cRows[cRow + 4] + column;
    FloatVector c40 = VectorTiles.start(c, row4, add);
    FloatVector c41 = VectorTiles.start(c, row4 + LANES, add);
    FloatVector c42 = VectorTiles.start(c, row4 + 2 * LANES, add);
    FloatVector c43 = VectorTiles.start(c, row4 + 3 * LANES, add);
    int row5 = cRows[cRow + 5] + column;
    FloatVector c50 = VectorTiles.start(c, row5, add);
    FloatVector c51 = VectorTiles.start(c, row5 + LANES, add);
    FloatVector c52 = VectorTiles.start(c, row5 + 2 * LANES, add);
    FloatVector c53 = VectorTiles.start(c, row5 + 3 * LANES, add);
    int row = aRows[aRow];
    int panel = bStart;
    int p = 0;
    while (p + 1 <= k) {
      int at = row + aColumns[aColumn + p];
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, panel + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(FLOATS, b, panel + 3 * LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[at + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[at + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[at + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[at + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      c43 = a4.fma(b3, c43);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[at + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      c53 = a5.fma(b3, c53);
      p++;
      panel += bStride;
    }
    // See PlacedTiles.
    int again = cRow + (p - k);
    int rowAgain0 = cRows[again] + column;
    c00.intoArray(c, rowAgain0);
    c01.intoArray(c, rowAgain0 + LANES);
    c02.intoArray(c, rowAgain0 + 2 * LANES);
    c03.intoArray(c, rowAgain0 + 3 * LANES);
    int rowAgain1 = cRows[again + 1] + column;
    c10.intoArray(c, rowAgain1);
    c11.intoArray(c, rowAgain1 + LANES);
    c12.intoArray(c, rowAgain1 + 2 * LANES);
    c13.intoArray(c, rowAgain1 + 3 * LANES);
    int rowAgain2 = cRows[again + 2] + column;
    c20.intoArray(c, rowAgain2);
    c21.intoArray(c, rowAgain2 + LANES);
    c22.intoArray(c, rowAgain2 + 2 * LANES);
    c23.intoArray(c, rowAgain2 + 3 * LANES);
    int rowAgain3 = cRows[again + 3] + column;
    c30.intoArray(c, rowAgain3);
    c31.intoArray(c, rowAgain3 + LANES);
    c32.intoArray(c, rowAgain3 + 2 * LANES);
    c33.intoArray(c, rowAgain3 + 3 * LANES);
    int rowAgain4 = cRows[again + 4] + column;
    c40.intoArray(c, rowAgain4);
    c41.intoArray(c, rowAgain4 + LANES);
    c42.intoArray(c, rowAgain4 + 2 * LANES);
    c43.intoArray(c, rowAgain4 + 3 * LANES);
    int rowAgain5 = cRows[again + 5] + column;
    c50.intoArray(c, rowAgain5);
    c51.intoArray(c, rowAgain5 + LANES);
    c52.intoArray(c, rowAgain5 + 2 * LANES);
    c53.intoArray(c, rowAgain5 + 3 * LANES);
  }

  /// C[6, 2 vectors] (+)= A[6, k] B[k, 2 vectors].
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
    int place4 = cRows[cRow + 4] + column;
    FloatVector c40 = VectorTiles.start(c, place4, add);
    FloatVector c41 = VectorTiles.start(c, place4 + LANES, add);
    int place5 = cRows[cRow + 5] + column;
    FloatVector c50 = VectorTiles.start(c, place5, add);
    FloatVector c51 = VectorTiles.start(c, place5 + LANES, add);
    int row = aRows[aRow];
    int panel = bStart;
    int p = 0;
    while (p + 1 <= k) {
      int at = row + aColumns[aColumn + p];
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[at + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[at + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[at + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[at + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[at + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
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
    int placeAgain4 = cRows[again + 4] + column;
    c40.intoArray(c, placeAgain4);
    c41.intoArray(c, placeAgain4 + LANES);
    int placeAgain5 = cRows[again + 5] + column;
    c50.intoArray(c, placeAgain5);
    c51.intoArray(c, placeAgain5 + LANES);
  }

  /// C[6, 1 vector] (+)= A[6, k] B[k, 1 vector].
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
    int where4 = cRows[cRow + 4] + column;
    FloatVector c40 = VectorTiles.start(c, where4, add);
    int where5 = cRows[cRow + 5] + column;
    FloatVector c50 = VectorTiles.start(c, where5, add);
    int row = aRows[aRow];
    int panel = bStart;
    int p = 0;
    while (p + 1 <= k) {
      int at = row + aColumns[aColumn + p];
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[at]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[at + 1]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[at + 2]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[at + 3]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[at + 4]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[at + 5]);
      c50 = a5.fma(b0, c50);
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
    int whereAgain4 = cRows[again + 4] + column;
    c40.intoArray(c, whereAgain4);
    int whereAgain5 = cRows[again + 5] + column;
    c50.intoArray(c, whereAgain5);
  }
}
