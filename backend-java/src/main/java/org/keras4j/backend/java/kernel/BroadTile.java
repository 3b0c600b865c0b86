package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// The register tile of the matrix product for machines with thirty-two vector registers: six rows
/// of C times four vectors of columns. See [VectorTiles] about its form.
///
/// With twice the columns of the other tile, an element of A that has been addressed, checked and
/// spread over a vector is used four times.
final class BroadTile {
  /// Machines with vectors of sixteen floats have thirty-two of them.
  static final boolean FITS = LANES == 16;

  static final int WIDTH = 4 * LANES;

  private BroadTile() {}

  /// C[6, 4 vectors] (+)= A[6, k] B[k, 4 vectors].
  static void run(
      int k,
      float[] a,
      int row0,
      int row1,
      int row2,
      int row3,
      int row4,
      int row5,
      int[] columns,
      int column,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride,
      boolean add) {
    FloatVector c00 = VectorTiles.start(c, cStart, add);
    FloatVector c01 = VectorTiles.start(c, cStart + LANES, add);
    FloatVector c02 = VectorTiles.start(c, cStart + 2 * LANES, add);
    FloatVector c03 = VectorTiles.start(c, cStart + 3 * LANES, add);
    FloatVector c10 = VectorTiles.start(c, cStart + cStride, add);
    FloatVector c11 = VectorTiles.start(c, cStart + cStride + LANES, add);
    FloatVector c12 = VectorTiles.start(c, cStart + cStride + 2 * LANES, add);
    FloatVector c13 = VectorTiles.start(c, cStart + cStride + 3 * LANES, add);
    FloatVector c20 = VectorTiles.start(c, cStart + 2 * cStride, add);
    FloatVector c21 = VectorTiles.start(c, cStart + 2 * cStride + LANES, add);
    FloatVector c22 = VectorTiles.start(c, cStart + 2 * cStride + 2 * LANES, add);
    FloatVector c23 = VectorTiles.start(c, cStart + 2 * cStride + 3 * LANES, add);
    FloatVector c30 = VectorTiles.start(c, cStart + 3 * cStride, add);
    FloatVector c31 = VectorTiles.start(c, cStart + 3 * cStride + LANES, add);
    FloatVector c32 = VectorTiles.start(c, cStart + 3 * cStride + 2 * LANES, add);
    FloatVector c33 = VectorTiles.start(c, cStart + 3 * cStride + 3 * LANES, add);
    FloatVector c40 = VectorTiles.start(c, cStart + 4 * cStride, add);
    FloatVector c41 = VectorTiles.start(c, cStart + 4 * cStride + LANES, add);
    FloatVector c42 = VectorTiles.start(c, cStart + 4 * cStride + 2 * LANES, add);
    FloatVector c43 = VectorTiles.start(c, cStart + 4 * cStride + 3 * LANES, add);
    FloatVector c50 = VectorTiles.start(c, cStart + 5 * cStride, add);
    FloatVector c51 = VectorTiles.start(c, cStart + 5 * cStride + LANES, add);
    FloatVector c52 = VectorTiles.start(c, cStart + 5 * cStride + 2 * LANES, add);
    FloatVector c53 = VectorTiles.start(c, cStart + 5 * cStride + 3 * LANES, add);
    int end = column + k;
    int panel = bStart;
    for (int p = column; p + 1 <= end; ) {
      int q = columns[p];
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, panel + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(FLOATS, b, panel + 3 * LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[row0 + q]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[row1 + q]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[row2 + q]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[row3 + q]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[row4 + q]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      c43 = a4.fma(b3, c43);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[row5 + q]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      c53 = a5.fma(b3, c53);
      p++;
      panel += bStride;
    }
    c00.intoArray(c, cStart);
    c01.intoArray(c, cStart + LANES);
    c02.intoArray(c, cStart + 2 * LANES);
    c03.intoArray(c, cStart + 3 * LANES);
    c10.intoArray(c, cStart + cStride);
    c11.intoArray(c, cStart + cStride + LANES);
    c12.intoArray(c, cStart + cStride + 2 * LANES);
    c13.intoArray(c, cStart + cStride + 3 * LANES);
    c20.intoArray(c, cStart + 2 * cStride);
    c21.intoArray(c, cStart + 2 * cStride + LANES);
    c22.intoArray(c, cStart + 2 * cStride + 2 * LANES);
    c23.intoArray(c, cStart + 2 * cStride + 3 * LANES);
    c30.intoArray(c, cStart + 3 * cStride);
    c31.intoArray(c, cStart + 3 * cStride + LANES);
    c32.intoArray(c, cStart + 3 * cStride + 2 * LANES);
    c33.intoArray(c, cStart + 3 * cStride + 3 * LANES);
    c40.intoArray(c, cStart + 4 * cStride);
    c41.intoArray(c, cStart + 4 * cStride + LANES);
    c42.intoArray(c, cStart + 4 * cStride + 2 * LANES);
    c43.intoArray(c, cStart + 4 * cStride + 3 * LANES);
    c50.intoArray(c, cStart + 5 * cStride);
    c51.intoArray(c, cStart + 5 * cStride + LANES);
    c52.intoArray(c, cStart + 5 * cStride + 2 * LANES);
    c53.intoArray(c, cStart + 5 * cStride + 3 * LANES);
  }
}
