package org.keras4j.reference;

import org.keras4j.tensor.Shape;

/// Counts through the places of a shape in row-major order.
final class Index {
  private Index() {}

  /// What to do at each place; the array of numbers is reused.
  interface Visitor {
    void at(int[] index, int flat);
  }

  static void forEach(Shape shape, Visitor visitor) {
    int[] index = new int[shape.rank()];
    int n = Math.toIntExact(shape.size());
    for (int flat = 0; flat < n; flat++) {
      visitor.at(index, flat);
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.dim(axis); axis--) {
        index[axis] = 0;
      }
    }
  }

  /// The flat place of an index, or -1 if it does not lie within the shape.
  static int flat(Shape shape, int[] index) {
    int flat = 0;
    for (int i = 0; i < index.length; i++) {
      if (index[i] < 0 || index[i] >= shape.dim(i)) {
        return -1;
      }
      flat = flat * shape.dim(i) + index[i];
    }
    return flat;
  }
}
