package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensorflow.c.Attribute;

/// What general products are in TensorFlow: products of matrices, or of as many as there are
/// batches.
final class ContractionLowering {
  private final Emitter e;

  ContractionLowering(Emitter e) {
    this.e = e;
  }

  Value dot(Dot op, Value left, Value right) {
    DType accumulated = accumulator(left.dtype(), op.result());
    var elements = new ElementwiseLowering(e);
    Value x = elements.convert(left, accumulated);
    Value y = elements.convert(right, accumulated);
    var leftFree = op.leftFree(x.rank());
    var rightFree = op.rightFree(y.rank());
    Shape batch = Emitter.pick(x.shape(), op.leftBatch());
    Shape rows = Emitter.pick(x.shape(), leftFree);
    Shape columns = Emitter.pick(y.shape(), rightFree);
    var result = new org.keras4j.tensor.TensorType(accumulated, batch.concat(rows).concat(columns));
    int inner = (int) Emitter.pick(x.shape(), op.leftContract()).size();
    if (result.size() == 0 || inner == 0) {
      return elements.convert(e.fill(result, 0.0), op.result());
    }
    Matrices a = matrices(x, op.leftBatch(), leftFree, op.leftContract(), (int) batch.size());
    Matrices b = matrices(y, op.rightBatch(), op.rightContract(), rightFree, (int) batch.size());
    boolean batched = !op.leftBatch().isEmpty();
    var product =
        e.emit(
            batched ? "BatchMatMulV2" : "MatMul",
            Map.of(
                batched ? "adj_x" : "transpose_a",
                Attribute.of(a.transposed),
                batched ? "adj_y" : "transpose_b",
                Attribute.of(b.transposed)),
            e.whole(a.value).output(),
            e.whole(b.value).output());
    var shape = new ArrayList<Integer>();
    if (batched) {
      shape.add((int) batch.size());
    }
    shape.add((int) rows.size());
    shape.add((int) columns.size());
    Value matrix = Value.whole(product, result.withShape(Shape.of(shape)));
    return elements.convert(e.reshape(matrix, result.shape()), op.result());
  }

  /// What TensorFlow multiplies matrices in: wide enough for the result, which is exact modulo its
  /// width for integers.
  private static DType accumulator(DType operand, DType result) {
    return switch (result) {
      case FLOAT32, FLOAT64, COMPLEX64 -> result;
      case FLOAT16, BFLOAT16, FLOAT8_E4M3FN, FLOAT8_E5M2 -> DType.FLOAT32;
      case INT8, INT16, INT32, UINT8, UINT16 ->
          operand.bytes() <= 4 && operand != DType.UINT32 ? DType.INT32 : DType.INT64;
      case UINT32, INT64, UINT64 -> DType.INT64;
      case BOOL, STRING -> throw new IllegalArgumentException("a product of " + result);
    };
  }

  /// Matrices, batch by batch, and whether their axes are exchanged. TensorFlow's flag conjugates
  /// complex numbers in batches, so those are transposed beforehand.
  private record Matrices(Value value, boolean transposed) {}

  private Matrices matrices(
      Value x, List<Integer> batch, List<Integer> rows, List<Integer> columns, int batches) {
    var straight = new ArrayList<>(batch);
    straight.addAll(rows);
    straight.addAll(columns);
    var exchanged = new ArrayList<>(batch);
    exchanged.addAll(columns);
    exchanged.addAll(rows);
    boolean transposed =
        !x.dtype().isComplex()
            && !straight.equals(Emitter.range(x.rank()))
            && exchanged.equals(Emitter.range(x.rank()));
    Value ordered = e.transpose(x, transposed ? exchanged : straight);
    int m = (int) Emitter.pick(x.shape(), rows).size();
    int n = (int) Emitter.pick(x.shape(), columns).size();
    var shape = new ArrayList<Integer>();
    if (!batch.isEmpty()) {
      shape.add(batches);
    }
    shape.add(transposed ? n : m);
    shape.add(transposed ? m : n);
    return new Matrices(e.reshape(ordered, Shape.of(shape)), transposed);
  }
}
