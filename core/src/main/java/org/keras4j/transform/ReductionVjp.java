package org.keras4j.transform;

import java.util.List;
import java.util.Optional;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Cotangents of reductions. Where several elements are the largest they share the cotangent
/// equally, as in JAX; in windows the first has all of it.
final class ReductionVjp {
  private ReductionVjp() {}

  static List<Optional<Tensor>> rule(Reduction op, Application a) {
    return switch (op) {
      case Reduction.Reduce(var f, var axes) -> reduce(f, axes, a);
      case Reduction.ArgReduce _ -> a.none();
      case Reduction.ReduceWindow(var f, var window) -> a.one(() -> WindowVjp.reduce(f, window, a));
      case Reduction.WindowScatter(boolean largest, var window) ->
          List.of(
              Optional.empty(), a.when(1, () -> Lax.windowGather(a.x(), a.g(), largest, window)));
      case Reduction.WindowGather(boolean largest, var window) ->
          List.of(
              Optional.empty(), a.when(1, () -> Lax.windowScatter(a.x(), a.g(), largest, window)));
      case Reduction.Cumulative(var f, int axis, boolean reverse) ->
          cumulative(f, axis, reverse, a);
    };
  }

  private static List<Optional<Tensor>> reduce(ReduceOp op, List<Integer> axes, Application a) {
    Shape shape = a.x().shape();
    return switch (op) {
      case SUM -> a.one(() -> Axes.spread(a.g(), shape, axes));
      case PROD ->
          a.one(() -> Linear.throughBody(in -> List.of(productTree(in.getFirst(), axes)), a));
      case MAX, MIN ->
          a.one(
              () -> {
                var chosen = Lax.eq(a.x(), Axes.spread(a.result(), shape, axes));
                var places = Lax.convert(chosen, a.x().dtype());
                var share = Lax.div(a.g(), Lax.reduceSum(places, axes));
                return Lax.mul(Axes.spread(share, shape, axes), places);
              });
      case AND, OR -> a.none();
    };
  }

  /// The product by halves: its derivative needs no division and so bears zeros.
  private static Tensor productTree(Tensor x, List<Integer> axes) {
    var kept = Axes.without(x.rank(), axes);
    var flat = Lax.transpose(x, Axes.join(axes, kept));
    Shape rest = flat.shape().slice(axes.size(), x.rank());
    int n = Math.toIntExact(flat.shape().slice(0, axes.size()).size());
    flat = Lax.reshape(flat, Shape.of(n).concat(rest));
    if (n == 0) {
      return Lax.full(x.type().withShape(rest), 1);
    }
    while (n > 1) {
      int half = (n + 1) / 2;
      var first = Lax.sliceAxis(flat, 0, 0, half);
      var second = Lax.sliceAxis(flat, 0, half, n);
      if (n - half < half) {
        var one = Lax.full(x.type().withShape(Shape.of(1).concat(rest)), 1);
        second = n - half == 0 ? one : Lax.concatenate(List.of(second, one), 0);
      }
      flat = Lax.mul(first, second);
      n = half;
    }
    return Lax.reshape(flat, rest);
  }

  private static List<Optional<Tensor>> cumulative(
      ReduceOp op, int axis, boolean reverse, Application a) {
    return switch (op) {
      case SUM -> a.one(() -> Lax.cumulative(ReduceOp.SUM, a.g(), axis, !reverse));
      case PROD, MAX, MIN ->
          a.one(() -> Linear.throughBody(in -> List.of(scan(op, in.getFirst(), axis, reverse)), a));
      case AND, OR -> a.none();
    };
  }

  private static Tensor scan(ReduceOp op, Tensor x, int axis, boolean reverse) {
    var forward = reverse ? Lax.reverse(x, List.of(axis)) : x;
    var out = prefix(op, forward, axis);
    return reverse ? Lax.reverse(out, List.of(axis)) : out;
  }

  static Tensor combine(ReduceOp op, Tensor x, Tensor y) {
    return switch (op) {
      case SUM -> Lax.add(x, y);
      case PROD -> Lax.mul(x, y);
      case MAX -> Lax.max(x, y);
      case MIN -> Lax.min(x, y);
      case AND -> Lax.and(x, y);
      case OR -> Lax.or(x, y);
    };
  }

  /// Running combination in logarithmically many steps, in the order of JAX's associative scan, so
  /// that ties share as they do there.
  private static Tensor prefix(ReduceOp op, Tensor x, int axis) {
    int n = x.shape().dim(axis);
    if (n < 2) {
      return x;
    }
    var odd = prefix(op, combine(op, every2(x, axis, 0, n - 1), every2(x, axis, 1, n)), axis);
    var first = Lax.sliceAxis(x, axis, 0, 1);
    if (n == 2) {
      return Lax.concatenate(List.of(first, odd), axis);
    }
    int pairs = odd.shape().dim(axis);
    var before = n % 2 == 0 ? Lax.sliceAxis(odd, axis, 0, pairs - 1) : odd;
    var even = Lax.concatenate(List.of(first, combine(op, before, every2(x, axis, 2, n))), axis);
    return interleave(even, odd, axis);
  }

  private static Tensor every2(Tensor x, int axis, int start, int limit) {
    int[] starts = new int[x.rank()];
    int[] limits = x.shape().dims();
    int[] strides = new int[x.rank()];
    java.util.Arrays.fill(strides, 1);
    starts[axis] = start;
    limits[axis] = limit;
    strides[axis] = 2;
    return Lax.slice(x, Axes.list(starts), Axes.list(limits), Axes.list(strides));
  }

  private static Tensor interleave(Tensor even, Tensor odd, int axis) {
    int extra = even.shape().dim(axis) - odd.shape().dim(axis);
    return Lax.add(spaced(even, axis, 0, 1 - extra), spaced(odd, axis, 1, extra));
  }

  private static Tensor spaced(Tensor x, int axis, int before, int after) {
    int[] low = new int[x.rank()];
    int[] high = new int[x.rank()];
    int[] interior = new int[x.rank()];
    low[axis] = before;
    high[axis] = after;
    interior[axis] = 1;
    return Lax.pad(
        x, Lax.scalar(x.dtype(), 0), Axes.list(low), Axes.list(high), Axes.list(interior));
  }
}
