package org.keras4j.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keras4j.initializers.GlorotUniform;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Additive attention (Bahdanau's): keys are compared with queries by the hyperbolic tangent of
/// their sum.
///
/// - Input, output, arguments of the call: those of [Attention]
/// - Weights: `scale (dim)` unless `useScale(false)`
///
/// {@snippet :
/// Tensor context = new AdditiveAttention().apply(List.of(query, value));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/attention_layers/additive_attention/">AdditiveAttention</a>
public final class AdditiveAttention extends ListAttention<AdditiveAttention> {
  private @Nullable Variable scale;

  /// A layer with a weight for each feature.
  public AdditiveAttention() {
    super(true);
  }

  @Override
  void build(List<Shape> inputs) {
    if (useScale.get()) {
      scale = addWeight("scale", Shape.of(inputs.getFirst().dim(-1)), new GlorotUniform());
    }
  }

  @Override
  Tensor scores(Tensor query, Tensor key) {
    Tensor fit = Ops.tanh(Ops.add(Ops.expandDims(query, -2), Ops.expandDims(key, -3)));
    return Ops.sum(scale == null ? fit : Ops.multiply(scale, fit), Axes.of(-1));
  }
}
