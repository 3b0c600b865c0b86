package org.keras4j.ops;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.tensor.Shape;

/// Along which axes a reduction goes, and whether they stay with size 1: Keras's `axis` and
/// `keepdims`.
///
/// {@snippet :
/// Ops.sum(x, Axes.of(0, 1).keepDims());
/// Ops.mean(x, Axes.all().keepDims());
/// }
///
/// @param axis the axes, negative ones counted from the end; empty means all
/// @param keep whether the axes stay with size 1
public record Axes(Optional<List<Integer>> axis, boolean keep) {
  private static final Axes ALL = new Axes(Optional.empty(), false);

  /// Keeps a copy.
  public Axes {
    axis = axis.map(List::copyOf);
  }

  /// All axes (Keras's `axis=None`).
  public static Axes all() {
    return ALL;
  }

  /// The given axes.
  public static Axes of(int... axis) {
    return new Axes(Optional.of(IntStream.of(axis).boxed().toList()), false);
  }

  /// The given axes.
  public static Axes of(List<Integer> axis) {
    return new Axes(Optional.of(axis), false);
  }

  /// These axes, which stay with size 1.
  public Axes keepDims() {
    return keepDims(true);
  }

  /// These axes, which stay with size 1 if `keep`.
  public Axes keepDims(boolean keep) {
    return new Axes(axis, keep);
  }

  /// The axes counted from the start, in order.
  List<Integer> within(Shape shape) {
    if (axis.isEmpty()) {
      return IntStream.range(0, shape.rank()).boxed().toList();
    }
    int[] resolved = axis.get().stream().mapToInt(shape::axis).toArray();
    Arrays.sort(resolved);
    for (int i = 1; i < resolved.length; i++) {
      if (resolved[i] == resolved[i - 1]) {
        throw new IllegalArgumentException(
            "Expected each axis once for shape %s. Received: axis=%s".formatted(shape, axis.get()));
      }
    }
    return IntStream.of(resolved).boxed().toList();
  }

  /// Keras's value of the argument `axis`: nothing, a number or a list.
  Object axisParameter() {
    return axis.<Object>map(
            a ->
                a.size() == 1
                    ? (Object) a.getFirst().longValue()
                    : a.stream().map(Integer::longValue).toList())
        .orElse(Optional.empty());
  }

  /// Keras's arguments `axis` and `keepdims`.
  Map<String, Object> parameters() {
    return Map.of("axis", axisParameter(), "keepdims", keep);
  }
}
