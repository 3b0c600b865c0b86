package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;

import jdk.incubator.vector.FloatVector;

/// Transposition by squares of sixteen numbers each way, for vectors of that length. Sixteen are
/// four fours: the first step transposes within the fours of four rows, the second the fours
/// themselves, as if they were numbers. Each is a short loop over vectors, and what is between lies
/// in a tile.
final class VectorTurn {
  static final int SIDE = 16;

  /// Rows of a result turned at a time: as many numbers are read in a row.
  static final int HEIGHT = 256;

  private static final int WIDTH = 64;

  /// Rows of the tile lie this much further apart than they are long, so that the vectors of a
  /// column do not share a cache set.
  private static final int GAP = SIDE;

  private static final FloatVector EVEN_NUMBERS = numbers(0, 4, 1, 5);
  private static final FloatVector ODD_NUMBERS = numbers(2, 6, 3, 7);
  private static final FloatVector LEFT_NUMBERS = numbers(0, 1, 4, 5);
  private static final FloatVector RIGHT_NUMBERS = numbers(2, 3, 6, 7);
  private static final FloatVector EVEN_FOURS = fours(0, 4, 1, 5);
  private static final FloatVector ODD_FOURS = fours(2, 6, 3, 7);
  private static final FloatVector LEFT_FOURS = fours(0, 1, 4, 5);
  private static final FloatVector RIGHT_FOURS = fours(2, 3, 6, 7);

  private VectorTurn() {}

  /// In each four of a result, which number of the two operands' same four comes where; from 4 on
  /// the second's.
  private static FloatVector numbers(int... choice) {
    float[] lanes = new float[SIDE];
    for (int lane = 0; lane < SIDE; lane++) {
      int chosen = choice[lane % 4];
      lanes[lane] = chosen / 4 * SIDE + lane / 4 * 4 + chosen % 4;
    }
    return FloatVector.fromArray(FLOATS, lanes, 0);
  }

  /// Which four of the two operands comes where; from 4 on the second's.
  private static FloatVector fours(int... choice) {
    float[] lanes = new float[SIDE];
    for (int lane = 0; lane < SIDE; lane++) {
      lanes[lane] = choice[lane / 4] * 4 + lane % 4;
    }
    return FloatVector.fromArray(FLOATS, lanes, 0);
  }

  /// Number (i, j) of y, whose rows lie `pitch` apart, becomes number (j, i) of x, whose rows lie
  /// `stride` apart. `rows` and `columns`, those of y, are multiples of [#SIDE].
  static void turn(
      float[] x, int from, int stride, float[] y, int to, int pitch, int rows, int columns) {
    int most = Math.min(HEIGHT, rows);
    int apart = most + GAP;
    float[] tile = Scratch.takeFloats(WIDTH * apart);
    for (int i = 0; i < rows; i += HEIGHT) {
      int height = Math.min(HEIGHT, rows - i);
      for (int j = 0; j < columns; j += WIDTH) {
        int width = Math.min(WIDTH, columns - j);
        for (int c = 0; c < width; c += 4) {
          turnNumbers(x, from + i + (j + c) * stride, stride, tile, c * apart, apart, height);
        }
        for (int r = 0; r < height; r += SIDE) {
          for (int k = 0; k < 4; k++) {
            int row = to + (i + r + k) * pitch + j;
            turnFours(tile, k * apart + r, apart, y, row, 4 * pitch, width);
          }
        }
      }
    }
    Scratch.give(tile);
  }

  /// Transposes each four by four numbers of four rows of x.
  static void turnNumbers(
      float[] x, int from, int stride, float[] y, int to, int apart, int count) {
    FloatVector even = EVEN_NUMBERS;
    FloatVector odd = ODD_NUMBERS;
    FloatVector left = LEFT_NUMBERS;
    FloatVector right = RIGHT_NUMBERS;
    for (int i = 0; i + SIDE <= count; i += SIDE) {
      int at = from + i;
      FloatVector v0 = FloatVector.fromArray(FLOATS, x, at);
      FloatVector v1 = FloatVector.fromArray(FLOATS, x, at + stride);
      FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + 2 * stride);
      FloatVector v3 = FloatVector.fromArray(FLOATS, x, at + 3 * stride);
      FloatVector p0 = even.selectFrom(v0, v1);
      FloatVector p1 = odd.selectFrom(v0, v1);
      FloatVector p2 = even.selectFrom(v2, v3);
      FloatVector p3 = odd.selectFrom(v2, v3);
      int out = to + i;
      left.selectFrom(p0, p2).intoArray(y, out);
      right.selectFrom(p0, p2).intoArray(y, out + apart);
      left.selectFrom(p1, p3).intoArray(y, out + 2 * apart);
      right.selectFrom(p1, p3).intoArray(y, out + 3 * apart);
    }
  }

  /// Transposes the four by four fours that each [#SIDE] rows of x, of which every fourth counts,
  /// hold in a vector each. Gives four rows of y, `apart` from each other.
  static void turnFours(float[] x, int from, int stride, float[] y, int to, int apart, int count) {
    FloatVector even = EVEN_FOURS;
    FloatVector odd = ODD_FOURS;
    FloatVector left = LEFT_FOURS;
    FloatVector right = RIGHT_FOURS;
    for (int i = 0; i + SIDE <= count; i += SIDE) {
      int at = from + i * stride;
      FloatVector v0 = FloatVector.fromArray(FLOATS, x, at);
      FloatVector v1 = FloatVector.fromArray(FLOATS, x, at + 4 * stride);
      FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + 8 * stride);
      FloatVector v3 = FloatVector.fromArray(FLOATS, x, at + 12 * stride);
      FloatVector p0 = even.selectFrom(v0, v1);
      FloatVector p1 = odd.selectFrom(v0, v1);
      FloatVector p2 = even.selectFrom(v2, v3);
      FloatVector p3 = odd.selectFrom(v2, v3);
      int out = to + i;
      left.selectFrom(p0, p2).intoArray(y, out);
      right.selectFrom(p0, p2).intoArray(y, out + apart);
      left.selectFrom(p1, p3).intoArray(y, out + 2 * apart);
      right.selectFrom(p1, p3).intoArray(y, out + 3 * apart);
    }
  }
}
