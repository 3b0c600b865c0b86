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
  /// What to do with a plane: where it starts in the view's array and in the dense one.
  @FunctionalInterface
  interface Plane {
    void run(int from, int to);
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

  /// Runs `body` for every plane; a large single plane is not cut here.
  void forEachPlane(int from, int to, Plane body) {
    Parallel.range(
        planes,
        (long) rows * columns,
        (first, end) -> {
          for (int plane = first; plane < end; plane++) {
            int rest = plane;
            int source = from;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
              source += rest % sizes[axis] * strides[axis];
              rest /= sizes[axis];
            }
            body.run(source, to + plane * rows * columns);
          }
        });
  }
}
