package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Attention in which several query heads share the key and value of one head.
///
/// - Input: `query (batch, queries, dim)`, `value (batch, keys, dim)` and, unless it is the value,
///   `key (batch, keys, dim)`
/// - Output: `(batch, queries, dim)`; with the keyword argument `return_attention_scores` also the
///   scores `(batch, numQueryHeads, queries, keys)`
/// - Weights: `query` (and `gate`), `kernel (dim, numQueryHeads, headDim)`, `bias (numQueryHeads,
///   headDim)`; `key` and `value`, the same with `numKeyValueHeads`; `attention_output`, `kernel
///   (numQueryHeads, headDim, dim)`, `bias (dim)`
///
/// Further arguments of the call are those of [MultiHeadAttention], and `query_mask`.
///
/// Follows [Ainslie et al., 2023](https://arxiv.org/abs/2305.13245).
///
/// {@snippet :
/// Tensor y = new GroupQueryAttention(64, 8, 2).apply(query, value);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/attention_layers/group_query_attention/">GroupQueryAttention</a>
public final class GroupQueryAttention extends ProjectedAttention<GroupQueryAttention> {
  private final Arg<Integer> headDim =
      required("head_dim", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Integer> numQueryHeads =
      required("num_query_heads", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Integer> numKeyValueHeads =
      required("num_key_value_heads", Codec.INT).check(n -> n > 0, "a positive integer");

  GroupQueryAttention() {}

  /// A layer of `numQueryHeads` heads of `headDim` numbers, of which groups share
  /// `numKeyValueHeads` keys and values.
  ///
  /// @param numQueryHeads a multiple of `numKeyValueHeads`
  public GroupQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads) {
    set(this.headDim, headDim);
    set(this.numQueryHeads, numQueryHeads);
    set(this.numKeyValueHeads, numKeyValueHeads);
  }

  @Override
  protected void checkKeywords() {
    super.checkKeywords();
    if (numQueryHeads.get() % numKeyValueHeads.get() != 0) {
      throw new IllegalArgumentException(
          "`num_query_heads` must be divisible by `num_key_value_heads`. Received: num_query_heads=%d, num_key_value_heads=%d"
              .formatted(numQueryHeads.get(), numKeyValueHeads.get()));
    }
  }

  /// Keras's class has another name than the one it is exported under.
  @Override
  public String className() {
    return "GroupedQueryAttention";
  }

  @Override
  int headSize() {
    return headDim.get();
  }

  @Override
  void build(Shape query, Shape value, Shape key) {
    int dim = query.dim(-1);
    int size = headDim.get();
    Shape heads = Shape.of(numQueryHeads.get(), size);
    Shape shared = Shape.of(numKeyValueHeads.get(), size);
    Shape attended = Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, numQueryHeads.get(), size);
    project(
        "_",
        new Projection("bqm,muh->bquh", query, heads),
        new Projection("bkm,mvh->bkvh", key, shared),
        new Projection("bkm,mvh->bkvh", value, shared),
        new Projection("bquh,uhm->bqm", attended, Shape.of(dim)));
  }

  @Override
  int[] softmaxAxes() {
    return new int[] {-1};
  }

  @Override
  Tensor perQueryHead(Tensor x) {
    return Ops.repeat(x, numQueryHeads.get() / numKeyValueHeads.get(), 2);
  }

  @Override
  Tensor scores(Tensor query, Tensor key) {
    return Ops.einsum("bquh,bkuh->buqk", query, key);
  }

  @Override
  Tensor combined(Tensor weights, Tensor value) {
    return Ops.einsum("buqk,bkuh->bquh", weights, value);
  }

  @Override
  Optional<Tensor> queryMask(Call ctx) {
    return ctx.mask("query");
  }
}
