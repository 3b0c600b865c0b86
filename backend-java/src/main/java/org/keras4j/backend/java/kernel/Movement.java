package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Copies that rearrange: transposition, broadcasting, slicing, reversal, and looking up rows.
public final class Movement {
  private static final int TILE = 64;

  /// Rows of a tile lie this far apart, so that no two elements of a column share a cache set.
  private static final int TILE_STRIDE = TILE + 1;

  /// Smaller planes are not worth tiles.
  private static final int FEW = 8;

  /// Whether vectors have the length that [VectorTurn] is made for.
  private static final boolean SQUARES_FIT = Simd.ENABLED && Simd.LANES == 16;

  private static final Warmup SQUARES = new Warmup("transposition", 1000, Movement::tryTurn);

  private Movement() {}

  /// Copies a strided view into a dense array: element (i0, i1, …) of the result, which has the
  /// shape `sizes` and is written row by row, is `x[xStart + i0 * strides[0] + i1 * strides[1] +
  /// …]`. A stride may be 0 (broadcast) or negative (reversal). Transposing is giving the strides
  /// in another order.
  public static void copy(
      float[] x, int xStart, int[] sizes, int[] strides, float[] y, int yStart) {
    Strided view = Strided.of(sizes, strides);
    view.forEachPlane(xStart, yStart, (from, to, rows) -> plane(x, from, y, to, view, rows));
  }

  /// Transposes a dense array of the given shape: axis i of the result is axis `permutation[i]` of
  /// x.
  public static void transpose(
      float[] x, int xStart, int[] shape, int[] permutation, float[] y, int yStart) {
    int rank = shape.length;
    int[] dense = new int[rank];
    int stride = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      dense[axis] = stride;
      stride *= shape[axis];
    }
    int[] sizes = new int[rank];
    int[] strides = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      sizes[axis] = shape[permutation[axis]];
      strides[axis] = dense[permutation[axis]];
    }
    copy(x, xStart, sizes, strides, y, yStart);
  }

  private static void plane(float[] x, int from, float[] y, int to, Strided view, int rows) {
    int columns = view.columns();
    if (view.columnStride() == 1) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(x, from + i * view.rowStride(), y, to + i * columns, columns);
      }
    } else if (view.columnStride() == 0) {
      for (int i = 0; i < rows; i++) {
        float value = x[from + i * view.rowStride()];
        Arrays.fill(y, to + i * columns, to + (i + 1) * columns, value);
      }
    } else if (view.rowStride() == 1 && rows >= FEW && columns >= FEW) {
      turn(x, from, y, to, rows, columns, view.columnStride());
    } else {
      for (int i = 0; i < rows; i++) {
        row(x, from + i * view.rowStride(), view.columnStride(), y, to + i * columns, columns);
      }
    }
  }

  private static void row(float[] x, int from, int stride, float[] y, int to, int count) {
    int source = from;
    for (int j = to; j < to + count; j++) {
      y[j] = x[source];
      source += stride;
    }
  }

  /// Transposes whole squares by vectors where these are fast by now, what remains number by
  /// number.
  private static void turn(
      float[] x, int from, float[] y, int to, int rows, int columns, int stride) {
    int evenRows = rows - rows % VectorTurn.SIDE;
    int evenColumns = columns - columns % VectorTurn.SIDE;
    if (!SQUARES_FIT || evenRows * evenColumns == 0 || !SQUARES.ready(rows * columns)) {
      evenRows = 0;
      evenColumns = 0;
    } else {
      VectorTurn.turn(x, from, stride, y, to, columns, evenRows, evenColumns);
    }
    int right = columns - evenColumns;
    turn(x, from + evenColumns * stride, stride, y, to + evenColumns, columns, evenRows, right);
    int below = rows - evenRows;
    turn(x, from + evenRows, stride, y, to + evenRows * columns, columns, below, columns);
  }

  /// Transposes by square tiles through a small array, so that both sides move several cache lines
  /// in a row.
  private static void turn(
      float[] x, int from, int stride, float[] y, int to, int pitch, int rows, int columns) {
    float[] tile = Scratch.takeFloats(TILE * TILE_STRIDE);
    for (int i = 0; i < rows; i += TILE) {
      int height = Math.min(TILE, rows - i);
      for (int j = 0; j < columns; j += TILE) {
        int width = Math.min(TILE, columns - j);
        for (int c = 0; c < width; c++) {
          System.arraycopy(x, from + i + (j + c) * stride, tile, c * TILE_STRIDE, height);
        }
        for (int r = 0; r < height; r++) {
          row(tile, r, TILE_STRIDE, y, to + (i + r) * pitch + j, width);
        }
      }
    }
    Scratch.give(tile);
  }

  private static void tryTurn() {
    VectorTurn.turn(Trial.X, 0, TILE, Trial.Y, 0, TILE, TILE / 2, TILE / 2);
  }

  /// Arrays for trials, which only the background thread touches.
  private static final class Trial {
    static final float[] X = new float[TILE * TILE];
    static final float[] Y = new float[TILE * TILE];
  }

  /// y = rows of a `[rows, width]` table, one per index.
  ///
  /// @throws ArrayIndexOutOfBoundsException if an index is outside the table
  public static void gatherRows(
      float[] table,
      int tableStart,
      int[] indices,
      int indicesStart,
      int count,
      int width,
      float[] y,
      int yStart) {
    Parallel.range(
        count,
        width,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int row = tableStart + indices[indicesStart + i] * width;
            System.arraycopy(table, row, y, yStart + i * width, width);
          }
        });
  }

  /// Adds row i of x to the row `indices[i]` of a `[rows, width]` table, for each i in order: one
  /// index may occur several times.
  public static void scatterAddRows(
      float[] x,
      int xStart,
      int[] indices,
      int indicesStart,
      int count,
      int width,
      float[] table,
      int tableStart) {
    for (int i = 0; i < count; i++) {
      int row = tableStart + indices[indicesStart + i] * width;
      Elementwise.add(table, row, x, xStart + i * width, table, row, width);
    }
  }
}
