package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.PackedRows.PITCH;
import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// The register tile of the matrix product for machines with thirty-two vector registers: six rows
/// of C times four vectors of columns. See [VectorTiles] about its form.
final class BroadTile {
  /// Machines with vectors of sixteen floats have thirty-two of them.
  static final boolean FITS = LANES == 16;

  static final int WIDTH = 4 * LANES;

  private BroadTile() {}

  /// C[6, 4 vectors] (+)= A[6, k] B[k, 4 vectors].
  static void run(
      int k,
      float[] a,
      int aStart,
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
    int end = aStart + k;
    int panel = bStart;
    int p = aStart;
    while (p + 1 <= end) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, panel + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(FLOATS, b, panel + 3 * LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[p]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[p + PITCH]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[p + 2 * PITCH]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[p + 3 * PITCH]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[p + 4 * PITCH]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      c43 = a4.fma(b3, c43);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[p + 5 * PITCH]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      c53 = a5.fma(b3, c53);
      p++;
      panel += bStride;
    }
    // The loop ends with p == end, which the compiler does not know: so it computes the places anew
    // here, and keeps no registers for them during the loop.
    int to = cStart + (p - end);
    int step = cStride + (p - end);
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c02.intoArray(c, to + 2 * LANES);
    c03.intoArray(c, to + 3 * LANES);
    c10.intoArray(c, to + step);
    c11.intoArray(c, to + step + LANES);
    c12.intoArray(c, to + step + 2 * LANES);
    c13.intoArray(c, to + step + 3 * LANES);
    c20.intoArray(c, to + 2 * step);
    c21.intoArray(c, to + 2 * step + LANES);
    c22.intoArray(c, to + 2 * step + 2 * LANES);
    c23.intoArray(c, to + 2 * step + 3 * LANES);
    c30.intoArray(c, to + 3 * step);
    c31.intoArray(c, to + 3 * step + LANES);
    c32.intoArray(c, to + 3 * step + 2 * LANES);
    c33.intoArray(c, to + 3 * step + 3 * LANES);
    c40.intoArray(c, to + 4 * step);
    c41.intoArray(c, to + 4 * step + LANES);
    c42.intoArray(c, to + 4 * step + 2 * LANES);
    c43.intoArray(c, to + 4 * step + 3 * LANES);
    c50.intoArray(c, to + 5 * step);
    c51.intoArray(c, to + 5 * step + LANES);
    c52.intoArray(c, to + 5 * step + 2 * LANES);
    c53.intoArray(c, to + 5 * step + 3 * LANES);
  }
}
