package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Diagonals, and vectors laid on them.
abstract class DiagonalOps extends ArrangementOps {
  DiagonalOps() {}

  /// The main diagonal of a matrix, or the matrix with a vector on its main diagonal.
  public static Tensor diag(Tensor x) {
    return diag(x, 0);
  }

  /// The diagonal number `k` of a matrix, or the matrix with a vector on that diagonal.
  ///
  /// @throws IllegalArgumentException if x is neither
  /// @see <a href="https://keras.io/api/ops/numpy/#diag-function">keras.ops.diag</a>
  public static Tensor diag(Tensor x, int k) {
    return switch (x.rank()) {
      case 1 -> OpCall.of("Diag", x, () -> Map.of("k", (long) k), a -> onDiagonal(strong(a), k));
      case 2 -> taken("Diag", x, () -> Map.of("k", (long) k), k, 0, 1);
      default ->
          throw new IllegalArgumentException(
              "diag expects a vector or a matrix. Received: x of shape " + x.shape());
    };
  }

  /// The diagonal is as long as the shorter axis lets it be, so its size is unknown if either's is.
  private static Tensor taken(
      String className,
      Tensor x,
      Supplier<Map<String, Object>> parameters,
      int offset,
      int axis1,
      int axis2) {
    if (x.shape().isKnown()) {
      return OpCall.of(className, x, parameters, a -> diagonalOf(strong(a), offset, axis1, axis2));
    }
    return OpCall.of(
            className,
            Arguments.of(x),
            parameters,
            a -> Tree.leaf(diagonalOf(strong(a.tensors().getFirst()), offset, axis1, axis2)),
            a -> {
              Shape shape = a.tensors().getFirst().shape();
              int rows = shape.dim(shape.axis(axis1));
              int columns = shape.dim(shape.axis(axis2));
              int size =
                  rows == Shape.UNKNOWN || columns == Shape.UNKNOWN
                      ? Shape.UNKNOWN
                      : diagonalSize(rows, columns, offset);
              Shape rest = shape.without(List.of(shape.axis(axis1), shape.axis(axis2)));
              return Tree.leaf(
                  a.tensors().getFirst().type().withShape(rest.concat(Shape.of(size))));
            })
        .single();
  }

  private static int diagonalSize(int rows, int columns, int offset) {
    return Math.max(0, Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)));
  }

  /// The matrix with all elements, row by row, on the diagonal number `k`.
  public static Tensor diagflat(Tensor x, int k) {
    return OpCall.of("Diagflat", x, () -> Map.of("k", (long) k), a -> onDiagonal(flat(a), k));
  }

  /// The matrix with all elements, row by row, on its main diagonal.
  public static Tensor diagflat(Tensor x) {
    return diagflat(x, 0);
  }

  /// In the flattened matrix the diagonal's elements are `size + 1` apart.
  private static Tensor onDiagonal(Tensor x, int k) {
    int n = x.shape().dim(0);
    int size = n + Math.abs(k);
    if (n == 0) {
      return zerosOf(x.type().withShape(Shape.of(size, size)));
    }
    int first = k >= 0 ? k : -k * size;
    int used = first + n + (n - 1) * size;
    Tensor row =
        Lax.pad(x, scalarLike(x, 0), List.of(first), List.of(size * size - used), List.of(size));
    return Lax.reshape(row, Shape.of(size, size));
  }

  /// The main diagonal of the first two axes, which it replaces as the last axis.
  public static Tensor diagonal(Tensor x) {
    return diagonal(x, 0, 0, 1);
  }

  /// The diagonal number `offset` of two axes, which it replaces as the last axis.
  public static Tensor diagonal(Tensor x, int offset, int axis1, int axis2) {
    return taken(
        "Diagonal", x, () -> diagonalParameters(offset, axis1, axis2), offset, axis1, axis2);
  }

  private static Map<String, Object> diagonalParameters(int offset, int axis1, int axis2) {
    return Map.of("offset", (long) offset, "axis1", (long) axis1, "axis2", (long) axis2);
  }

  static Tensor diagonalOf(Tensor x, int offset, int axis1, int axis2) {
    matrices("diagonal", x);
    if (x.shape().axis(axis1) == x.shape().axis(axis2)) {
      throw new IllegalArgumentException(
          "Expected two different axes. Received: axis1=%d, axis2=%d".formatted(axis1, axis2));
    }
    Tensor last = moved(x, List.of(axis1, axis2), List.of(-2, -1));
    int rows = last.shape().dim(-2);
    int columns = last.shape().dim(-1);
    int size = diagonalSize(rows, columns, offset);
    int first = offset >= 0 ? offset : -offset * columns;
    int[] places = IntStream.range(0, size).map(i -> first + i * (columns + 1)).toArray();
    Shape merged = last.shape().slice(0, x.rank() - 2).concat(Shape.of(rows * columns));
    return picked(
        Lax.reshape(last, merged), Array.ofInts(Shape.of(size), places), merged.rank() - 1);
  }

  /// The sum of the main diagonal of the first two axes.
  public static Tensor trace(Tensor x) {
    return trace(x, 0, 0, 1);
  }

  /// The sum of the diagonal number `offset` of two axes, in the dtype that a sum has.
  public static Tensor trace(Tensor x, int offset, int axis1, int axis2) {
    return OpCall.of(
        "Trace",
        x,
        () -> diagonalParameters(offset, axis1, axis2),
        a -> {
          Tensor diagonal = diagonalOf(strong(a), offset, axis1, axis2);
          DType type = accumulator(diagonal.dtype());
          return Lax.reduceSum(Lax.convert(diagonal, type), List.of(diagonal.rank() - 1));
        });
  }
}
