package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
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

  @Override
  protected void build(Shape input) {
    super.build(input);
    if (!tieWeights.get()) {
      Shape table = tableShape();
      reverseEmbeddings =
          addWeight("reverse_embeddings", Shape.of(table.dim(1), table.dim(0)), tableInitializer());
    }
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    if (!ctx.flag("reverse")) {
      return look(x).withMask(zeroMask(x));
    }
    Tensor kernel =
        tieWeights.get()
            ? Ops.transpose(built(embeddings().orElse(null)))
            : built(reverseEmbeddings);
    var dtype = reverseDType.get();
    Tensor logits =
        Ops.matmul(
            dtype.map(d -> Ops.cast(x, d)).orElse(x),
            dtype.map(d -> Ops.cast(kernel, d)).orElse(kernel));
    return logitSoftCap
        .get()
        .map(cap -> Ops.multiply(Ops.tanh(Ops.divide(logits, cap)), cap))
        .orElse(logits);
  }
}
