package org.keras4j.ir;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// What the type rules of primitives share.
final class Types {
  private Types() {}

  static void require(boolean ok, String message, Object... arguments) {
    if (!ok) {
      throw new IllegalArgumentException(message.formatted(arguments));
    }
  }

  static void arity(Primitive op, List<TensorType> in, int n) {
    require(in.size() == n, "%s takes %d operands. Received: %s", op, n, in);
  }

  static TensorType one(Primitive op, List<TensorType> in) {
    arity(op, in, 1);
    return in.getFirst();
  }

  static TensorType same(Primitive op, List<TensorType> in) {
    require(
        in.stream().distinct().count() == 1, "%s takes operands of one type. Received: %s", op, in);
    return in.getFirst();
  }

  static void axes(Primitive op, List<Integer> axes, int rank) {
    require(
        axes.stream().allMatch(a -> a >= 0 && a < rank)
            && axes.stream().distinct().count() == axes.size(),
        "%s needs distinct axes in [0, %d). Received: axes=%s",
        op,
        rank,
        axes);
  }

  static void lengths(Primitive op, int rank, List<?>... lists) {
    for (var list : lists) {
      require(
          list.size() == rank, "%s needs %d numbers per parameter. Received: %s", op, rank, list);
    }
  }

  static List<Integer> range(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  static Shape pick(Shape shape, List<Integer> axes) {
    return Shape.of(axes.stream().map(shape::dim).toList());
  }
}
