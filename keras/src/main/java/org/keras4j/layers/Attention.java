package org.keras4j.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.initializers.Ones;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Dot-product attention (Luong's): for each query the mean of the values, weighted by how well
/// their keys fit.
///
/// - Input: a list of the query `(batch, queries, dim)`, the value `(batch, keys, valueDim)` and,
///   unless it is the value, the key `(batch, keys, dim)`
/// - Output: `(batch, queries, valueDim)`; with the keyword argument `return_attention_scores` also
///   the weights `(batch, queries, keys)`
/// - Weights: `scale ()` with `useScale`, `concat_score_weight ()` with `scoreMode("concat")`
///
/// Further arguments of the call: `mask`, a list of those of query and value; `use_causal_mask`.
///
/// {@snippet :
/// Tensor context = new Attention().apply(List.of(query, value));
/// }
///
/// @see <a href="https://keras.io/api/layers/attention_layers/attention/">Attention</a>
public final class Attention extends ListAttention<Attention> {
  private static final List<String> MODES = List.of("dot", "concat");

  private final Arg<String> scoreMode =
      arg("score_mode", Codec.STRING, () -> "dot").check(MODES::contains, "one of " + MODES);
  private @Nullable Variable scale;
  private @Nullable Variable concatScoreWeight;

  /// A layer without weights.
  public Attention() {
    super(false);
  }

  /// Sets how a key is compared with a query: `dot` by their product, `concat` by the sum of the
  /// hyperbolic tangent of their sum.
  public Attention scoreMode(String value) {
    return with(scoreMode, value);
  }

  @Override
  void build(List<Shape> inputs) {
    if (useScale.get()) {
      scale = addWeight("scale", Shape.of(), new Ones());
    }
    if (scoreMode.get().equals("concat")) {
      concatScoreWeight = addWeight("concat_score_weight", Shape.of(), new Ones());
    }
  }

  @Override
  Tensor scores(Tensor query, Tensor key) {
    if (scoreMode.get().equals("dot")) {
      return scaled(Ops.matmul(query, Ops.swapaxes(key, -2, -1)));
    }
    Tensor sum = Ops.add(Ops.expandDims(query, -2), Ops.expandDims(key, -3));
    Tensor fit = Ops.sum(Ops.tanh(scaled(sum)), Axes.of(-1));
    return Ops.multiply(built(concatScoreWeight), fit);
  }

  private Tensor scaled(Tensor x) {
    return scale == null ? x : Ops.multiply(scale, x);
  }
}
