package org.keras4j.stablehlo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.ir.Elementwise.CompareOp;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Windows that lie side by side, as those of most poolings do: every axis becomes one over windows
/// and one over places within. Comparing and choosing there runs over many elements at once, where
/// XLA's operation for windows of any kind goes from one to the next.
final class TiledWindows {
  private final Hlo hlo;
  private final Window window;

  /// The shape with the places within a window as axes of their own, and which these are.
  private final Shape tiles;

  private final List<Integer> within = new ArrayList<>();

  /// The axes of tiles that tell windows apart.
  private final List<Integer> across = new ArrayList<>();

  TiledWindows(Hlo hlo, Window window, Shape windows) {
    this.hlo = hlo;
    this.window = window;
    var dims = new ArrayList<Integer>();
    for (int axis = 0; axis < windows.rank(); axis++) {
      across.add(dims.size());
      dims.add(windows.dim(axis));
      within.add(dims.size());
      dims.add(window.size().get(axis));
    }
    this.tiles = Shape.of(dims);
  }

  /// Whether windows are as this takes them; padding is after the elements only, so that the first
  /// place of a window is never padding.
  static boolean fits(Window w) {
    return w.size().equals(w.strides())
        && w.low().stream().allMatch(n -> n == 0)
        && w.high().stream().allMatch(n -> n >= 0)
        && w.windowDilation().stream().allMatch(n -> n == 1)
        && w.baseDilation().stream().allMatch(n -> n == 1);
  }

  /// What goes to each window goes to the first of its best elements.
  ///
  /// @param best the name of the comparison's reduction
  /// @param worst what it begins with
  Value scatter(String best, Value worst, Value x, Value g) {
    var none = Collections.nCopies(x.shape().rank(), 0);
    var rest = rest(x.shape());
    Value parts = hlo.reshape(hlo.pad(x, worst, none, rest, none), tiles);
    var windows = g.type();
    Value winner = spread(hlo.reduce(best, parts, worst, within, windows));
    var numbers = new TensorType(DType.INT32, tiles);
    Value number = number(numbers);
    Value beyond = hlo.fill(numbers, (double) tiles.size());
    Value equal = hlo.compare(CompareOp.EQ, parts, winner);
    Value first =
        hlo.reduce(
            "stablehlo.minimum",
            hlo.select(equal, number, beyond),
            hlo.scalar(DType.INT32, Integer.MAX_VALUE),
            within,
            windows.withDType(DType.INT32));
    Value chosen = hlo.compare(CompareOp.EQ, number, spread(first));
    Value zero = hlo.fill(x.type().withShape(tiles), 0);
    Value out = hlo.select(chosen, spread(g), zero);
    var back = rest.stream().map(n -> -n).toList();
    return hlo.pad(
        hlo.reshape(out, padded(x.shape(), rest)), hlo.scalar(x.dtype(), 0), none, back, none);
  }

  /// What is missing to whole windows after each axis; negative if there is more than they see.
  private List<Integer> rest(Shape x) {
    return IntStream.range(0, x.rank())
        .mapToObj(i -> tiles.dim(2 * i) * window.size().get(i) - x.dim(i))
        .toList();
  }

  private static Shape padded(Shape x, List<Integer> rest) {
    return Shape.of(IntStream.range(0, x.rank()).mapToObj(i -> x.dim(i) + rest.get(i)).toList());
  }

  /// One number per window, at all its places.
  private Value spread(Value x) {
    return hlo.broadcast(x, tiles, across);
  }

  /// The places of a window in order.
  private Value number(TensorType type) {
    Value sum = hlo.fill(type, 0);
    int step = 1;
    for (int axis = window.size().size() - 1; axis >= 0; axis--) {
      if (window.size().get(axis) > 1) {
        Value place = hlo.iota(type, within.get(axis));
        sum = hlo.add(sum, hlo.multiply(place, hlo.fill(type, step)));
        step *= window.size().get(axis);
      }
    }
    return sum;
  }
}
