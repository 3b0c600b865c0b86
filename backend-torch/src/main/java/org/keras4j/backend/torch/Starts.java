package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.tensor.Shape;

/// Where the windows of a look-up begin, one number per index vector and indexed axis.
final class Starts {
  private final Assembly assembly;
  private final Places places;
  private final Shape vectors;
  private final List<Ref> given = new ArrayList<>();
  private final List<Ref> clamped = new ArrayList<>();

  Starts(Assembly assembly, Places places, List<Integer> sizes, Shape operand, Operand indices) {
    this.assembly = assembly;
    this.places = places;
    int last = indices.type().rank() - 1;
    this.vectors = indices.shape().slice(0, last);
    Ref wide =
        indices.ref().kind() == Kind.LONG
            ? indices.ref()
            : assembly.call(Aten.TO, indices.shape(), Kind.LONG, indices.ref(), Kind.LONG);
    for (int i = 0; i < places.indexed().size(); i++) {
      int axis = places.indexed().get(i);
      long most = (long) operand.dim(axis) - sizes.get(axis);
      Ref start = assembly.call(Aten.SELECT, vectors, Kind.LONG, wide, (long) last, (long) i);
      given.add(start);
      clamped.add(assembly.call(Aten.CLAMP, vectors, Kind.LONG, start, 0L, most));
    }
  }

  /// Moved to the nearest place where the window lies within.
  Ref clamped(int i) {
    return clamped.get(i);
  }

  /// Whether the window lies within as it is.
  Ref within() {
    Ref all = assembly.call(Aten.FULL, vectors, Kind.BOOL, vectors, true, Kind.BOOL);
    for (int i = 0; i < given.size(); i++) {
      Ref same = assembly.call(Aten.EQ, vectors, Kind.BOOL, given.get(i), clamped.get(i));
      all = i == 0 ? same : assembly.call(Aten.BITWISE_AND, vectors, Kind.BOOL, all, same);
    }
    return all;
  }

  /// The number in row-major order of each window's first element.
  Ref first(int[] strides) {
    Ref sum = assembly.call(Aten.FULL, vectors, Kind.LONG, vectors, 0L, Kind.LONG);
    for (int i = 0; i < clamped.size(); i++) {
      sum = added(sum, clamped.get(i), strides[places.indexed().get(i)]);
    }
    var movement = new MovementLowering(assembly);
    for (int i = 0; i < places.operandBatch().size(); i++) {
      int axis = places.indexBatch().get(i);
      int[] dims = IntStream.range(0, vectors.rank()).map(_ -> 1).toArray();
      dims[axis] = vectors.dim(axis);
      Ref counted =
          assembly.call(Aten.ARANGE, Shape.of(dims[axis]), Kind.LONG, (long) dims[axis], Kind.LONG);
      sum =
          added(
              sum,
              movement.reshape(counted, Shape.of(dims)),
              strides[places.operandBatch().get(i)]);
    }
    return sum;
  }

  private Ref added(Ref sum, Ref numbers, long times) {
    return assembly.call(Aten.ADD, vectors, Kind.LONG, sum, numbers, times);
  }
}
