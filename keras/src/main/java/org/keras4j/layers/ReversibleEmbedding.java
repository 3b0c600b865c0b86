package org.keras4j.layers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.initializers.Ones;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.quantizers.AbsMaxQuantizer;
import org.keras4j.quantizers.Int4QuantizationConfig;
import org.keras4j.quantizers.QuantizationConfig;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// An embedding that also goes back: from vectors to a score for each number.
///
/// - Input: `(batch, ...)` whole numbers; with `reverse`, `(batch, ..., outputDim)`
/// - Output: `(batch, ..., outputDim)`; with `reverse`, `(batch, ..., inputDim)`
/// - Weights: `embeddings (inputDim, outputDim)`, and `reverse_embeddings (outputDim, inputDim)`
///   unless the weights are tied
///
/// {@snippet :
/// Tensor scores = embedding.apply(hidden, c -> c.with("reverse", true));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/core_layers/reversible_embedding/">ReversibleEmbedding</a>
public final class ReversibleEmbedding extends EmbeddingTable<ReversibleEmbedding> {
  private final Arg<Boolean> tieWeights = arg("tie_weights", true);
  private final Arg<Optional<DType>> reverseDType = optional("reverse_dtype", Codec.DTYPE);
  private final Arg<Optional<Double>> logitSoftCap = optional("logit_soft_cap", Codec.DOUBLE);
  private @Nullable Variable reverseEmbeddings;
  private @Nullable Variable reverseScale;
  private @Nullable Int4Matrix reverseInt4;

  ReversibleEmbedding() {}

  /// A table of `inputDim` vectors of `outputDim` numbers.
  public ReversibleEmbedding(int inputDim, int outputDim) {
    super(inputDim, outputDim);
  }

  /// Sets whether the way back uses the same table (true at first).
  public ReversibleEmbedding tieWeights(boolean value) {
    return with(tieWeights, value);
  }

  /// Sets the dtype of the way back.
  public ReversibleEmbedding reverseDType(DType value) {
    return with(reverseDType, Optional.of(value));
  }

  /// Sets a bound that scores approach but never exceed.
  public ReversibleEmbedding logitSoftCap(double value) {
    return with(logitSoftCap, Optional.of(value));
  }

  @Override
  protected Signature signature() {
    return super.signature().byName("reverse");
  }

  @Override
  protected boolean supportsMasking() {
    return masksZero();
  }

  @Override
  protected Optional<Tensor> computeMask(Tensor input, Optional<Tensor> mask) {
    return Optional.empty();
  }

  private Shape reverseShape() {
    return Shape.of(tableShape().dim(1), tableShape().dim(0));
  }

  @Override
  void buildReverse(Optional<QuantizationConfig> config) {
    if (!tieWeights.get()) {
      config.ifPresentOrElse(
          this::makeReverse,
          () ->
              reverseEmbeddings =
                  addWeight("reverse_embeddings", reverseShape(), tableInitializer()));
    }
  }

  private void makeReverse(QuantizationConfig config) {
    if (config instanceof Int4QuantizationConfig int4) {
      var groups = ((StoredTable.Int4Table) stored()).groups();
      reverseInt4 = Int4Matrix.make(this, "reverse_embeddings", reverseShape(), 0, int4, groups);
    } else {
      reverseEmbeddings =
          addWeight(
              "reverse_embeddings",
              reverseShape(),
              new Zeros(),
              w -> w.dtype(DType.INT8).trainable(false));
      reverseScale =
          addWeight(
              "reverse_embeddings_scale",
              Shape.of(tableShape().dim(0)),
              new Ones(),
              w -> w.trainable(false));
    }
  }

  @Override
  void quantizeReverse(QuantizationConfig config) {
    if (tieWeights.get()) {
      return;
    }
    Variable before = built(reverseEmbeddings);
    drop(before);
    makeReverse(config);
    if (reverseInt4 != null) {
      Quantization.store(reverseInt4.values(before.stored()));
    } else {
      var q =
          config
              .weightQuantizer()
              .orElse(AbsMaxQuantizer.DEFAULT)
              .quantize(before.stored(), List.of(0));
      Quantization.store(
          Map.of(
              built(reverseEmbeddings),
              q.values(),
              built(reverseScale),
              Ops.squeeze(q.scale(), 0)));
    }
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    if (!ctx.flag("reverse")) {
      return look(x).withMask(zeroMask(x));
    }
    Tensor logits =
        switch (stored()) {
          case StoredTable.FloatTable table -> floatLogits(x, table);
          case StoredTable.Int8Table table -> int8Logits(x, table);
          case StoredTable.Int4Table table -> int4Logits(x, table);
        };
    return logitSoftCap
        .get()
        .map(cap -> Ops.multiply(Ops.tanh(Ops.divide(logits, cap)), cap))
        .orElse(logits);
  }

  private Tensor floatLogits(Tensor x, StoredTable.FloatTable table) {
    Tensor kernel = tieWeights.get() ? Ops.transpose(table.floats()) : built(reverseEmbeddings);
    var dtype = reverseDType.get();
    return Ops.matmul(
        dtype.map(d -> Ops.cast(x, d)).orElse(x),
        dtype.map(d -> Ops.cast(kernel, d)).orElse(kernel));
  }

  private Tensor int8Logits(Tensor x, StoredTable.Int8Table table) {
    boolean tied = tieWeights.get();
    Tensor kernel = tied ? Ops.transpose(table.table()) : built(reverseEmbeddings);
    Tensor scale = tied ? table.scale() : built(reverseScale);
    return Int8Kernel.product(
        new Contraction.OfMatrix(),
        table.config().activationQuantizer(),
        List.of(x, kernel, scale),
        computeDType());
  }

  private Tensor int4Logits(Tensor x, StoredTable.Int4Table table) {
    Tensor kernel =
        reverseInt4 == null ? Ops.transpose(table.floats()) : reverseInt4.floats(computeDType());
    var quantized = table.config().activationQuantizer().map(q -> q.quantize(x, List.of(-1)));
    return quantized
        .map(q -> Ops.divide(Ops.matmul(Ops.cast(q.values(), computeDType()), kernel), q.scale()))
        .orElseGet(() -> Ops.matmul(x, kernel));
  }
}
