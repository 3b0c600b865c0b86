package org.keras4j.ops;

import java.util.Optional;
import org.keras4j.tensor.Tensor;

/// The optional arguments of {@link Ops#dotProductAttention}.
///
/// {@snippet :
/// Ops.dotProductAttention(q, k, v, a -> a.mask(mask).isCausal(true));
/// }
public final class AttentionOptions {
  private Optional<Tensor> bias = Optional.empty();
  private Optional<Tensor> mask = Optional.empty();
  private Optional<Double> scale = Optional.empty();
  private boolean isCausal;
  private Optional<Boolean> flashAttention = Optional.empty();

  AttentionOptions() {}

  /// What is added to the scores; broadcasts to `(batch, heads, queries, keys)`.
  public AttentionOptions bias(Tensor value) {
    return bias(Optional.of(value));
  }

  /// What is added to the scores, if anything.
  public AttentionOptions bias(Optional<? extends Tensor> value) {
    bias = value.map(t -> t);
    return this;
  }

  /// Where keys may be attended to (true); broadcasts to `(batch, heads, queries, keys)`.
  public AttentionOptions mask(Tensor value) {
    return mask(Optional.of(value));
  }

  /// Where keys may be attended to, if not everywhere.
  public AttentionOptions mask(Optional<? extends Tensor> value) {
    mask = value.map(t -> t);
    return this;
  }

  /// What scores are multiplied by (one over the root of the size of a key).
  public AttentionOptions scale(double value) {
    scale = Optional.of(value);
    return this;
  }

  /// Whether a query sees only keys up to its own place.
  public AttentionOptions isCausal(boolean value) {
    isCausal = value;
    return this;
  }

  /// Accepted as Keras's; engines choose by themselves.
  public AttentionOptions flashAttention(boolean value) {
    flashAttention = Optional.of(value);
    return this;
  }

  Optional<Tensor> bias() {
    return bias;
  }

  Optional<Tensor> mask() {
    return mask;
  }

  Optional<Double> scale() {
    return scale;
  }

  boolean isCausal() {
    return isCausal;
  }

  Optional<Boolean> flashAttention() {
    return flashAttention;
  }
}
