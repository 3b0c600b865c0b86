package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Movement.Broadcast;
import org.keras4j.ir.Movement.Concatenate;
import org.keras4j.ir.Movement.DynamicSlice;
import org.keras4j.ir.Movement.DynamicUpdateSlice;
import org.keras4j.ir.Movement.Iota;
import org.keras4j.ir.Movement.Pad;
import org.keras4j.ir.Movement.Reshape;
import org.keras4j.ir.Movement.Reverse;
import org.keras4j.ir.Movement.Slice;
import org.keras4j.ir.Movement.Transpose;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Moves elements about; mostly by looking at the same memory in another way.
final class MovementLowering {
  private final Assembly assembly;

  MovementLowering(Assembly assembly) {
    this.assembly = assembly;
  }

  Ref lower(Movement op, List<Operand> in, TensorType result) {
    return switch (op) {
      case Reshape(Shape shape) -> reshape(in.getFirst().ref(), shape);
      case Transpose(var permutation) -> permute(in.getFirst().ref(), permutation);
      case Broadcast(Shape shape, var axes) -> broadcast(in.getFirst().ref(), shape, axes);
      case Slice s -> slice(in.getFirst().ref(), s);
      case DynamicSlice(Shape sizes) -> window(in.getFirst().ref(), in.get(1).ref(), sizes);
      case DynamicUpdateSlice() -> update(in);
      case Pad pad -> pad(in.get(0).ref(), in.get(1).ref(), pad, result.shape());
      case Concatenate(int axis) ->
          assembly.call(
              Aten.CAT,
              result.shape(),
              in.getFirst().ref().kind(),
              in.stream().map(Operand::ref).toList(),
              (long) axis);
      case Reverse(var axes) -> reverse(in.getFirst().ref(), axes);
      case Iota iota -> iota(iota);
    };
  }

  static long[] longs(List<Integer> numbers) {
    return numbers.stream().mapToLong(Integer::longValue).toArray();
  }

  Ref reshape(Ref x, Shape shape) {
    return x.shape().equals(shape) ? x : assembly.call(Aten.RESHAPE, shape, x.kind(), x, shape);
  }

  Ref permute(Ref x, List<Integer> permutation) {
    boolean same = IntStream.range(0, permutation.size()).allMatch(i -> permutation.get(i) == i);
    var shape = Shape.of(permutation.stream().map(x.shape()::dim).toList());
    return same ? x : assembly.call(Aten.PERMUTE, shape, x.kind(), x, longs(permutation));
  }

  private Ref broadcast(Ref x, Shape shape, List<Integer> axes) {
    int[] dims = new int[shape.rank()];
    Arrays.fill(dims, 1);
    for (int i = 0; i < axes.size(); i++) {
      dims[axes.get(i)] = x.shape().dim(i);
    }
    return expand(reshape(x, Shape.of(dims)), shape);
  }

  Ref expand(Ref x, Shape shape) {
    return x.shape().equals(shape) ? x : assembly.call(Aten.EXPAND, shape, x.kind(), x, shape);
  }

  private Ref slice(Ref x, Slice s) {
    Ref out = x;
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      out = slice(out, axis, s.starts().get(axis), s.limits().get(axis), s.strides().get(axis));
    }
    return out;
  }

  Ref slice(Ref x, int axis, int start, int limit, int stride) {
    int size = x.shape().dim(axis);
    if (start == 0 && limit == size && stride == 1) {
      return x;
    }
    var shape = x.shape().with(axis, (limit - start + stride - 1) / stride);
    return assembly.call(
        Aten.SLICE, shape, x.kind(), x, (long) axis, (long) start, (long) limit, (long) stride);
  }

  Ref reverse(Ref x, List<Integer> axes) {
    return axes.isEmpty() ? x : assembly.call(Aten.FLIP, x.shape(), x.kind(), x, longs(axes));
  }

  /// A view of the window at computed starts.
  private Ref window(Ref x, Ref starts, Shape sizes) {
    return assembly
        .step(
            List.of(x, starts),
            List.of(new Ref(0, sizes, x.kind())),
            Aten.Sharing.VIEW,
            (sources, out) -> new Window(sources, x.shape(), sizes, out[0]))
        .getFirst();
  }

  private Ref update(List<Operand> in) {
    Ref x = in.get(0).ref();
    Ref update = in.get(1).ref();
    Ref copy = assembly.fresh(Aten.CLONE, x.shape(), x.kind(), x);
    Ref window = window(copy, in.get(2).ref(), update.shape());
    assembly.call(Aten.COPY, update.shape(), x.kind(), window, update);
    return copy;
  }

  Ref pad(Ref x, Ref value, Pad pad, Shape result) {
    var number = assembly.number(value);
    if (number.isPresent() && pad.interior().stream().allMatch(i -> i == 0)) {
      return padded(x, pad.low(), pad.high(), number.get(), result);
    }
    var filled =
        assembly.fresh(
            Aten.CLONE,
            result,
            x.kind(),
            expand(
                reshape(value, Shape.of(result.toList().stream().map(_ -> 1).toList())), result));
    Ref source = x;
    Ref target = filled;
    for (int axis = 0; axis < result.rank(); axis++) {
      int step = pad.interior().get(axis) + 1;
      int low = pad.low().get(axis);
      int first = low >= 0 ? 0 : (-low + step - 1) / step;
      int end =
          Math.min(x.shape().dim(axis), Math.ceilDiv(Math.max(0, result.dim(axis) - low), step));
      if (first >= end) {
        return filled;
      }
      source = slice(source, axis, first, end, 1);
      int start = low + first * step;
      target = slice(target, axis, start, start + (end - first - 1) * step + 1, step);
    }
    assembly.call(Aten.COPY, source.shape(), x.kind(), target, source);
    return filled;
  }

  /// A number known now around x; negative amounts cut off.
  Ref padded(Ref x, List<Integer> low, List<Integer> high, double number, Shape result) {
    if (x.shape().equals(result) && low.stream().allMatch(i -> i == 0)) {
      return x;
    }
    var amounts = new ArrayList<Integer>();
    for (int axis = low.size() - 1; axis >= 0; axis--) {
      amounts.add(low.get(axis));
      amounts.add(high.get(axis));
    }
    Object value = number == Math.rint(number) && Math.abs(number) < 1e15 ? (long) number : number;
    return assembly.call(Aten.CONSTANT_PAD, result, x.kind(), x, longs(amounts), value);
  }

  private Ref iota(Iota iota) {
    var type = iota.type();
    if (Kind.of(type.dtype()) == Kind.BYTE && type.dtype() != DType.UINT8) {
      return ByReference.step(assembly, iota, List.of(), List.of(type)).getFirst();
    }
    int n = type.shape().dim(iota.axis());
    Ref counted = assembly.call(Aten.ARANGE, Shape.of(n), Kind.LONG, (long) n, Kind.LONG);
    Kind kind = Kind.of(type.dtype());
    Ref typed =
        kind == Kind.LONG ? counted : assembly.call(Aten.TO, counted.shape(), kind, counted, kind);
    return broadcast(typed, type.shape(), List.of(iota.axis()));
  }
}
