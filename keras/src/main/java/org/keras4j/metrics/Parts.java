package org.keras4j.metrics;

import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Parts of tensors along one axis.
final class Parts {
  private Parts() {}

  /// The elements from `start` up to, and without, `end`.
  static Tensor of(Tensor x, int axis, int start, int end) {
    int[] starts = new int[x.rank()];
    int[] sizes = x.shape().dims();
    starts[axis] = start;
    sizes[axis] = end - start;
    return Ops.slice(x, starts, sizes);
  }

  /// Running sums from the end.
  static Tensor sumsFromTheEnd(Tensor x, int axis) {
    return Ops.flip(Ops.cumsum(Ops.flip(x, axis), axis), axis);
  }
}
