package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.tensor.Tensor;

/// Turns whole numbers into vectors: row `i` of a table for the number `i`.
///
/// - Input: `(batch, ...)`, whole numbers from 0 to `inputDim - 1`
/// - Output: `(batch, ..., outputDim)`
/// - Weights: `embeddings (inputDim, outputDim)`
///
/// {@snippet :
/// Tensor vectors = new Embedding(20_000, 64).maskZero(true).apply(tokens);
/// }
///
/// @see <a href="https://keras.io/api/layers/core_layers/embedding/">Embedding</a>
public final class Embedding extends EmbeddingTable<Embedding> {
  Embedding() {}

  /// A table of `inputDim` vectors of `outputDim` numbers.
  public Embedding(int inputDim, int outputDim) {
    super(inputDim, outputDim);
  }

  @Override
  protected boolean supportsMasking() {
    return masksZero();
  }

  @Override
  protected Optional<Tensor> computeMask(Tensor input, Optional<Tensor> mask) {
    return zeroMask(input);
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return look(x);
  }
}
