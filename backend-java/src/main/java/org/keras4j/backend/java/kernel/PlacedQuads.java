package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;
import static org.keras4j.backend.java.kernel.VectorTiles.MIDDLE;
import static org.keras4j.backend.java.kernel.VectorTiles.WIDE;
import static org.keras4j.backend.java.kernel.WovenTiles.NEVER;
import static org.keras4j.backend.java.kernel.WovenTiles.STEPS;

import jdk.incubator.vector.FloatVector;

/// The tiles of [PlacedTiles] for machines with sixteen vector registers, of the sizes and with the
/// loops of [WovenTiles]: B's rows lie one behind the other. Only A is read where it lies.
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
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    if (wide == WIDE) {
      int even = k - k % STEPS;
      wide(even, a, aRows, aRow, shift, b, bStart, c, cRows, cRow, column, add);
      if (even < k) {
        int from = bStart + even * WIDE;
        int on = shift + even;
        rest(k - even, a, aRows, aRow, on, b, from, c, cRows, cRow, column, add || even > 0);
      }
    } else {
      middle(k, a, aRows, aRow, shift, b, bStart, c, cRows, cRow, column, add);
    }
  }

  /// C[4, 3 vectors] (+)= A[4, k] B[k, 3 vectors], k being a multiple of [WovenTiles#STEPS].
  private static void wide(
      int k,
      float[] a,
      int[] aRows,
      int aRow,
      int shift,
      float[] b,
      int bStart,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    int row0 = cRows[cRow] + column;
    int row1 = cRows[cRow + 1] + column;
    int row2 = cRows[cRow + 2] + column;
    int row3 = cRows[cRow + 3] + column;
    FloatVector c00 = VectorTiles.start(c, row0, add);
    FloatVector c01 = VectorTiles.start(c, row0 + LANES, add);
    FloatVector c02 = VectorTiles.start(c, row0 + 2 * LANES, add);
    FloatVector c10 = VectorTiles.start(c, row1, add);
    FloatVector c11 = VectorTiles.start(c, row1 + LANES, add);
    FloatVector c12 = VectorTiles.start(c, row1 + 2 * LANES, add);
    FloatVector c20 = VectorTiles.start(c, row2, add);
    FloatVector c21 = VectorTiles.start(c, row2 + LANES, add);
    FloatVector c22 = VectorTiles.start(c, row2 + 2 * LANES, add);
    FloatVector c30 = VectorTiles.start(c, row3, add);
    FloatVector c31 = VectorTiles.start(c, row3 + LANES, add);
    FloatVector c32 = VectorTiles.start(c, row3 + 2 * LANES, add);
    int a0 = aRows[aRow] + shift;
    int a1 = aRows[aRow + 1] + shift;
    int a2 = aRows[aRow + 2] + shift;
    int a3 = aRows[aRow + 3] + shift;
    for (int p = 0; p < k; p += STEPS) {
      int from = bStart + p * WIDE;
      FloatVector b00 = FloatVector.fromArray(FLOATS, b, from);
      FloatVector b01 = FloatVector.fromArray(FLOATS, b, from + LANES);
      FloatVector b02 = FloatVector.fromArray(FLOATS, b, from + 2 * LANES);
      FloatVector f00 = FloatVector.broadcast(FLOATS, a[a0 + p]);
      c00 = f00.fma(b00, c00);
      c01 = f00.fma(b01, c01);
      c02 = f00.fma(b02, c02);
      if (p == NEVER + 1) {
        break;
      }
      FloatVector f01 = FloatVector.broadcast(FLOATS, a[a1 + p]);
      c10 = f01.fma(b00, c10);
      c11 = f01.fma(b01, c11);
      c12 = f01.fma(b02, c12);
      if (p == NEVER + 2) {
        break;
      }
      FloatVector f02 = FloatVector.broadcast(FLOATS, a[a2 + p]);
      c20 = f02.fma(b00, c20);
      c21 = f02.fma(b01, c21);
      c22 = f02.fma(b02, c22);
      if (p == NEVER + 3) {
        break;
      }
      FloatVector f03 = FloatVector.broadcast(FLOATS, a[a3 + p]);
      c30 = f03.fma(b00, c30);
      c31 = f03.fma(b01, c31);
      c32 = f03.fma(b02, c32);
      if (p == NEVER + 4) {
        break;
      }
      FloatVector b10 = FloatVector.fromArray(FLOATS, b, from + 3 * LANES);
      FloatVector b11 = FloatVector.fromArray(FLOATS, b, from + 4 * LANES);
      FloatVector b12 = FloatVector.fromArray(FLOATS, b, from + 5 * LANES);
      FloatVector f10 = FloatVector.broadcast(FLOATS, a[a0 + p + 1]);
      c00 = f10.fma(b10, c00);
      c01 = f10.fma(b11, c01);
      c02 = f10.fma(b12, c02);
      if (p == NEVER + 5) {
        break;
      }
      FloatVector f11 = FloatVector.broadcast(FLOATS, a[a1 + p + 1]);
      c10 = f11.fma(b10, c10);
      c11 = f11.fma(b11, c11);
      c12 = f11.fma(b12, c12);
      if (p == NEVER + 6) {
        break;
      }
      FloatVector f12 = FloatVector.broadcast(FLOATS, a[a2 + p + 1]);
      c20 = f12.fma(b10, c20);
      c21 = f12.fma(b11, c21);
      c22 = f12.fma(b12, c22);
      if (p == NEVER + 7) {
        break;
      }
      FloatVector f13 = FloatVector.broadcast(FLOATS, a[a3 + p + 1]);
      c30 = f13.fma(b10, c30);
      c31 = f13.fma(b11, c31);
      c32 = f13.fma(b12, c32);
      if (p == NEVER + 8) {
        break;
      }
      FloatVector b20 = FloatVector.fromArray(FLOATS, b, from + 6 * LANES);
      FloatVector b21 = FloatVector.fromArray(FLOATS, b, from + 7 * LANES);
      FloatVector b22 = FloatVector.fromArray(FLOATS, b, from + 8 * LANES);
      FloatVector f20 = FloatVector.broadcast(FLOATS, a[a0 + p + 2]);
      c00 = f20.fma(b20, c00);
      c01 = f20.fma(b21, c01);
      c02 = f20.fma(b22, c02);
      if (p == NEVER + 9) {
        break;
      }
      FloatVector f21 = FloatVector.broadcast(FLOATS, a[a1 + p + 2]);
      c10 = f21.fma(b20, c10);
      c11 = f21.fma(b21, c11);
      c12 = f21.fma(b22, c12);
      if (p == NEVER + 10) {
        break;
      }
      FloatVector f22 = FloatVector.broadcast(FLOATS, a[a2 + p + 2]);
      c20 = f22.fma(b20, c20);
      c21 = f22.fma(b21, c21);
      c22 = f22.fma(b22, c22);
      if (p == NEVER + 11) {
        break;
      }
      FloatVector f23 = FloatVector.broadcast(FLOATS, a[a3 + p + 2]);
      c30 = f23.fma(b20, c30);
      c31 = f23.fma(b21, c31);
      c32 = f23.fma(b22, c32);
      if (p == NEVER + 12) {
        break;
      }
      FloatVector b30 = FloatVector.fromArray(FLOATS, b, from + 9 * LANES);
      FloatVector b31 = FloatVector.fromArray(FLOATS, b, from + 10 * LANES);
      FloatVector b32 = FloatVector.fromArray(FLOATS, b, from + 11 * LANES);
      FloatVector f30 = FloatVector.broadcast(FLOATS, a[a0 + p + 3]);
      c00 = f30.fma(b30, c00);
      c01 = f30.fma(b31, c01);
      c02 = f30.fma(b32, c02);
      if (p == NEVER + 13) {
        break;
      }
      FloatVector f31 = FloatVector.broadcast(FLOATS, a[a1 + p + 3]);
      c10 = f31.fma(b30, c10);
      c11 = f31.fma(b31, c11);
      c12 = f31.fma(b32, c12);
      if (p == NEVER + 14) {
        break;
      }
      FloatVector f32 = FloatVector.broadcast(FLOATS, a[a2 + p + 3]);
      c20 = f32.fma(b30, c20);
      c21 = f32.fma(b31, c21);
      c22 = f32.fma(b32, c22);
      if (p == NEVER + 15) {
        break;
      }
      FloatVector f33 = FloatVector.broadcast(FLOATS, a[a3 + p + 3]);
      c30 = f33.fma(b30, c30);
      c31 = f33.fma(b31, c31);
      c32 = f33.fma(b32, c32);
    }
    c00.intoArray(c, row0);
    c01.intoArray(c, row0 + LANES);
    c02.intoArray(c, row0 + 2 * LANES);
    c10.intoArray(c, row1);
    c11.intoArray(c, row1 + LANES);
    c12.intoArray(c, row1 + 2 * LANES);
    c20.intoArray(c, row2);
    c21.intoArray(c, row2 + LANES);
    c22.intoArray(c, row2 + 2 * LANES);
    c30.intoArray(c, row3);
    c31.intoArray(c, row3 + LANES);
    c32.intoArray(c, row3 + 2 * LANES);
  }

  /// The same for any k.
  private static void rest(
      int k,
      float[] a,
      int[] aRows,
      int aRow,
      int shift,
      float[] b,
      int bStart,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    int row0 = cRows[cRow] + column;
    int row1 = cRows[cRow + 1] + column;
    int row2 = cRows[cRow + 2] + column;
    int row3 = cRows[cRow + 3] + column;
    FloatVector c00 = VectorTiles.start(c, row0, add);
    FloatVector c01 = VectorTiles.start(c, row0 + LANES, add);
    FloatVector c02 = VectorTiles.start(c, row0 + 2 * LANES, add);
    FloatVector c10 = VectorTiles.start(c, row1, add);
    FloatVector c11 = VectorTiles.start(c, row1 + LANES, add);
    FloatVector c12 = VectorTiles.start(c, row1 + 2 * LANES, add);
    FloatVector c20 = VectorTiles.start(c, row2, add);
    FloatVector c21 = VectorTiles.start(c, row2 + LANES, add);
    FloatVector c22 = VectorTiles.start(c, row2 + 2 * LANES, add);
    FloatVector c30 = VectorTiles.start(c, row3, add);
    FloatVector c31 = VectorTiles.start(c, row3 + LANES, add);
    FloatVector c32 = VectorTiles.start(c, row3 + 2 * LANES, add);
    int a0 = aRows[aRow] + shift;
    int a1 = aRows[aRow + 1] + shift;
    int a2 = aRows[aRow + 2] + shift;
    int a3 = aRows[aRow + 3] + shift;
    for (int p = 0; p < k; p++) {
      int from = bStart + p * WIDE;
      FloatVector b00 = FloatVector.fromArray(FLOATS, b, from);
      FloatVector b01 = FloatVector.fromArray(FLOATS, b, from + LANES);
      FloatVector b02 = FloatVector.fromArray(FLOATS, b, from + 2 * LANES);
      FloatVector f00 = FloatVector.broadcast(FLOATS, a[a0 + p]);
      c00 = f00.fma(b00, c00);
      c01 = f00.fma(b01, c01);
      c02 = f00.fma(b02, c02);
      if (p == NEVER + 1) {
        break;
      }
      FloatVector f01 = FloatVector.broadcast(FLOATS, a[a1 + p]);
      c10 = f01.fma(b00, c10);
      c11 = f01.fma(b01, c11);
      c12 = f01.fma(b02, c12);
      if (p == NEVER + 2) {
        break;
      }
      FloatVector f02 = FloatVector.broadcast(FLOATS, a[a2 + p]);
      c20 = f02.fma(b00, c20);
      c21 = f02.fma(b01, c21);
      c22 = f02.fma(b02, c22);
      if (p == NEVER + 3) {
        break;
      }
      FloatVector f03 = FloatVector.broadcast(FLOATS, a[a3 + p]);
      c30 = f03.fma(b00, c30);
      c31 = f03.fma(b01, c31);
      c32 = f03.fma(b02, c32);
    }
    c00.intoArray(c, row0);
    c01.intoArray(c, row0 + LANES);
    c02.intoArray(c, row0 + 2 * LANES);
    c10.intoArray(c, row1);
    c11.intoArray(c, row1 + LANES);
    c12.intoArray(c, row1 + 2 * LANES);
    c20.intoArray(c, row2);
    c21.intoArray(c, row2 + LANES);
    c22.intoArray(c, row2 + 2 * LANES);
    c30.intoArray(c, row3);
    c31.intoArray(c, row3 + LANES);
    c32.intoArray(c, row3 + 2 * LANES);
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
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    int row0 = cRows[cRow] + column;
    int row1 = cRows[cRow + 1] + column;
    int row2 = cRows[cRow + 2] + column;
    int row3 = cRows[cRow + 3] + column;
    FloatVector c00 = VectorTiles.start(c, row0, add);
    FloatVector c01 = VectorTiles.start(c, row0 + LANES, add);
    FloatVector c10 = VectorTiles.start(c, row1, add);
    FloatVector c11 = VectorTiles.start(c, row1 + LANES, add);
    FloatVector c20 = VectorTiles.start(c, row2, add);
    FloatVector c21 = VectorTiles.start(c, row2 + LANES, add);
    FloatVector c30 = VectorTiles.start(c, row3, add);
    FloatVector c31 = VectorTiles.start(c, row3 + LANES, add);
    int a0 = aRows[aRow] + shift;
    int a1 = aRows[aRow + 1] + shift;
    int a2 = aRows[aRow + 2] + shift;
    int a3 = aRows[aRow + 3] + shift;
    for (int p = 0; p < k; p++) {
      int from = bStart + p * MIDDLE;
      FloatVector b00 = FloatVector.fromArray(FLOATS, b, from);
      FloatVector b01 = FloatVector.fromArray(FLOATS, b, from + LANES);
      FloatVector f00 = FloatVector.broadcast(FLOATS, a[a0 + p]);
      c00 = f00.fma(b00, c00);
      c01 = f00.fma(b01, c01);
      FloatVector f01 = FloatVector.broadcast(FLOATS, a[a1 + p]);
      c10 = f01.fma(b00, c10);
      c11 = f01.fma(b01, c11);
      FloatVector f02 = FloatVector.broadcast(FLOATS, a[a2 + p]);
      c20 = f02.fma(b00, c20);
      c21 = f02.fma(b01, c21);
      FloatVector f03 = FloatVector.broadcast(FLOATS, a[a3 + p]);
      c30 = f03.fma(b00, c30);
      c31 = f03.fma(b01, c31);
    }
    c00.intoArray(c, row0);
    c01.intoArray(c, row0 + LANES);
    c10.intoArray(c, row1);
    c11.intoArray(c, row1 + LANES);
    c20.intoArray(c, row2);
    c21.intoArray(c, row2 + LANES);
    c30.intoArray(c, row3);
    c31.intoArray(c, row3 + LANES);
  }
}
