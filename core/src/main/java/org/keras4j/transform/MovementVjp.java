package org.keras4j.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keras4j.ir.Movement;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Cotangents of operations that move elements: all linear.
final class MovementVjp {
  private MovementVjp() {}

  static List<Optional<Tensor>> rule(Movement op, Application a) {
    return switch (op) {
      case Movement.Reshape _ -> a.one(() -> Lax.reshape(a.g(), a.x().shape()));
      case Movement.Transpose(var permutation) ->
          a.one(() -> Lax.transpose(a.g(), Axes.inverse(permutation)));
      case Movement.Broadcast(_, var axes) -> a.one(() -> unbroadcast(a.g(), a.x().shape(), axes));
      case Movement.Slice slice -> a.one(() -> unslice(slice, a.g(), a.x().shape()));
      case Movement.DynamicSlice _ ->
          List.of(
              a.when(0, () -> Lax.dynamicUpdateSlice(Lax.zeros(a.x().type()), a.g(), a.y())),
              Optional.empty());
      case Movement.DynamicUpdateSlice _ -> {
        var starts = a.in().get(2);
        yield List.of(
            a.when(0, () -> Lax.dynamicUpdateSlice(a.g(), Lax.zeros(a.y().type()), starts)),
            a.when(1, () -> Lax.dynamicSlice(a.g(), starts, a.y().shape())),
            Optional.empty());
      }
      case Movement.Pad pad -> unpad(pad, a);
      case Movement.Concatenate(int axis) -> split(axis, a);
      case Movement.Reverse(var axes) -> a.one(() -> Lax.reverse(a.g(), axes));
      case Movement.Iota _ -> List.of();
    };
  }

  static Tensor unbroadcast(Tensor g, Shape shape, List<Integer> axes) {
    var summed = new ArrayList<Integer>();
    for (int i = 0; i < g.rank(); i++) {
      int from = axes.indexOf(i);
      if (from < 0 || (shape.dim(from) == 1 && g.shape().dim(i) != 1)) {
        summed.add(i);
      }
    }
    return Lax.reshape(Lax.reduceSum(g, summed), shape);
  }

  static Tensor unslice(Movement.Slice slice, Tensor g, Shape shape) {
    var high = new ArrayList<Integer>();
    var interior = new ArrayList<Integer>();
    for (int i = 0; i < g.rank(); i++) {
      int n = g.shape().dim(i);
      int stride = slice.strides().get(i);
      int reached = n == 0 ? 0 : (n - 1) * stride + 1;
      high.add(shape.dim(i) - slice.starts().get(i) - reached);
      interior.add(stride - 1);
    }
    return Lax.pad(g, Lax.scalar(g.dtype(), 0), slice.starts(), high, interior);
  }

  private static List<Optional<Tensor>> unpad(Movement.Pad pad, Application a) {
    var g = a.g();
    var inner = inner(pad, g, a.x().shape());
    return List.of(a.when(0, () -> inner), a.when(1, () -> Lax.sub(sum(g), sum(inner))));
  }

  private static Tensor sum(Tensor x) {
    return Lax.reduceSum(x, Axes.range(x.rank()));
  }

  /// The places of g that hold elements of the operand.
  private static Tensor inner(Movement.Pad pad, Tensor g, Shape shape) {
    var low = Axes.map(pad.low(), n -> -n);
    var high = Axes.map(pad.high(), n -> -n);
    boolean pads =
        pad.low().stream().anyMatch(n -> n != 0) || pad.high().stream().anyMatch(n -> n != 0);
    var cut = pads ? Lax.pad(g, Lax.scalar(g.dtype(), 0), low, high, Axes.repeat(0, g.rank())) : g;
    if (pad.interior().stream().allMatch(n -> n == 0)) {
      return cut;
    }
    var strides = Axes.map(pad.interior(), n -> n + 1);
    return shape.size() == 0
        ? Lax.zeros(g.type().withShape(shape))
        : Lax.slice(cut, Axes.repeat(0, g.rank()), cut.shape().toList(), strides);
  }

  private static List<Optional<Tensor>> split(int axis, Application a) {
    var out = new ArrayList<Optional<Tensor>>();
    int start = 0;
    for (int i = 0; i < a.in().size(); i++) {
      int from = start;
      int to = from + a.in().get(i).shape().dim(axis);
      out.add(a.when(i, () -> Lax.sliceAxis(a.g(), axis, from, to)));
      start = to;
    }
    return out;
  }
}
