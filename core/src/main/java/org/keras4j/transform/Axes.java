package org.keras4j.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Lists of axes and small moves along them.
final class Axes {
  private Axes() {}

  static List<Integer> range(int end) {
    return range(0, end);
  }

  static List<Integer> range(int start, int end) {
    return IntStream.range(start, end).boxed().toList();
  }

  static List<Integer> repeat(int value, int times) {
    return java.util.Collections.nCopies(times, value);
  }

  static List<Integer> list(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  static List<Integer> without(int rank, List<Integer> axes) {
    return IntStream.range(0, rank).filter(i -> !axes.contains(i)).boxed().toList();
  }

  static List<Integer> join(List<Integer> a, List<Integer> b) {
    var all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  static List<Integer> map(List<Integer> axes, java.util.function.IntUnaryOperator f) {
    return axes.stream().map(a -> f.applyAsInt(a)).toList();
  }

  /// The permutation that undoes another.
  static List<Integer> inverse(List<Integer> permutation) {
    int[] out = new int[permutation.size()];
    for (int i = 0; i < out.length; i++) {
      out[permutation.get(i)] = i;
    }
    return list(out);
  }

  /// The permutation that moves one axis elsewhere and keeps the others in order.
  static List<Integer> moving(int rank, int from, int to) {
    var order = new ArrayList<>(without(rank, List.of(from)));
    order.add(to, from);
    return order;
  }

  static Tensor move(Tensor x, int from, int to) {
    return from == to ? x : Lax.transpose(x, moving(x.rank(), from, to));
  }

  static Tensor swapLast(Tensor x) {
    var order = new ArrayList<>(range(x.rank()));
    java.util.Collections.swap(order, x.rank() - 1, x.rank() - 2);
    return Lax.transpose(x, order);
  }

  /// x with the axes that a reduction took away present again and repeated.
  static Tensor spread(Tensor x, Shape shape, List<Integer> reduced) {
    return Lax.broadcast(x, shape, without(shape.rank(), reduced));
  }

  /// A new axis of size 1.
  static Tensor expand(Tensor x, int axis) {
    return Lax.reshape(x, x.shape().insert(axis, 1));
  }

  /// x without an axis of size 1.
  static Tensor squeeze(Tensor x, int axis) {
    return Lax.reshape(x, x.shape().without(List.of(axis)));
  }

  /// x repeated along a new axis.
  static Tensor repeated(Tensor x, int axis, int size) {
    return Lax.broadcast(x, x.shape().insert(axis, size), without(x.rank() + 1, List.of(axis)));
  }
}
