package org.keras4j.backend.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keras4j.backend.java.kernel.Gemm;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Products as batched matrix products by strides; an operand whose axes do not come to a matrix is
/// brought into order first.
final class DotKernels {
  private DotKernels() {}

  /// One operand seen as `[batch, free, contracted]`.
  private record Side(
      Optional<Kernel> order, TensorType ordered, int batchStep, int freeStep, int contractStep) {}

  static Optional<Kernel> of(Dot dot, TensorType x, TensorType y, TensorType out) {
    if (x.dtype() != out.dtype() || (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64)) {
      return Optional.empty();
    }
    var left = side(x, dot.leftBatch(), dot.leftFree(x.rank()), dot.leftContract());
    var right = side(y, dot.rightBatch(), dot.rightFree(y.rank()), dot.rightContract());
    int batch = size(x.shape(), dot.leftBatch());
    int m = size(x.shape(), dot.leftFree(x.rank()));
    int k = size(x.shape(), dot.leftContract());
    int n = size(y.shape(), dot.rightFree(y.rank()));
    boolean single = x.dtype() == DType.FLOAT32;
    return Optional.of(
        (a, z) -> {
          Object p = arrange(left, a[0]);
          Object q = arrange(right, a[1]);
          if (single && batch == 1) {
            Gemm.multiply(
                (float[]) p,
                0,
                left.freeStep(),
                left.contractStep(),
                (float[]) q,
                0,
                right.contractStep(),
                right.freeStep(),
                (float[]) z[0],
                0,
                n,
                m,
                k,
                n,
                false);
          } else if (single) {
            Gemm.multiplyBatch(
                batch,
                (float[]) p,
                0,
                left.batchStep(),
                left.freeStep(),
                left.contractStep(),
                (float[]) q,
                0,
                right.batchStep(),
                right.contractStep(),
                right.freeStep(),
                (float[]) z[0],
                0,
                m * n,
                n,
                m,
                k,
                n,
                false);
          } else {
            Gemm.multiplyBatch(
                batch,
                (double[]) p,
                0,
                left.batchStep(),
                left.freeStep(),
                left.contractStep(),
                (double[]) q,
                0,
                right.batchStep(),
                right.contractStep(),
                right.freeStep(),
                (double[]) z[0],
                0,
                m * n,
                n,
                m,
                k,
                n,
                false);
          }
        });
  }

  private static Object arrange(Side side, Object x) {
    if (side.order().isEmpty()) {
      return x;
    }
    Object[] out = {HostBuffer.zeros(side.ordered()).array()};
    side.order().get().run(new Object[] {x}, out);
    return out[0];
  }

  private static int size(Shape shape, List<Integer> axes) {
    return axes.stream().mapToInt(shape::dim).reduce(1, Math::multiplyExact);
  }

  private static Side side(
      TensorType x, List<Integer> batch, List<Integer> free, List<Integer> contract) {
    int b = step(x.shape(), batch);
    int f = step(x.shape(), free);
    int c = step(x.shape(), contract);
    // A matrix product walks fast along one unit step; without any, copying first is cheaper.
    if (b >= 0 && f >= 0 && c >= 0 && (f <= 1 || c <= 1)) {
      return new Side(Optional.empty(), x, b, f, c);
    }
    var order = new ArrayList<>(batch);
    order.addAll(free);
    order.addAll(contract);
    TensorType turned = x.withShape(Shape.of(order.stream().map(x.shape()::dim).toList()));
    int depth = size(x.shape(), contract);
    return new Side(
        Optional.of(MovementKernels.transpose(x, turned, order)),
        turned,
        depth * size(x.shape(), free),
        depth,
        1);
  }

  /// The single step that walks through all of the axes in order, 0 if there is nothing to walk, -1
  /// if there is none.
  private static int step(Shape shape, List<Integer> axes) {
    int[] strides = StridedCopy.dense(shape.dims());
    int step = 0;
    for (int i = axes.size() - 1; i >= 0; i--) {
      int axis = axes.get(i);
      if (shape.dim(axis) == 1) {
        continue;
      }
      if (step == 0) {
        step = strides[axis];
      } else if (strides[axis] != inner(shape, axes, i) * step) {
        return -1;
      }
    }
    return step;
  }

  private static int inner(Shape shape, List<Integer> axes, int position) {
    return axes.subList(position + 1, axes.size()).stream()
        .mapToInt(shape::dim)
        .reduce(1, (a, b) -> a * b);
  }
}
