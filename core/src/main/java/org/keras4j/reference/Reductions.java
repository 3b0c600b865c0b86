package org.keras4j.reference;

import java.util.List;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Reduction.ArgReduce;
import org.keras4j.ir.Reduction.Cumulative;
import org.keras4j.ir.Reduction.Reduce;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.ReduceWindow;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.ir.Reduction.WindowGather;
import org.keras4j.ir.Reduction.WindowScatter;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;

/// Each result from all the elements it is made of.
final class Reductions {
  private Reductions() {}

  static Elements compute(Reduction op, List<Elements> in, Elements out) {
    Elements x = in.getFirst();
    switch (op) {
      case Reduce(var f, var axes) -> reduce(f, axes, x, out);
      case ArgReduce a -> argReduce(a, x, out);
      case ReduceWindow(var f, var window) -> reduceWindow(f, window, x, out);
      case WindowScatter(boolean largest, var window) ->
          windowScatter(largest, window, x, in.get(1), out);
      case WindowGather(boolean largest, var window) ->
          Index.forEach(
              out.type().shape(),
              (place, i) -> {
                int best = chosen(largest, window, x, place);
                if (best >= 0) {
                  Copy.element(in.get(1), best, out, i);
                }
              });
      case Cumulative(var f, int axis, boolean reverse) -> cumulative(f, axis, reverse, x, out);
    }
    return out;
  }

  /// A shape with the reduced axes only, and where its places lie together with a place of the
  /// result.
  private static void reduce(ReduceOp f, List<Integer> axes, Elements x, Elements out) {
    Shape shape = x.type().shape();
    Shape reduced = Shape.of(axes.stream().map(shape::dim).toList());
    var sum = new Combine(f, x.type().dtype());
    int[] at = new int[shape.rank()];
    Index.forEach(
        out.type().shape(),
        (place, i) -> {
          for (int axis = 0, k = 0; axis < at.length; axis++) {
            if (!axes.contains(axis)) {
              at[axis] = place[k++];
            }
          }
          sum.reset();
          Index.forEach(
              reduced,
              (inner, _) -> {
                for (int k = 0; k < inner.length; k++) {
                  at[axes.get(k)] = inner[k];
                }
                sum.accept(x, Index.flat(shape, at));
              });
          sum.store(out, i);
        });
  }

  private static void argReduce(ArgReduce op, Elements x, Elements out) {
    Shape shape = x.type().shape();
    int[] at = new int[shape.rank()];
    Index.forEach(
        out.type().shape(),
        (place, i) -> {
          for (int axis = 0, k = 0; axis < at.length; axis++) {
            at[axis] = axis == op.axis() ? 0 : place[k++];
          }
          int best = 0;
          int bestFlat = Index.flat(shape, at);
          for (int n = 1; n < shape.dim(op.axis()); n++) {
            at[op.axis()] = n;
            int flat = Index.flat(shape, at);
            if (better(op.largest(), x, flat, bestFlat)) {
              best = n;
              bestFlat = flat;
            }
          }
          out.setLong(i, best);
        });
  }

  /// Whether element `a` beats element `b`; NaN beats all but NaN.
  private static boolean better(boolean largest, Elements x, int a, int b) {
    if (x.type().dtype().isFloat()) {
      double u = x.getDouble(a);
      double v = x.getDouble(b);
      return !Double.isNaN(v) && (Double.isNaN(u) || (largest ? u > v : u < v));
    }
    int order = Scalars.order(x.getLong(a), x.getLong(b), x.type().dtype());
    return largest ? order > 0 : order < 0;
  }

  /// The operand's flat place of each place within the window at `place`; -1 is padding.
  private static void within(
      Window w, Shape shape, int[] place, java.util.function.IntConsumer visit) {
    int[] at = new int[place.length];
    Index.forEach(
        Shape.of(w.size()),
        (inner, _) -> {
          boolean inside = true;
          for (int k = 0; k < at.length; k++) {
            int spread =
                place[k] * w.strides().get(k)
                    + inner[k] * w.windowDilation().get(k)
                    - w.low().get(k);
            inside &= Math.floorMod(spread, w.baseDilation().get(k)) == 0;
            at[k] = Math.floorDiv(spread, w.baseDilation().get(k));
          }
          visit.accept(inside ? Index.flat(shape, at) : -1);
        });
  }

  private static void reduceWindow(ReduceOp f, Window window, Elements x, Elements out) {
    var sum = new Combine(f, x.type().dtype());
    Index.forEach(
        out.type().shape(),
        (place, i) -> {
          sum.reset();
          within(
              window,
              x.type().shape(),
              place,
              flat -> {
                if (flat >= 0) {
                  sum.accept(x, flat);
                }
              });
          sum.store(out, i);
        });
  }

  /// Where the window's first largest (smallest) element lies, or -1.
  private static int chosen(boolean largest, Window window, Elements x, int[] place) {
    int[] best = {-1};
    within(
        window,
        x.type().shape(),
        place,
        flat -> {
          if (flat >= 0 && (best[0] < 0 || better(largest, x, flat, best[0]))) {
            best[0] = flat;
          }
        });
    return best[0];
  }

  private static void windowScatter(
      boolean largest, Window window, Elements x, Elements g, Elements out) {
    double[] sums = new double[out.size()];
    Index.forEach(
        g.type().shape(),
        (place, i) -> {
          int best = chosen(largest, window, x, place);
          if (best >= 0) {
            sums[best] += g.getDouble(i);
          }
        });
    for (int i = 0; i < sums.length; i++) {
      out.setDouble(i, sums[i]);
    }
  }

  private static void cumulative(ReduceOp f, int axis, boolean reverse, Elements x, Elements out) {
    Shape shape = x.type().shape();
    int n = shape.dim(axis);
    int[] at = new int[shape.rank()];
    Index.forEach(
        shape.with(axis, Math.min(n, 1)),
        (place, _) -> {
          var sum = new Combine(f, x.type().dtype());
          System.arraycopy(place, 0, at, 0, at.length);
          for (int k = 0; k < n; k++) {
            at[axis] = reverse ? n - 1 - k : k;
            int flat = Index.flat(shape, at);
            sum.accept(x, flat);
            sum.store(out, flat);
          }
        });
  }
}
