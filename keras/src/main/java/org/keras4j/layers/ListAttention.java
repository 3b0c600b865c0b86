package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.random.Random;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Attention of one head, called on a list of query, value and perhaps key.
///
/// @param <SELF> the layer's own class
public abstract class ListAttention<SELF extends ListAttention<SELF>> extends BuiltIn<SELF> {
  final Arg<Boolean> useScale;
  private final Arg<Double> dropout = arg("dropout", 0.0);
  private final Arg<Optional<Long>> seed = optional("seed", Codec.LONG);
  private final Supplier<SeedGenerator> seeds = trackSeed(seed, () -> dropout.get() > 0);

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  ListAttention(boolean useScale) {
    this.useScale = arg("use_scale", useScale);
  }

  /// Sets whether there is a weight that scales scores.
  public SELF useScale(boolean value) {
    return with(useScale, value);
  }

  /// Sets the share of the weights of the mean that is dropped in training (0 at first).
  public SELF dropout(double value) {
    return with(dropout, value);
  }

  /// Sets the seed of dropout: the same choices each time the program runs.
  public SELF seed(long value) {
    return with(seed, Optional.of(value));
  }

  @Override
  protected final Signature signature() {
    return Signature.of("inputs").byName("return_attention_scores", "use_causal_mask");
  }

  @Override
  protected final boolean supportsMasking() {
    return true;
  }

  @Override
  protected List<Optional<Tensor>> computeMasks(Tree<Tensor> inputs, List<Optional<Tensor>> masks) {
    return masks.isEmpty() ? List.of() : masks.subList(0, 1);
  }

  @Override
  protected final void build(Tree<Shape> inputs) {
    requireList(inputs);
    build(inputs.flatten());
  }

  /// Makes the weights for the shapes of query, value and perhaps key.
  abstract void build(List<Shape> inputs);

  private void requireList(Tree<?> inputs) {
    int length = inputs.flatten().size();
    if (!(inputs instanceof Tree.Sequence<?>) || length < 2 || length > 3) {
      throw new IllegalArgumentException(
          "Layer '%s' must be called on a list of 2 or 3 inputs, namely [query, value] or [query, value, key]. Received: %s"
              .formatted(name(), inputs));
    }
  }

  /// How well each key `(batch, keys, dim)` fits each query `(batch, queries, dim)`.
  abstract Tensor scores(Tensor query, Tensor key);

  @Override
  protected final Tree<Tensor> call(Tree<Tensor> inputs, Call ctx) {
    requireList(inputs);
    ctx.argument("mask").ifPresent(this::requireMasks);
    var tensors = inputs.flatten().stream().map(t -> t.withMask(Optional.empty())).toList();
    Tensor value = tensors.get(1);
    Tensor scores = scores(tensors.getFirst(), tensors.getLast());
    var masks = ctx.masks();
    var valueMask = masks.size() > 1 ? masks.get(1) : Optional.<Tensor>empty();
    boolean causal = ctx.flag("use_causal_mask");
    Tensor weights =
        Ops.softmax(
            allowed(scores.shape(), valueMask, causal)
                .map(m -> Ops.where(m, scores, lowered(scores)))
                .orElse(scores),
            -1);
    if (ctx.training() && dropout.get() > 0) {
      weights = Random.dropout(weights, dropout.get(), seeds.get());
    }
    Tensor mean = Ops.matmul(weights, value);
    var queryMask = masks.isEmpty() ? Optional.<Tensor>empty() : masks.getFirst();
    Tensor output = queryMask.map(m -> Ops.where(Ops.expandDims(m, -1), mean, 0.0)).orElse(mean);
    return ctx.flag("return_attention_scores")
        ? Tree.sequence(List.of(output, weights))
        : Tree.leaf(output);
  }

  private void requireMasks(Object mask) {
    if (!(mask instanceof List<?> masks) || masks.size() < 2 || masks.size() > 3) {
      throw new IllegalArgumentException(
          "The mask of layer '%s' must be a list of 2 or 3, namely [query_mask, value_mask]. Received: mask=%s"
              .formatted(name(), mask));
    }
  }

  /// Which scores count; empty if all.
  private static Optional<Tensor> allowed(Shape scores, Optional<Tensor> value, boolean causal) {
    var columns = value.map(m -> Ops.cast(m.rank() == 2 ? Ops.expandDims(m, -2) : m, DType.BOOL));
    if (!causal) {
      return columns;
    }
    Tensor past = Ops.expandDims(Ops.tri(scores.dim(-2), scores.dim(-1), 0, DType.BOOL), 0);
    return Optional.of(columns.map(m -> Ops.logicalAnd(m, past)).orElse(past));
  }

  /// Scores so low that they do not count, unless all are.
  private static Tensor lowered(Tensor scores) {
    return Ops.subtract(scores, scores.dtype() == DType.FLOAT16 ? 65504.0 : 1e9);
  }
}
