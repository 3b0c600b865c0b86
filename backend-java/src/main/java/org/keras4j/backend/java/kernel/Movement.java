package org.keras4j.backend.java.kernel;

/// Copies that rearrange: transposition, broadcasting, slicing, reversal, and looking up rows.
public final class Movement {
  private static final int TILE = 32;

  private Movement() {}

  /// Copies a strided view into a dense array: element (i0, i1, …) of the result, which has the
  /// shape `sizes` and is written row by row, is `x[xStart + i0 * strides[0] + i1 * strides[1] +
  /// …]`. A stride may be 0 (broadcast) or negative (reversal). Transposing is giving the strides
  /// in another order.
  public static void copy(
      float[] x, int xStart, int[] sizes, int[] strides, float[] y, int yStart) {
    Strided view = Strided.of(sizes, strides);
    view.forEachPlane(xStart, yStart, (from, to) -> plane(x, from, y, to, view));
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

  private static void plane(float[] x, int from, float[] y, int to, Strided view) {
    int rows = view.rows();
    int columns = view.columns();
    if (view.columnStride() == 1) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(x, from + i * view.rowStride(), y, to + i * columns, columns);
      }
    } else if (view.columnStride() == 0) {
      for (int i = 0; i < rows; i++) {
        java.util.Arrays.fill(
            y, to + i * columns, to + (i + 1) * columns, x[from + i * view.rowStride()]);
      }
    } else {
      for (int i = 0; i < rows; i += TILE) {
        for (int j = 0; j < columns; j += TILE) {
          tile(x, from, y, to, view, i, Math.min(rows, i + TILE), j, Math.min(columns, j + TILE));
        }
      }
    }
  }

  private static void tile(
      float[] x, int from, float[] y, int to, Strided view, int i0, int i1, int j0, int j1) {
    int stride = view.columnStride();
    for (int i = i0; i < i1; i++) {
      int source = from + i * view.rowStride() + j0 * stride;
      int target = to + i * view.columns();
      for (int j = j0; j < j1; j++) {
        y[target + j] = x[source];
        source += stride;
      }
    }
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
