package org.keras4j.layers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ops.Ops;
import org.keras4j.ops.WithGradient;
import org.keras4j.quantizers.Int4QuantizationConfig;
import org.keras4j.quantizers.Quantizer;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// A kernel of 4 bits a number. Gradients pass as if inputs were not rounded.
///
/// @param shape the kernel's shape; its matrix has the numbers of summed axes as rows
record Int4Kernel(Int4Matrix matrix, Shape shape, Contraction contraction, DType computeDType)
    implements StoredKernel {
  static Int4Kernel make(
      Layer layer, Shape shape, Contraction contraction, Int4QuantizationConfig config) {
    int rows = contraction.kernelAxes().stream().mapToInt(shape::dim).reduce(1, (a, b) -> a * b);
    Shape flat = Shape.of(rows, Math.toIntExact(shape.size() / rows));
    var matrix = Int4Matrix.make(layer, "kernel", flat, 1, config, Optional.empty());
    return new Int4Kernel(matrix, shape, contraction, layer.computeDType());
  }

  @Override
  public Variable kernel() {
    return matrix.packed();
  }

  @Override
  public Tensor product(Tensor x, boolean training) {
    var quantizer = matrix.config().activationQuantizer();
    return quantizer
        .map(q -> rounded(q, x, floats()))
        .orElseGet(() -> contraction.product(x, floats()));
  }

  private Tensor rounded(Quantizer quantizer, Tensor x, Tensor floats) {
    return Ops.customGradient(
            in -> {
              var q = quantizer.quantize(in.getFirst(), contraction.inputAxes());
              Tensor numbers = Ops.cast(q.values(), computeDType);
              Tensor y = contraction.product(numbers, in.getLast());
              return new WithGradient(
                  Ops.divide(y, contraction.inputScale(q.scale())),
                  g -> List.of(contraction.backward(g, in.getLast()), Ops.zerosLike(in.getLast())));
            })
        .apply(List.of(x, floats));
  }

  @Override
  public Tensor floats() {
    return Ops.reshape(matrix.floats(computeDType), shape);
  }

  @Override
  public Map<Variable, Tensor> values(Tensor floats) {
    Shape packed = matrix.packed().shape();
    return matrix.values(Ops.reshape(floats, packed.dim(0), matrix.length()));
  }
}
