package org.keras4j.transform;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Cotangents of reductions over windows.
final class WindowVjp {
  private WindowVjp() {}

  static Tensor reduce(ReduceOp op, Window window, Application a) {
    return switch (op) {
      case SUM -> sum(window, a.g(), a.x().shape());
      case PROD -> Linear.throughBody(in -> List.of(product(window, in.getFirst())), a);
      case MAX, MIN ->
          isPlain(window)
              ? Lax.windowScatter(a.x(), a.g(), op == ReduceOp.MAX, window)
              : Linear.throughBody(in -> List.of(choose(op, window, in.getFirst())), a);
      case AND, OR -> throw Refusal.of("a logical reduction", "its operands are integers");
    };
  }

  private static boolean isPlain(Window window) {
    return window.baseDilation().stream().allMatch(d -> d == 1)
        && window.windowDilation().stream().allMatch(d -> d == 1);
  }

  private static Tensor sum(Window window, Tensor g, Shape shape) {
    var low = new ArrayList<Integer>();
    var high = new ArrayList<Integer>();
    for (int i = 0; i < shape.rank(); i++) {
      var padding =
          ConvolutionPadding.ofOperand(
              shape.dim(i),
              window.size().get(i),
              window.strides().get(i),
              g.shape().dim(i),
              window.low().get(i),
              window.baseDilation().get(i),
              window.windowDilation().get(i));
      low.add(padding.low());
      high.add(padding.high());
    }
    var padded =
        Lax.pad(g, Lax.scalar(g.dtype(), 0), low, high, Axes.map(window.strides(), s -> s - 1));
    var zeros = Axes.repeat(0, shape.rank());
    var ones = Axes.repeat(1, shape.rank());
    return Lax.reduceWindow(
        ReduceOp.SUM,
        padded,
        new Window(
            window.size(), window.baseDilation(), zeros, zeros, ones, window.windowDilation()));
  }

  /// For each place in a window, the elements that the windows see there.
  private static List<Tensor> views(Window window, Tensor x, double neutral) {
    var padded =
        Lax.pad(
            x,
            Lax.scalar(x.dtype(), neutral),
            window.low(),
            window.high(),
            Axes.map(window.baseDilation(), d -> d - 1));
    Shape out = window.outputShape(x.shape());
    var views = new ArrayList<Tensor>();
    int places = window.size().stream().reduce(1, Math::multiplyExact);
    for (int k = 0; k < places; k++) {
      int[] starts = new int[x.rank()];
      int[] limits = new int[x.rank()];
      int rest = k;
      for (int i = x.rank() - 1; i >= 0; i--) {
        starts[i] = rest % window.size().get(i) * window.windowDilation().get(i);
        rest /= window.size().get(i);
        limits[i] = starts[i] + (out.dim(i) - 1) * window.strides().get(i) + 1;
      }
      views.add(Lax.slice(padded, Axes.list(starts), Axes.list(limits), window.strides()));
    }
    return views;
  }

  private static Tensor product(Window window, Tensor x) {
    if (window.outputShape(x.shape()).size() == 0) {
      return Lax.reduceWindow(ReduceOp.PROD, x, window);
    }
    return views(window, x, 1).stream().reduce(Lax::mul).orElseThrow();
  }

  /// The extreme as the chain of choices that lets the first one win.
  private static Tensor choose(ReduceOp op, Window window, Tensor x) {
    if (window.outputShape(x.shape()).size() == 0) {
      return Lax.reduceWindow(op, x, window);
    }
    double neutral = op == ReduceOp.MAX ? lowest(x.dtype()) : -lowest(x.dtype());
    return views(window, x, neutral).stream()
        .reduce(
            (best, next) -> {
              var keep = op == ReduceOp.MAX ? Lax.ge(best, next) : Lax.le(best, next);
              return Lax.select(keep, best, next);
            })
        .orElseThrow();
  }

  private static double lowest(DType dtype) {
    return dtype == DType.FLOAT8_E4M3FN ? -448 : Double.NEGATIVE_INFINITY;
  }
}
