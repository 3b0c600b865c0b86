package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Attention.
abstract class AttentionOps extends NormalizationOps {
  AttentionOps() {}

  /// Scaled dot-product attention: `softmax(scale query keyᵀ + bias) value` for each head.
  ///
  /// - Input: `query` `(batch, queries, heads, size)`, `key` and `value` `(batch, keys, keyHeads,
  ///   size)`; `heads` is a multiple of `keyHeads`
  /// - Output: `(batch, queries, heads, size)` of the promoted dtype; the softmax is computed in
  ///   float32
  ///
  /// Follows Vaswani et al., "Attention Is All You Need" (2017).
  ///
  /// {@snippet :
  /// var y = Ops.dotProductAttention(q, k, v, a -> a.isCausal(true));
  /// }
  ///
  /// @param options `bias`, `mask`, `scale`, `isCausal`
  /// @throws IllegalArgumentException if shapes do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#dot_product_attention-function">keras.ops.dot_product_attention</a>
  public static Tensor dotProductAttention(
      Tensor query, Tensor key, Tensor value, Consumer<AttentionOptions> options) {
    var o = new AttentionOptions();
    options.accept(o);
    var named = new TreeMap<String, Object>();
    o.bias().ifPresent(b -> named.put("bias", b));
    o.mask().ifPresent(m -> named.put("mask", m));
    o.scale().ifPresent(s -> named.put("scale", s));
    return call(
        "DotProductAttention",
        new Arguments(List.of(query, key, value), named),
        () ->
            Map.of(
                "is_causal",
                o.isCausal(),
                "flash_attention",
                o.flashAttention().<Object>map(f -> f).orElse(Optional.empty()),
                "attn_logits_soft_cap",
                Optional.empty()),
        a -> attend(a, o));
  }

  /// {@link #dotProductAttention(Tensor, Tensor, Tensor, Consumer)} without bias and mask.
  public static Tensor dotProductAttention(Tensor query, Tensor key, Tensor value) {
    return dotProductAttention(query, key, value, _ -> {});
  }

  private static Tensor attend(Arguments a, AttentionOptions o) {
    var given = a.positional().stream().map(t -> (Tensor) t).toList();
    var in = new ArrayList<>(promoted(given));
    if (!in.getFirst().dtype().isFloat()) {
      in.replaceAll(t -> as(t, Promotion.floatx()));
    }
    checkAttention(in.get(0), in.get(1), in.get(2));
    DType dtype = in.getFirst().dtype();
    var bias = a.get("bias").map(b -> as(fourAxes((Tensor) b, in.get(0)), dtype));
    var mask = a.get("mask").map(m -> truth(fourAxes((Tensor) m, in.get(0))));
    bias.ifPresent(in::add);
    mask.ifPresent(in::add);
    for (Tensor t : in.subList(3, in.size())) {
      checkHeads(t, in.get(0));
    }
    double scale = o.scale().orElse(1 / Math.sqrt(in.get(1).shape().dim(3)));
    return new Attention(scale, o.isCausal(), bias.isPresent(), mask.isPresent()).apply(in);
  }

  private static void checkAttention(Tensor query, Tensor key, Tensor value) {
    boolean fits =
        query.rank() == 4
            && key.rank() == 4
            && value.rank() == 4
            && key.shape().slice(0, 3).equals(value.shape().slice(0, 3))
            && query.shape().dim(0) == key.shape().dim(0)
            && query.shape().dim(3) == key.shape().dim(3)
            && key.shape().dim(2) > 0
            && query.shape().dim(2) % key.shape().dim(2) == 0;
    if (!fits) {
      throw new IllegalArgumentException(
          "dotProductAttention takes a query (batch, queries, heads, size), a key and a value (batch, keys, keyHeads, size), heads a multiple of keyHeads. Received: query.shape=%s, key.shape=%s, value.shape=%s"
              .formatted(query.shape(), key.shape(), value.shape()));
    }
  }

  /// A bias or mask with the axes it lacks; three axes lack the heads, unless the first are these.
  private static Tensor fourAxes(Tensor x, Tensor query) {
    Shape shape = x.shape();
    int heads = query.shape().dim(2);
    if (shape.rank() == 3 && shape.dim(0) != 1 && shape.dim(0) != heads) {
      return Lax.reshape(strong(x), shape.insert(shape.dim(1) == heads ? 2 : 1, 1));
    }
    while (shape.rank() < 4) {
      shape = shape.insert(0, 1);
    }
    return Lax.reshape(strong(x), shape);
  }

  private static void checkHeads(Tensor x, Tensor query) {
    if (x.rank() != 4 || (x.shape().dim(1) != 1 && x.shape().dim(1) != query.shape().dim(2))) {
      throw new IllegalArgumentException(
          "dotProductAttention takes a bias and a mask that broadcast to (batch, heads, queries, keys). Received: shape=%s, query.shape=%s"
              .formatted(x.shape(), query.shape()));
    }
  }

  /// A Python number.
  static Array number(double value) {
    return Array.weak(value);
  }
}
