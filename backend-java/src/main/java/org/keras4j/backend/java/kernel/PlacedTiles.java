package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// Register tiles of the matrix product: six rows of C times one, two or four vectors of columns
/// (with fewer registers, those of [PlacedQuads]), held in registers over the whole of k. Rows may
/// lie anywhere: row r of A is read from `a[aRows[aRow + r] + shift]` on, row p of B from `b[bStart
/// + p * bStride]` on, and row r of C starts at `c[cRows[cRow + r] + column]`. So the windows of a
///   convolution are multiplied where they lie, and other rows from where [PackedRows] leaves them.
///   Rows may be given twice: what is written twice is the same. [PlacedQuads] know only one
///   `bStride`, the width of the tile.
///
/// The loops here are deliberately not canonical counted ones: C2 then leaves the range checks in,
/// and they keep it from hoisting loads until it spills accumulators. For the same reason there is
/// no unrolling by hand and no remainder loop.
final class PlacedTiles {
  private PlacedTiles() {}

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
    if (!Tiles.BROAD) {
      PlacedQuads.run(wide, k, a, aRows, aRow, shift, b, bStart, c, cRows, cRow, column, add);
    } else if (wide > VectorTiles.MIDDLE) {
      broad(k, a, aRows, aRow, shift, b, bStart, bStride, c, cRows, cRow, column, add);
    } else if (wide == VectorTiles.MIDDLE) {
      middle(k, a, aRows, aRow, shift, b, bStart, bStride, c, cRows, cRow, column, add);
    } else {
      narrow(k, a, aRows, aRow, shift, b, bStart, bStride, c, cRows, cRow, column, add);
    }
  }

  /// C[6, 4 vectors] (+)= A[6, k] B[k, 4 vectors]; for machines with thirty-two vector registers.
  private static void broad(
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
    FloatVector c03 = VectorTiles.start(c, start0 + 3 * LANES, add);
    int start1 = cRows[cRow + 1] + column;
    FloatVector c10 = VectorTiles.start(c, start1, add);
    FloatVector c11 = VectorTiles.start(c, start1 + LANES, add);
    FloatVector c12 = VectorTiles.start(c, start1 + 2 * LANES, add);
    FloatVector c13 = VectorTiles.start(c, start1 + 3 * LANES, add);
    int start2 = cRows[cRow + 2] + column;
    FloatVector c20 = VectorTiles.start(c, start2, add);
    FloatVector c21 = VectorTiles.start(c, start2 + LANES, add);
    FloatVector c22 = VectorTiles.start(c, start2 + 2 * LANES, add);
    FloatVector c23 = VectorTiles.start(c, start2 + 3 * LANES, add);
    int start3 = cRows[cRow + 3] + column;
    FloatVector c30 = VectorTiles.start(c, start3, add);
    FloatVector c31 = VectorTiles.start(c, start3 + LANES, add);
    FloatVector c32 = VectorTiles.start(c, start3 + 2 * LANES, add);
    FloatVector c33 = VectorTiles.start(c, start3 + 3 * LANES, add);
    int start4 = cRows[cRow + 4] + column;
    FloatVector c40 = VectorTiles.start(c, start4, add);
    FloatVector c41 = VectorTiles.start(c, start4 + LANES, add);
    FloatVector c42 = VectorTiles.start(c, start4 + 2 * LANES, add);
    FloatVector c43 = VectorTiles.start(c, start4 + 3 * LANES, add);
    int start5 = cRows[cRow + 5] + column;
    FloatVector c50 = VectorTiles.start(c, start5, add);
    FloatVector c51 = VectorTiles.start(c, start5 + LANES, add);
    FloatVector c52 = VectorTiles.start(c, start5 + 2 * LANES, add);
    FloatVector c53 = VectorTiles.start(c, start5 + 3 * LANES, add);
    int a0 = aRows[aRow] + shift;
    int a1 = aRows[aRow + 1] + shift;
    int a2 = aRows[aRow + 2] + shift;
    int a3 = aRows[aRow + 3] + shift;
    int a4 = aRows[aRow + 4] + shift;
    int a5 = aRows[aRow + 5] + shift;
    int panel = bStart;
    int p = 0;
    while (p + 1 <= k) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, panel + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(FLOATS, b, panel + 3 * LANES);
      FloatVector f0 = FloatVector.broadcast(FLOATS, a[a0 + p]);
      c00 = f0.fma(b0, c00);
      c01 = f0.fma(b1, c01);
      c02 = f0.fma(b2, c02);
      c03 = f0.fma(b3, c03);
      FloatVector f1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
      c10 = f1.fma(b0, c10);
      c11 = f1.fma(b1, c11);
      c12 = f1.fma(b2, c12);
      c13 = f1.fma(b3, c13);
      FloatVector f2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
      c20 = f2.fma(b0, c20);
      c21 = f2.fma(b1, c21);
      c22 = f2.fma(b2, c22);
      c23 = f2.fma(b3, c23);
      FloatVector f3 = FloatVector.broadcast(FLOATS, a[a3 + p]);
      c30 = f3.fma(b0, c30);
      c31 = f3.fma(b1, c31);
      c32 = f3.fma(b2, c32);
      c33 = f3.fma(b3, c33);
      FloatVector f4 = FloatVector.broadcast(FLOATS, a[a4 + p]);
      c40 = f4.fma(b0, c40);
      c41 = f4.fma(b1, c41);
      c42 = f4.fma(b2, c42);
      c43 = f4.fma(b3, c43);
      FloatVector f5 = FloatVector.broadcast(FLOATS, a[a5 + p]);
      c50 = f5.fma(b0, c50);
      c51 = f5.fma(b1, c51);
      c52 = f5.fma(b2, c52);
      c53 = f5.fma(b3, c53);
      p++;
      panel += bStride;
    }
    // The loop ends with p == k, which the compiler does not know: so it looks the places up anew,
    // and keeps no registers for them during the loop.
    int again = cRow + (p - k);
    int end0 = cRows[again + 0] + column;
    c00.intoArray(c, end0);
    c01.intoArray(c, end0 + LANES);
    c02.intoArray(c, end0 + 2 * LANES);
    c03.intoArray(c, end0 + 3 * LANES);
    int end1 = cRows[again + 1] + column;
    c10.intoArray(c, end1);
    c11.intoArray(c, end1 + LANES);
    c12.intoArray(c, end1 + 2 * LANES);
    c13.intoArray(c, end1 + 3 * LANES);
    int end2 = cRows[again + 2] + column;
    c20.intoArray(c, end2);
    c21.intoArray(c, end2 + LANES);
    c22.intoArray(c, end2 + 2 * LANES);
    c23.intoArray(c, end2 + 3 * LANES);
    int end3 = cRows[again + 3] + column;
    c30.intoArray(c, end3);
    c31.intoArray(c, end3 + LANES);
    c32.intoArray(c, end3 + 2 * LANES);
    c33.intoArray(c, end3 + 3 * LANES);
    int end4 = cRows[again + 4] + column;
    c40.intoArray(c, end4);
    c41.intoArray(c, end4 + LANES);
    c42.intoArray(c, end4 + 2 * LANES);
    c43.intoArray(c, end4 + 3 * LANES);
    int end5 = cRows[again + 5] + column;
    c50.intoArray(c, end5);
    c51.intoArray(c, end5 + LANES);
    c52.intoArray(c, end5 + 2 * LANES);
    c53.intoArray(c, end5 + 3 * LANES);
  }

  /// C[6, 2 vectors] (+)= A[6, k] B[k, 2 vectors].
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
    int to4 = cRows[cRow + 4] + column;
    FloatVector c40 = VectorTiles.start(c, to4, add);
    FloatVector c41 = VectorTiles.start(c, to4 + LANES, add);
    int to5 = cRows[cRow + 5] + column;
    FloatVector c50 = VectorTiles.start(c, to5, add);
    FloatVector c51 = VectorTiles.start(c, to5 + LANES, add);
    int a0 = aRows[aRow] + shift;
    int a1 = aRows[aRow + 1] + shift;
    int a2 = aRows[aRow + 2] + shift;
    int a3 = aRows[aRow + 3] + shift;
    int a4 = aRows[aRow + 4] + shift;
    int a5 = aRows[aRow + 5] + shift;
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
      FloatVector f4 = FloatVector.broadcast(FLOATS, a[a4 + p]);
      c40 = f4.fma(b0, c40);
      c41 = f4.fma(b1, c41);
      FloatVector f5 = FloatVector.broadcast(FLOATS, a[a5 + p]);
      c50 = f5.fma(b0, c50);
      c51 = f5.fma(b1, c51);
      p++;
      panel += bStride;
    }
    // The loop ends with p == k, which the compiler does not know: so it looks the places up anew,
    // and keeps no registers for them during the loop.
    int again = cRow + (p - k);
    int end0 = cRows[again + 0] + column;
    c00.intoArray(c, end0);
    c01.intoArray(c, end0 + LANES);
    int end1 = cRows[again + 1] + column;
    c10.intoArray(c, end1);
    c11.intoArray(c, end1 + LANES);
    int end2 = cRows[again + 2] + column;
    c20.intoArray(c, end2);
    c21.intoArray(c, end2 + LANES);
    int end3 = cRows[again + 3] + column;
    c30.intoArray(c, end3);
    c31.intoArray(c, end3 + LANES);
    int end4 = cRows[again + 4] + column;
    c40.intoArray(c, end4);
    c41.intoArray(c, end4 + LANES);
    int end5 = cRows[again + 5] + column;
    c50.intoArray(c, end5);
    c51.intoArray(c, end5 + LANES);
  }

  /// C[6, 1 vector] (+)= A[6, k] B[k, 1 vector].
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
    int at4 = cRows[cRow + 4] + column;
    FloatVector c40 = VectorTiles.start(c, at4, add);
    int at5 = cRows[cRow + 5] + column;
    FloatVector c50 = VectorTiles.start(c, at5, add);
    int a0 = aRows[aRow] + shift;
    int a1 = aRows[aRow + 1] + shift;
    int a2 = aRows[aRow + 2] + shift;
    int a3 = aRows[aRow + 3] + shift;
    int a4 = aRows[aRow + 4] + shift;
    int a5 = aRows[aRow + 5] + shift;
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
      FloatVector f4 = FloatVector.broadcast(FLOATS, a[a4 + p]);
      c40 = f4.fma(b0, c40);
      FloatVector f5 = FloatVector.broadcast(FLOATS, a[a5 + p]);
      c50 = f5.fma(b0, c50);
      p++;
      panel += bStride;
    }
    // The loop ends with p == k, which the compiler does not know: so it looks the places up anew,
    // and keeps no registers for them during the loop.
    int again = cRow + (p - k);
    int end0 = cRows[again + 0] + column;
    c00.intoArray(c, end0);
    int end1 = cRows[again + 1] + column;
    c10.intoArray(c, end1);
    int end2 = cRows[again + 2] + column;
    c20.intoArray(c, end2);
    int end3 = cRows[again + 3] + column;
    c30.intoArray(c, end3);
    int end4 = cRows[again + 4] + column;
    c40.intoArray(c, end4);
    int end5 = cRows[again + 5] + column;
    c50.intoArray(c, end5);
  }
}
