package org.keras4j.ops;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Elements of one axis by number.
final class Picks {
  private Picks() {}

  /// The elements of an axis that indices of any shape name: that shape takes the axis's place.
  static Tensor along(Tensor x, Tensor indices, int axis) {
    int rank = x.rank();
    int inner = indices.rank();
    Tensor vectors = Lax.reshape(indices, indices.shape().concat(Shape.of(1)));
    var window =
        IntStream.range(0, rank - 1 + inner)
            .filter(i -> i < axis || i >= axis + inner)
            .boxed()
            .toList();
    var sizes = IntStream.range(0, rank).map(i -> i == axis ? 1 : x.shape().dim(i)).boxed();
    var places = new Places(window, List.of(axis), List.of(), List.of(), List.of(axis));
    return Lax.gather(x, vectors, places, sizes.toList(), OutOfBounds.CLIP);
  }

  /// The elements of an axis that numbers known now name.
  static Tensor along(Tensor x, int[] indices, int axis) {
    return along(x, Array.ofInts(Shape.of(indices.length), indices), axis);
  }

  /// One element of an axis, which goes.
  static Tensor at(Tensor x, int index, int axis) {
    Tensor slice = Lax.sliceAxis(x, axis, index, index + 1);
    return Lax.reshape(slice, x.shape().without(List.of(axis)));
  }

  /// x with zeros before and after an axis.
  static Tensor padAxis(Tensor x, int axis, int low, int high) {
    return padAxis(x, axis, low, high, 0);
  }

  /// x with a number before and after an axis.
  static Tensor padAxis(Tensor x, int axis, int low, int high, double value) {
    if (low == 0 && high == 0) {
      return x;
    }
    int[] before = new int[x.rank()];
    int[] after = new int[x.rank()];
    before[axis] = low;
    after[axis] = high;
    return Lax.pad(
        x,
        Array.scalar(x.dtype(), value),
        OpsBase.boxed(before),
        OpsBase.boxed(after),
        OpsBase.repeated(0, x.rank()));
  }
}
