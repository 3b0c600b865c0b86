package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// Register tiles of the matrix product: six rows of C times one or two vectors of columns, held in
/// registers over the whole of k; [BroadTile] holds four.
///
/// A is read in place through two tables, `a[row + columns[p]]`, which covers plain and transposed
/// matrices and the windows of a convolution without copying; row p of B starts at `bStart + p *
/// bStride`.
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
    int end = column + k;
    int panel = bStart;
    for (int p = column; p + 1 <= end; ) {
      int q = columns[p];
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, panel + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[row0 + q]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[row1 + q]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[row2 + q]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[row3 + q]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[row4 + q]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[row5 + q]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      p++;
      panel += bStride;
    }
    c00.intoArray(c, cStart);
    c01.intoArray(c, cStart + LANES);
    c10.intoArray(c, cStart + cStride);
    c11.intoArray(c, cStart + cStride + LANES);
    c20.intoArray(c, cStart + 2 * cStride);
    c21.intoArray(c, cStart + 2 * cStride + LANES);
    c30.intoArray(c, cStart + 3 * cStride);
    c31.intoArray(c, cStart + 3 * cStride + LANES);
    c40.intoArray(c, cStart + 4 * cStride);
    c41.intoArray(c, cStart + 4 * cStride + LANES);
    c50.intoArray(c, cStart + 5 * cStride);
    c51.intoArray(c, cStart + 5 * cStride + LANES);
  }

  /// C[6, 1 vector] (+)= A[6, k] B[k, 1 vector].
  static void narrow(
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
    FloatVector c00 = start(c, cStart, add);
    FloatVector c10 = start(c, cStart + cStride, add);
    FloatVector c20 = start(c, cStart + 2 * cStride, add);
    FloatVector c30 = start(c, cStart + 3 * cStride, add);
    FloatVector c40 = start(c, cStart + 4 * cStride, add);
    FloatVector c50 = start(c, cStart + 5 * cStride, add);
    int end = column + k;
    int panel = bStart;
    for (int p = column; p + 1 <= end; ) {
      int q = columns[p];
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, panel);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[row0 + q]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[row1 + q]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[row2 + q]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[row3 + q]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[row4 + q]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[row5 + q]);
      c50 = a5.fma(b0, c50);
      p++;
      panel += bStride;
    }
    c00.intoArray(c, cStart);
    c10.intoArray(c, cStart + cStride);
    c20.intoArray(c, cStart + 2 * cStride);
    c30.intoArray(c, cStart + 3 * cStride);
    c40.intoArray(c, cStart + 4 * cStride);
    c50.intoArray(c, cStart + 5 * cStride);
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
