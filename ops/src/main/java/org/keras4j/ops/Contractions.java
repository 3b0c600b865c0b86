package org.keras4j.ops;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Products of two tensors of one dtype, NumPy's rules for their axes.
final class Contractions {
  private Contractions() {}

  /// Sum of products over paired axes; booleans multiply as `and` and add as `or`.
  static Tensor contract(
      Tensor x,
      Tensor y,
      List<Integer> xContract,
      List<Integer> yContract,
      List<Integer> xBatch,
      List<Integer> yBatch,
      DType result) {
    if (x.dtype() == DType.BOOL) {
      var counts =
          contract(
              Lax.convert(x, DType.INT32),
              Lax.convert(y, DType.INT32),
              xContract,
              yContract,
              xBatch,
              yBatch,
              DType.INT32);
      return Lax.convert(counts, DType.BOOL);
    }
    return Lax.dot(x, y, new Dot(xContract, yContract, xBatch, yBatch, result));
  }

  /// Sum of products over paired axes.
  static Tensor contract(Tensor x, Tensor y, List<Integer> xContract, List<Integer> yContract) {
    return contract(x, y, xContract, yContract, List.of(), List.of(), x.dtype());
  }

  /// Matrix product of the last two axes, the others broadcast together.
  static Tensor matmul(Tensor x, Tensor y, DType result) {
    checkMatmul(x, y);
    if (x.rank() == 1 || y.rank() <= 2) {
      return withPlainMatrix(x, y, result);
    }
    int rank = y.rank();
    if (IntStream.range(0, rank - 2).allMatch(i -> y.shape().dim(i) == 1) && x.rank() >= rank) {
      return withPlainMatrix(x, Lax.reshape(y, y.shape().slice(rank - 2, rank)), result);
    }
    if (x.rank() == 2) {
      return matrixTimesStack(x, y, result);
    }
    Shape batch =
        Shape.broadcast(x.shape().slice(0, x.rank() - 2), y.shape().slice(0, y.rank() - 2));
    var left = expandBatch(x, batch);
    var right = expandBatch(y, batch);
    int n = batch.rank();
    var axes = range(0, n);
    return contract(left, right, List.of(n + 1), List.of(n), axes, axes, result);
  }

  private static void checkMatmul(Tensor x, Tensor y) {
    if (x.rank() == 0 || y.rank() == 0) {
      throw new IllegalArgumentException(
          "matmul takes operands of rank 1 or more. Received: x1.shape=%s, x2.shape=%s"
              .formatted(x.shape(), y.shape()));
    }
    int inner = y.shape().dim(y.rank() == 1 ? 0 : -2);
    if (x.shape().dim(-1) != inner) {
      throw new IllegalArgumentException(
          "matmul needs the last axis of x1 and the second to last of x2 to agree. Received: x1.shape=%s, x2.shape=%s"
              .formatted(x.shape(), y.shape()));
    }
  }

  /// One operand is a vector, or the right one a matrix: nothing runs along with it.
  private static Tensor withPlainMatrix(Tensor x, Tensor y, DType result) {
    int yAxis = Math.max(0, y.rank() - 2);
    return contract(x, y, List.of(x.rank() - 1), List.of(yAxis), List.of(), List.of(), result);
  }

  private static Tensor matrixTimesStack(Tensor x, Tensor y, DType result) {
    int rank = y.rank();
    var product = contract(y, x, List.of(rank - 2), List.of(1), List.of(), List.of(), result);
    return swapLast(product);
  }

  private static Tensor expandBatch(Tensor x, Shape batch) {
    Shape shape = batch.concat(x.shape().slice(x.rank() - 2, x.rank()));
    return Lax.broadcast(x, shape, range(shape.rank() - x.rank(), shape.rank()));
  }

  /// The last two axes exchanged.
  static Tensor swapLast(Tensor x) {
    int rank = x.rank();
    return Lax.transpose(
        x,
        IntStream.range(0, rank)
            .map(i -> i == rank - 1 ? rank - 2 : i == rank - 2 ? rank - 1 : i)
            .boxed()
            .toList());
  }

  /// The numbers from `start` to `end`, exclusive.
  static List<Integer> range(int start, int end) {
    return IntStream.range(start, end).boxed().toList();
  }
}
