package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// The tiles of [PlacedTiles] for machines with sixteen vector registers: four rows of C times one,
/// two or three vectors of columns. Twelve sums, three vectors of B and one number of A fill the
/// registers; six rows of two vectors take as many, but a sixth more instructions.
final class PlacedQuads {
  private PlacedQuads() {}

  /// Runs the tile of `wide` columns.
  static void run(
      int wide,
      int k,
      float[] a,
      int[] aRows,
      int aRow,
      int shift,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    if (wide > VectorTiles.MIDDLE) {
      wide(k, a, aRows, aRow, shift, b, bStart, bStride, c, cRows, cRow, column, add);
    } else if (wide == VectorTiles.MIDDLE) {
      middle(k, a, aRows, aRow, shift, b, bStart, bStride, c, cRows, cRow, column, add);
    } else {
      narrow(k, a, aRows, aRow, shift, b, bStart, bStride, c, cRows, cRow, column, add);
    }
  }

  /// C[4, 3 vectors] (+)= A[4, k] B[k, 3 vectors].
  private static void wide(
      int k,
      float[] a,
      int[] aRows,
      int aRow,
      int shift,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    int start0 = cRows[cRow] + column;
    FloatVector c00 = VectorTiles.start(c, start0, add);
    FloatVector c01 = VectorTiles.start(c, start0 + LANES, add);
    FloatVector c02 = VectorTiles.start(c, start0 + 2 * LANES, add);
    int start1 = cRows[cRow + 1] + column;
    FloatVector c10 = VectorTiles.start(c, start1, add);
    FloatVector c11 = VectorTiles.start(c, start1 + LANES, add);
    FloatVector c12 = VectorTiles.start(c, start1 + 2 * LANES, add);
    int start2 = cRows[cRow + 2] + column;
    FloatVector c20 = VectorTiles.start(c, start2, add);
    FloatVector c21 = VectorTiles.start(c, start2 + LANES, add);
    FloatVector c22 = VectorTiles.start(c, start2 + 2 * LANES, add);
    int start3 = cRows[cRow + 3] + column;
    FloatVector c30 = VectorTiles.start(c, start3, add);
    FloatVector c31 = VectorTiles.start(c, start3 + LANES, add);
    FloatVector c32 = VectorTiles.start(c, start3 + 2 * LANES, add);
    int a0 = aRows[aRow] + shift;
    int a1 = aRows[aRow + 1] + shift;
    int a2 = aRows[aRow + 2] + shift;
    int a3 = aRows[aRow + 3] + shift;
    int panel = bStart;
    int p = 0;
    while (p + 1 <= k) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, panel + 2 * LANES);
      FloatVector f0 = FloatVector.broadcast(FLOATS, a[a0 + p]);
      c00 = f0.fma(b0, c00);
      c01 = f0.fma(b1, c01);
      c02 = f0.fma(b2, c02);
      FloatVector f1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
      c10 = f1.fma(b0, c10);
      c11 = f1.fma(b1, c11);
      c12 = f1.fma(b2, c12);
      FloatVector f2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
      c20 = f2.fma(b0, c20);
      c21 = f2.fma(b1, c21);
      c22 = f2.fma(b2, c22);
      FloatVector f3 = FloatVector.broadcast(FLOATS, a[a3 + p]);
      c30 = f3.fma(b0, c30);
      c31 = f3.fma(b1, c31);
      c32 = f3.fma(b2, c32);
      p++;
      panel += bStride;
    }
    // See PlacedTiles.
    int again = cRow + (p - k);
    int end0 = cRows[again] + column;
    c00.intoArray(c, end0);
    c01.intoArray(c, end0 + LANES);
    c02.intoArray(c, end0 + 2 * LANES);
    int end1 = cRows[again + 1] + column;
    c10.intoArray(c, end1);
    c11.intoArray(c, end1 + LANES);
    c12.intoArray(c, end1 + 2 * LANES);
    int end2 = cRows[again + 2] + column;
    c20.intoArray(c, end2);
    c21.intoArray(c, end2 + LANES);
    c22.intoArray(c, end2 + 2 * LANES);
    int end3 = cRows[again + 3] + column;
    c30.intoArray(c, end3);
    c31.intoArray(c, end3 + LANES);
    c32.intoArray(c, end3 + 2 * LANES);
  }

  /// C[4, 2 vectors] (+)= A[4, k] B[k, 2 vectors].
  private static void middle(
      int k,
      float[] a,
      int[] aRows,
      int aRow,
      int shift,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    int to0 = cRows[cRow] + column;
    FloatVector c00 = VectorTiles.start(c, to0, add);
    FloatVector c01 = VectorTiles.start(c, to0 + LANES, add);
    int to1 = cRows[cRow + 1] + column;
    FloatVector c10 = VectorTiles.start(c, to1, add);
    FloatVector c11 = VectorTiles.start(c, to1 + LANES, add);
    int to2 = cRows[cRow + 2] + column;
    FloatVector c20 = VectorTiles.start(c, to2, add);
    FloatVector c21 = VectorTiles.start(c, to2 + LANES, add);
    int to3 = cRows[cRow + 3] + column;
    FloatVector c30 = VectorTiles.start(c, to3, add);
    FloatVector c31 = VectorTiles.start(c, to3 + LANES, add);
    int a0 = aRows[aRow] + shift;
    int a1 = aRows[aRow + 1] + shift;
    int a2 = aRows[aRow + 2] + shift;
    int a3 = aRows[aRow + 3] + shift;
    int panel = bStart;
    int p = 0;
    while (p + 1 <= k) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector f0 = FloatVector.broadcast(FLOATS, a[a0 + p]);
      c00 = f0.fma(b0, c00);
      c01 = f0.fma(b1, c01);
      FloatVector f1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
      c10 = f1.fma(b0, c10);
      c11 = f1.fma(b1, c11);
      FloatVector f2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
      c20 = f2.fma(b0, c20);
      c21 = f2.fma(b1, c21);
      FloatVector f3 = FloatVector.broadcast(FLOATS, a[a3 + p]);
      c30 = f3.fma(b0, c30);
      c31 = f3.fma(b1, c31);
      p++;
      panel += bStride;
    }
    // See PlacedTiles.
    int again = cRow + (p - k);
    int until0 = cRows[again] + column;
    c00.intoArray(c, until0);
    c01.intoArray(c, until0 + LANES);
    int until1 = cRows[again + 1] + column;
    c10.intoArray(c, until1);
    c11.intoArray(c, until1 + LANES);
    int until2 = cRows[again + 2] + column;
    c20.intoArray(c, until2);
    c21.intoArray(c, until2 + LANES);
    int until3 = cRows[again + 3] + column;
    c30.intoArray(c, until3);
    c31.intoArray(c, until3 + LANES);
  }

  /// C[4, 1 vector] (+)= A[4, k] B[k, 1 vector].
  private static void narrow(
      int k,
      float[] a,
      int[] aRows,
      int aRow,
      int shift,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    int at0 = cRows[cRow] + column;
    FloatVector c00 = VectorTiles.start(c, at0, add);
    int at1 = cRows[cRow + 1] + column;
    FloatVector c10 = VectorTiles.start(c, at1, add);
    int at2 = cRows[cRow + 2] + column;
    FloatVector c20 = VectorTiles.start(c, at2, add);
    int at3 = cRows[cRow + 3] + column;
    FloatVector c30 = VectorTiles.start(c, at3, add);
    int a0 = aRows[aRow] + shift;
    int a1 = aRows[aRow + 1] + shift;
    int a2 = aRows[aRow + 2] + shift;
    int a3 = aRows[aRow + 3] + shift;
    int panel = bStart;
    int p = 0;
    while (p + 1 <= k) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector f0 = FloatVector.broadcast(FLOATS, a[a0 + p]);
      c00 = f0.fma(b0, c00);
      FloatVector f1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
      c10 = f1.fma(b0, c10);
      FloatVector f2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
      c20 = f2.fma(b0, c20);
      FloatVector f3 = FloatVector.broadcast(FLOATS, a[a3 + p]);
      c30 = f3.fma(b0, c30);
      p++;
      panel += bStride;
    }
    // See PlacedTiles.
    int again = cRow + (p - k);
    int past0 = cRows[again] + column;
    c00.intoArray(c, past0);
    int past1 = cRows[again + 1] + column;
    c10.intoArray(c, past1);
    int past2 = cRows[again + 2] + column;
    c20.intoArray(c, past2);
    int past3 = cRows[again + 3] + column;
    c30.intoArray(c, past3);
  }
}
