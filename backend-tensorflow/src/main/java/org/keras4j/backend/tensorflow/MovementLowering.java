package org.keras4j.backend.tensorflow;

import static org.keras4j.backend.tensorflow.Emitter.dims;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.keras4j.ir.Movement;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensorflow.c.Output;

/// What moving elements about is in TensorFlow.
final class MovementLowering {
  private final Emitter e;

  MovementLowering(Emitter e) {
    this.e = e;
  }

  Value lower(Movement op, List<Value> in) {
    if (!in.isEmpty() && ElementwiseLowering.isTiny(in.getFirst().dtype())) {
      return ofTiny(op, in);
    }
    return switch (op) {
      case Movement.Reshape(var shape) -> e.reshape(in.getFirst(), shape);
      case Movement.Transpose(var permutation) -> e.transpose(in.getFirst(), permutation);
      case Movement.Broadcast(var shape, var axes) -> broadcast(in.getFirst(), shape, axes);
      case Movement.Slice(var starts, var limits, var strides) ->
          e.slice(in.getFirst(), starts, limits, strides);
      case Movement.DynamicSlice(var sizes) -> dynamicSlice(in.get(0), in.get(1), sizes);
      case Movement.DynamicUpdateSlice() -> update(in.get(0), in.get(1), in.get(2));
      case Movement.Pad(var low, var high, var interior) ->
          pad(in.get(0), e.whole(in.get(1)).output(), low, high, interior);
      case Movement.Concatenate(var axis) -> e.concatenate(in, axis);
      case Movement.Reverse(var axes) -> e.reverse(in.getFirst(), axes);
      case Movement.Iota(var type, var axis) ->
          new ElementwiseLowering(e).convert(e.iota(type.shape(), axis), type.dtype());
    };
  }

  /// TensorFlow has few operations on 8-bit floats: they travel as float32, which holds them all.
  private Value ofTiny(Movement op, List<Value> in) {
    DType tiny = in.getFirst().dtype();
    var wide = in.stream().map(v -> v.dtype() == tiny ? e.cast(v, DType.FLOAT32) : v).toList();
    return e.cast(lower(op, wide), tiny);
  }

  Value broadcast(Value x, Shape shape, List<Integer> axes) {
    int[] dims = new int[shape.rank()];
    java.util.Arrays.fill(dims, 1);
    for (int i = 0; i < x.rank(); i++) {
      dims[axes.get(i)] = x.actual().dim(i);
    }
    Shape actual = Shape.of(dims);
    var asItIs = Value.whole(x.output(), x.type().withShape(x.actual()));
    return new Value(e.reshape(asItIs, actual).output(), x.type().withShape(shape), actual);
  }

  /// Starts moved to where a window of these sizes lies within.
  private Value clamped(Value starts, Shape within, Shape sizes) {
    var most = new ArrayList<Integer>();
    for (int i = 0; i < within.rank(); i++) {
      most.add(within.dim(i) - sizes.dim(i));
    }
    Value last = Value.whole(e.ints(most), starts.type());
    return e.map("Maximum", e.map("Minimum", starts, last), e.fill(starts.type(), 0L));
  }

  private Value dynamicSlice(Value x, Value starts, Shape sizes) {
    if (x.rank() == 0) {
      return x;
    }
    return Value.whole(
        e.node("Slice")
            .input(e.whole(x).output())
            .input(e.whole(clamped(starts, x.shape(), sizes)).output())
            .input(e.ints(sizes))
            .build(),
        x.type().withShape(sizes));
  }

  private Value update(Value x, Value update, Value starts) {
    if (x.rank() == 0) {
      return update;
    }
    if (update.shape().size() == 0) {
      return x;
    }
    Value from = e.whole(clamped(starts, x.shape(), update.shape()));
    Value to = e.map("AddV2", from, Value.whole(e.ints(update.shape()), from.type()));
    return Value.whole(
        e.node("TensorStridedSliceUpdate")
            .input(e.whole(x).output())
            .input(from.output())
            .input(to.output())
            .input(e.ints(Collections.nCopies(x.rank(), 1)))
            .input(e.whole(update).output())
            .build(),
        x.type());
  }

  /// Padding, spreading and cutting off.
  Value pad(Value x, Output scalar, List<Integer> low, List<Integer> high, List<Integer> interior) {
    Value spread = spread(x, scalar, interior);
    Value padded =
        e.pad(
            spread,
            low.stream().map(n -> Math.max(n, 0)).toList(),
            high.stream().map(n -> Math.max(n, 0)).toList(),
            scalar);
    var starts = new ArrayList<Integer>();
    var limits = new ArrayList<Integer>();
    for (int i = 0; i < x.rank(); i++) {
      starts.add(Math.max(-low.get(i), 0));
      limits.add(padded.dim(i) - Math.max(-high.get(i), 0));
    }
    return e.slice(padded, starts, limits, Collections.nCopies(x.rank(), 1));
  }

  /// `interior` scalars between the elements of each axis: after each element at first, on an axis
  /// added for them.
  private Value spread(Value x, Output scalar, List<Integer> interior) {
    Value out = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      int gap = interior.get(axis);
      int n = out.dim(axis);
      if (gap == 0 || n <= 1) {
        continue;
      }
      Value apart = e.reshape(out, out.shape().insert(axis + 1, 1));
      var none = new ArrayList<>(Collections.nCopies(apart.rank(), 0));
      var after = new ArrayList<>(none);
      after.set(axis + 1, gap);
      Value filled = e.pad(apart, none, after, scalar);
      Value joined = e.reshape(filled, out.shape().with(axis, n * (gap + 1)));
      var limits = new ArrayList<>(dims(joined.shape()));
      limits.set(axis, n * (gap + 1) - gap);
      out =
          e.slice(
              joined, Collections.nCopies(x.rank(), 0), limits, Collections.nCopies(x.rank(), 1));
    }
    return out;
  }
}
