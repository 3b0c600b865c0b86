package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Products of matrices, the axes of each operand brought together to two, or three with a batch.
final class DotLowering {
  private final Assembly assembly;
  private final MovementLowering movement;

  DotLowering(Assembly assembly) {
    this.assembly = assembly;
    this.movement = new MovementLowering(assembly);
  }

  Ref lower(Dot dot, Operand left, Operand right, TensorType result) {
    var conversion = new Conversion(assembly);
    Ref a = conversion.convert(left, dot.result());
    Ref b = conversion.convert(right, dot.result());
    var leftFree = dot.leftFree(left.type().rank());
    var rightFree = dot.rightFree(right.type().rank());
    int batch = size(a, dot.leftBatch());
    int rows = size(a, leftFree);
    int shared = size(a, dot.leftContract());
    int columns = size(b, rightFree);
    Ref x = matrices(a, dot.leftBatch(), leftFree, dot.leftContract(), batch, rows, shared);
    Ref y = matrices(b, dot.rightBatch(), dot.rightContract(), rightFree, batch, shared, columns);
    boolean single = dot.leftBatch().isEmpty();
    Ref product =
        assembly.call(
            single ? Aten.MM : Aten.BMM,
            single ? Shape.of(rows, columns) : Shape.of(batch, rows, columns),
            a.kind(),
            x,
            y);
    return movement.reshape(product, result.shape());
  }

  private static int size(Ref x, List<Integer> axes) {
    return axes.stream().mapToInt(x.shape()::dim).reduce(1, Math::multiplyExact);
  }

  private Ref matrices(
      Ref x,
      List<Integer> batchAxes,
      List<Integer> first,
      List<Integer> second,
      int batch,
      int rows,
      int columns) {
    var order = new ArrayList<>(batchAxes);
    order.addAll(first);
    order.addAll(second);
    return movement.reshape(
        movement.permute(x, order),
        batchAxes.isEmpty() ? Shape.of(rows, columns) : Shape.of(batch, rows, columns));
  }
}
