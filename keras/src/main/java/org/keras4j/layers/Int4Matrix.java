package org.keras4j.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Ones;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.quantizers.AbsMaxQuantizer;
import org.keras4j.quantizers.Int4QuantizationConfig;
import org.keras4j.quantizers.Quantizers;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// A matrix `(rows, columns)` of 4 bits a number, with a scale for each column, or a scale and a
/// zero point for each column of a group of rows.
///
/// @param packed two numbers a byte
/// @param axis the axis along which they are packed
/// @param length how many numbers there are along it
/// @param groups the number of the group of each row
record Int4Matrix(
    Variable packed,
    int axis,
    int length,
    Variable scale,
    Optional<Variable> zero,
    Optional<Variable> groups,
    Int4QuantizationConfig config) {
  /// Makes the variables of a weight.
  ///
  /// @param groups the number of the group of each row, if there are groups and they are known
  static Int4Matrix make(
      Layer layer,
      String weight,
      Shape shape,
      int axis,
      Int4QuantizationConfig config,
      Optional<Variable> groups) {
    int length = shape.dim(axis);
    int rows = shape.dim(0);
    int columns = shape.dim(1);
    var block = config.blockSize();
    Shape scales =
        block.map(size -> Shape.of((rows + size - 1) / size, columns)).orElse(Shape.of(columns));
    Variable packed =
        frozen(layer, weight, shape.with(axis, (length + 1) / 2), new Zeros(), DType.INT8);
    Variable scale =
        layer.addWeight(weight + "_scale", scales, new Ones(), w -> w.trainable(false));
    if (block.isEmpty()) {
      return new Int4Matrix(
          packed, axis, length, scale, Optional.empty(), Optional.empty(), config);
    }
    // Keras keeps the zero points of a second matrix as floats.
    DType ofZero = groups.isPresent() ? layer.variableDType() : DType.INT8;
    Variable zero = frozen(layer, weight + "_zero", scales, new Zeros(), ofZero);
    Variable indices = groups.orElseGet(() -> groups(layer, rows, block.get()));
    return new Int4Matrix(
        packed, axis, length, scale, Optional.of(zero), Optional.of(indices), config);
  }

  /// The variable that holds the number of the group of each of so many rows.
  static Variable groups(Layer layer, int rows, int blockSize) {
    return frozen(
        layer,
        "g_idx",
        Shape.of(rows),
        (shape, dtype) -> Quantizers.groups(rows, blockSize),
        DType.FLOAT32);
  }

  private static Variable frozen(
      Layer layer, String name, Shape shape, Initializer initializer, DType dtype) {
    return layer.addWeight(name, shape, initializer, w -> w.dtype(dtype).trainable(false));
  }

  /// The matrix as floats.
  Tensor floats(DType dtype) {
    Tensor numbers = Quantizers.unpackInt4(packed, length, axis);
    return zero.isEmpty()
        ? Ops.divide(Ops.cast(numbers, dtype), scale)
        : Ops.cast(
            Quantizers.dequantize(numbers, scale, zero.get(), groups.orElseThrow(), 0), dtype);
  }

  /// What the variables hold for a matrix of floats.
  Map<Variable, Tensor> values(Tensor floats) {
    var out = new LinkedHashMap<Variable, Tensor>();
    if (zero.isEmpty()) {
      var q = config.weightQuantizer().orElse(AbsMaxQuantizer.INT4).quantize(floats, List.of(0));
      out.put(packed, Quantizers.packInt4(q.values(), axis));
      out.put(scale, Ops.squeeze(q.scale(), 0));
    } else {
      var q =
          Quantizers.absMaxQuantizeGroupedWithZeroPoint(floats, config.blockSize().orElseThrow());
      out.put(packed, Quantizers.packInt4(q.values(), axis));
      out.put(scale, q.scale());
      out.put(zero.get(), q.zero());
    }
    return out;
  }
}
