package org.keras4j.backend.java.kernel;

/// A strided view with its axes merged where they can be, and its last two axes as a plane.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Strided(
    int[] sizes,
    int[] strides,
    int rows,
    int columns,
    int rowStride,
    int columnStride,
    int planes) {
  private static final int PIECE_ROWS = 64;

  /// Where there are many rows, more of them make a piece: then more numbers that lie together are
  /// moved at a time.
  private static final int MANY_ROWS = 2048;

  /// What to do with some rows of a plane: where they start in the view's array and in the dense
  /// one.
  @FunctionalInterface
  interface Plane {
    void run(int from, int to, int rows);
  }

  static Strided of(int[] shape, int[] steps) {
    int[] sizes = new int[shape.length + 2];
    int[] strides = new int[shape.length + 2];
    int rank = 0;
    boolean empty = false;
    for (int axis = 0; axis < shape.length; axis++) {
      empty |= shape[axis] == 0;
      if (shape[axis] == 1) {
        continue;
      }
      if (rank > 0 && strides[rank - 1] == shape[axis] * steps[axis]) {
        sizes[rank - 1] *= shape[axis];
        strides[rank - 1] = steps[axis];
      } else {
        sizes[rank] = shape[axis];
        strides[rank++] = steps[axis];
      }
    }
    int columns = rank > 0 ? sizes[rank - 1] : 1;
    int columnStride = rank > 0 ? strides[rank - 1] : 1;
    int rows = rank > 1 ? sizes[rank - 2] : 1;
    int rowStride = rank > 1 ? strides[rank - 2] : 0;
    int[] outerSizes = java.util.Arrays.copyOf(sizes, Math.max(0, rank - 2));
    int[] outerStrides = java.util.Arrays.copyOf(strides, Math.max(0, rank - 2));
    int planes = empty ? 0 : 1;
    for (int size : outerSizes) {
      planes *= size;
    }
    return new Strided(outerSizes, outerStrides, rows, columns, rowStride, columnStride, planes);
  }

  /// Runs `body` for every plane, large ones in stretches of rows.
  void forEachPlane(int from, int to, Plane body) {
    int most = rows < MANY_ROWS ? PIECE_ROWS : 4 * PIECE_ROWS;
    int pieces = (rows + most - 1) / most;
    Parallel.range(
        planes * pieces,
        (long) Math.min(rows, most) * columns,
        (first, end) -> {
          for (int i = first; i < end; i++) {
            int plane = i / pieces;
            int row = i % pieces * most;
            int rest = plane;
            int source = from + row * rowStride;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
              source += rest % sizes[axis] * strides[axis];
              rest /= sizes[axis];
            }
            int target = to + (plane * rows + row) * columns;
            body.run(source, target, Math.min(most, rows - row));
          }
        });
  }
}
