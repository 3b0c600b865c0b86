package org.keras4j.ops;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Distinct elements.
abstract class UniqueOps extends ScatterOps {
  UniqueOps() {}

  /// The distinct elements in order.
  ///
  /// @throws IllegalStateException in a traced program, because their number is not known
  /// @see <a href="https://keras.io/api/ops/numpy/#unique-function">keras.ops.unique</a>
  public static Tensor unique(Tensor x) {
    return unique(x, UniqueOptions.VALUES).getFirst();
  }

  /// The distinct elements (or slices) in order, and what else is asked for: the places of their
  /// first occurrence, for each element which one it is, and how often each occurs.
  public static List<Tensor> unique(Tensor x, UniqueOptions options) {
    Array all = concrete("unique", x);
    int axis = options.axis().map(all.shape()::axis).orElse(0);
    Tensor first = options.axis().isPresent() ? moved(all, List.of(axis), List.of(0)) : flat(all);
    Array slices = concrete("unique", first);
    int n = slices.shape().dim(0);
    int width = n == 0 ? 0 : (int) (slices.shape().size() / n);
    var e = slices.elements();
    Comparator<Integer> byValue = (a, b) -> compare(e, a * width, b * width, width);
    var order = IntStream.range(0, n).boxed().sorted(byValue).toList();
    var starts = new ArrayList<Integer>();
    int[] inverse = new int[n];
    var counts = new ArrayList<Integer>();
    for (int i = 0; i < n; i++) {
      if (i == 0 || byValue.compare(order.get(i - 1), order.get(i)) != 0) {
        starts.add(order.get(i));
        counts.add(0);
      }
      inverse[order.get(i)] = starts.size() - 1;
      counts.set(starts.size() - 1, counts.getLast() + 1);
    }
    return results(options, slices, axis, starts, inverse, counts);
  }

  /// NaN come last, and each is another.
  private static int compare(Elements e, int a, int b, int width) {
    for (int i = 0; i < width; i++) {
      double x = e.getDouble(a + i);
      double y = e.getDouble(b + i);
      if (Double.isNaN(x) || Double.isNaN(y)) {
        if (a == b) {
          return 0;
        }
        return Double.isNaN(x) && Double.isNaN(y)
            ? Integer.compare(a, b)
            : Double.isNaN(x) ? 1 : -1;
      }
      if (x != y) {
        return x < y ? -1 : 1;
      }
    }
    return 0;
  }

  private static List<Tensor> results(
      UniqueOptions options,
      Array slices,
      int axis,
      List<Integer> starts,
      int[] inverse,
      List<Integer> counts) {
    int found = starts.size();
    int size = options.size().orElse(found);
    var places = IntStream.range(0, size).map(i -> starts.get(i < found ? i : 0)).boxed().toList();
    Tensor values = picked(slices, vectorOf(places), 0);
    if (size > found && options.fill().isPresent()) {
      Tensor filling = constantLike(sliceOf(values, found, size), options.fill().get());
      values = joined(List.of(sliceOf(values, 0, found), filling), 0);
    }
    var out = new ArrayList<Tensor>();
    out.add(options.axis().isPresent() ? moved(values, List.of(0), List.of(axis)) : values);
    if (options.index()) {
      out.add(vectorOf(places));
    }
    if (options.inverse()) {
      out.add(Array.ofInts(Shape.of(inverse.length), inverse));
    }
    if (options.counts()) {
      out.add(
          vectorOf(
              IntStream.range(0, size).map(i -> i < found ? counts.get(i) : 0).boxed().toList()));
    }
    return out;
  }

  private static Tensor sliceOf(Tensor x, int start, int end) {
    return org.keras4j.lax.Lax.sliceAxis(x, 0, start, end);
  }

  private static Tensor vectorOf(List<Integer> values) {
    return Array.ofInts(Shape.of(values.size()), ints(values));
  }
}
