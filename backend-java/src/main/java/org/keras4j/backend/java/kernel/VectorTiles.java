package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.PackedRows.PITCH;
import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// Register tiles of the matrix product: six rows of C times one or two vectors of columns, held in
/// registers over the whole of k; [BroadTile] holds four.
///
/// A lies as [PackedRows] leaves it: row r starts at `aStart + r * PITCH`, so that one index and
/// constant distances reach all six rows, and two checks of bounds cover them. Row p of B starts at
/// `bStart + p * bStride`.
///
/// The loops are deliberately not canonical counted ones: C2 then leaves the range checks in, and
/// they keep it from hoisting loads until it spills accumulators. For the same reason there is no
/// unrolling by hand and no remainder loop.
final class VectorTiles {
  static final int ROWS = 6;
  static final int NARROW = LANES;
  static final int MIDDLE = 2 * LANES;

  /// The columns of a full panel.
  static final int WIDE = BroadTile.FITS ? BroadTile.WIDTH : MIDDLE;

  static final int ROW_WIDTH = 4 * LANES;

  private VectorTiles() {}

  /// C[6, 2 vectors] (+)= A[6, k] B[k, 2 vectors].
  static void wide(
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
    FloatVector c00 = start(c, cStart, add);
    FloatVector c01 = start(c, cStart + LANES, add);
    FloatVector c10 = start(c, cStart + cStride, add);
    FloatVector c11 = start(c, cStart + cStride + LANES, add);
    FloatVector c20 = start(c, cStart + 2 * cStride, add);
    FloatVector c21 = start(c, cStart + 2 * cStride + LANES, add);
    FloatVector c30 = start(c, cStart + 3 * cStride, add);
    FloatVector c31 = start(c, cStart + 3 * cStride + LANES, add);
    FloatVector c40 = start(c, cStart + 4 * cStride, add);
    FloatVector c41 = start(c, cStart + 4 * cStride + LANES, add);
    FloatVector c50 = start(c, cStart + 5 * cStride, add);
    FloatVector c51 = start(c, cStart + 5 * cStride + LANES, add);
    int end = aStart + k;
    int panel = bStart;
    int p = aStart;
    while (p + 1 <= end) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[p]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[p + PITCH]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[p + 2 * PITCH]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[p + 3 * PITCH]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[p + 4 * PITCH]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[p + 5 * PITCH]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      p++;
      panel += bStride;
    }
    // The loop ends with p == end, which the compiler does not know: so it computes the places anew
    // here, and keeps no registers for them during the loop.
    int to = cStart + (p - end);
    int step = cStride + (p - end);
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c10.intoArray(c, to + step);
    c11.intoArray(c, to + step + LANES);
    c20.intoArray(c, to + 2 * step);
    c21.intoArray(c, to + 2 * step + LANES);
    c30.intoArray(c, to + 3 * step);
    c31.intoArray(c, to + 3 * step + LANES);
    c40.intoArray(c, to + 4 * step);
    c41.intoArray(c, to + 4 * step + LANES);
    c50.intoArray(c, to + 5 * step);
    c51.intoArray(c, to + 5 * step + LANES);
  }

  /// C[6, 1 vector] (+)= A[6, k] B[k, 1 vector].
  static void narrow(
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
    FloatVector c00 = start(c, cStart, add);
    FloatVector c10 = start(c, cStart + cStride, add);
    FloatVector c20 = start(c, cStart + 2 * cStride, add);
    FloatVector c30 = start(c, cStart + 3 * cStride, add);
    FloatVector c40 = start(c, cStart + 4 * cStride, add);
    FloatVector c50 = start(c, cStart + 5 * cStride, add);
    int end = aStart + k;
    int panel = bStart;
    int p = aStart;
    while (p + 1 <= end) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[p]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[p + PITCH]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[p + 2 * PITCH]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[p + 3 * PITCH]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[p + 4 * PITCH]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[p + 5 * PITCH]);
      c50 = a5.fma(b0, c50);
      p++;
      panel += bStride;
    }
    // The loop ends with p == end, which the compiler does not know: so it computes the places anew
    // here, and keeps no registers for them during the loop.
    int to = cStart + (p - end);
    int step = cStride + (p - end);
    c00.intoArray(c, to);
    c10.intoArray(c, to + step);
    c20.intoArray(c, to + 2 * step);
    c30.intoArray(c, to + 3 * step);
    c40.intoArray(c, to + 4 * step);
    c50.intoArray(c, to + 5 * step);
  }

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
      if (BroadTile.FITS) {
        FloatVector.fromArray(FLOATS, b, from + 2 * LANES).intoArray(panel, to + 2 * LANES);
        FloatVector.fromArray(FLOATS, b, from + 3 * LANES).intoArray(panel, to + 3 * LANES);
      }
      to += WIDE;
    }
  }

  static FloatVector start(float[] c, int offset, boolean add) {
    return add ? FloatVector.fromArray(FLOATS, c, offset) : FloatVector.zero(FLOATS);
  }
}
