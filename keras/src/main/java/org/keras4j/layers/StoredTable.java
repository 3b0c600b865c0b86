package org.keras4j.layers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.initializers.Ones;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.quantizers.AbsMaxQuantizer;
import org.keras4j.quantizers.Int4QuantizationConfig;
import org.keras4j.quantizers.QuantizationConfig;
import org.keras4j.quantizers.Quantizers;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// How a layer keeps a table of vectors.
sealed interface StoredTable {
  /// The variable that holds the table itself.
  Variable table();

  /// The vectors of some numbers.
  Tensor rows(Tensor indices);

  /// The table as floats.
  Tensor floats();

  /// What the variables hold for a table of floats.
  Map<Variable, Tensor> values(Tensor floats);

  /// A table of floats, perhaps adapted.
  record FloatTable(Variable table, Lora lora, DType computeDType) implements StoredTable {
    @Override
    public Tensor rows(Tensor indices) {
      return Ops.cast(Ops.take(floats(), indices, 0), computeDType);
    }

    @Override
    public Tensor floats() {
      return lora.merged(table);
    }

    @Override
    public Map<Variable, Tensor> values(Tensor floats) {
      return Map.of(table, floats);
    }
  }

  /// A table of int8 with a scale for each vector.
  record Int8Table(Variable table, Variable scale, QuantizationConfig config, DType computeDType)
      implements StoredTable {
    static Int8Table make(Layer layer, Shape shape, QuantizationConfig config) {
      Variable table =
          layer.addWeight(
              "embeddings", shape, new Zeros(), w -> w.dtype(DType.INT8).trainable(false));
      Variable scale =
          layer.addWeight(
              "embeddings_scale", Shape.of(shape.dim(0)), new Ones(), w -> w.trainable(false));
      return new Int8Table(table, scale, config, layer.computeDType());
    }

    @Override
    public Tensor rows(Tensor indices) {
      return floats(Ops.take(table, indices, 0), Ops.take(scale, indices, 0));
    }

    private Tensor floats(Tensor numbers, Tensor scales) {
      return Ops.divide(Ops.cast(numbers, computeDType), Ops.expandDims(scales, -1));
    }

    @Override
    public Tensor floats() {
      return floats(table, scale);
    }

    @Override
    public Map<Variable, Tensor> values(Tensor floats) {
      var q =
          config.weightQuantizer().orElse(AbsMaxQuantizer.DEFAULT).quantize(floats, List.of(-1));
      return Map.of(table, q.values(), scale, Ops.squeeze(q.scale(), -1));
    }
  }

  /// A table of 4 bits a number, with a scale for each vector, or a scale and a zero point for each
  /// group of its numbers.
  record Int4Table(
      Variable table,
      int length,
      Variable scale,
      Optional<Variable> zero,
      Optional<Variable> groups,
      Int4QuantizationConfig config,
      DType computeDType)
      implements StoredTable {
    static Int4Table make(Layer layer, Shape shape, Int4QuantizationConfig config) {
      int length = shape.dim(1);
      var block = config.blockSize();
      Shape scales =
          block
              .map(size -> Shape.of(shape.dim(0), (length + size - 1) / size))
              .orElse(Shape.of(shape.dim(0)));
      Variable table =
          layer.addWeight(
              "embeddings",
              shape.with(1, (length + 1) / 2),
              new Zeros(),
              w -> w.dtype(DType.INT8).trainable(false));
      Variable scale =
          layer.addWeight("embeddings_scale", scales, new Ones(), w -> w.trainable(false));
      Optional<Variable> zero =
          block.map(
              _ ->
                  layer.addWeight(
                      "embeddings_zero",
                      scales,
                      new Zeros(),
                      w -> w.dtype(DType.INT8).trainable(false)));
      var groups = block.map(size -> Int4Matrix.groups(layer, length, size));
      return new Int4Table(table, length, scale, zero, groups, config, layer.computeDType());
    }

    @Override
    public Tensor rows(Tensor indices) {
      return floats(
          Ops.take(table, indices, 0),
          Ops.take(scale, indices, 0),
          zero.map(z -> Ops.take(z, indices, 0)));
    }

    private Tensor floats(Tensor packed, Tensor scales, Optional<? extends Tensor> zeros) {
      int axis = packed.rank() - 1;
      Tensor numbers = Ops.cast(Quantizers.unpackInt4(packed, length, axis), computeDType);
      return zeros.isEmpty()
          ? Ops.divide(numbers, Ops.expandDims(scales, -1))
          : Quantizers.dequantize(numbers, scales, zeros.get(), groups.orElseThrow(), -1);
    }

    @Override
    public Tensor floats() {
      return floats(table, scale, zero);
    }

    @Override
    public Map<Variable, Tensor> values(Tensor floats) {
      if (zero.isEmpty()) {
        var q = config.weightQuantizer().orElse(AbsMaxQuantizer.INT4).quantize(floats, List.of(-1));
        return Map.of(table, Quantizers.packInt4(q.values(), 1), scale, Ops.squeeze(q.scale(), -1));
      }
      var q =
          Quantizers.absMaxQuantizeGroupedWithZeroPoint(
              Ops.transpose(floats), config.blockSize().orElseThrow());
      return Map.of(
          table,
          Quantizers.packInt4(Ops.transpose(q.values()), 1),
          scale,
          Ops.transpose(q.scale()),
          zero.get(),
          Ops.transpose(q.zero()));
    }
  }
}
