package org.keras4j.layers;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Brings each row to mean 0 and variance 1 over some axes.
///
/// - Input: any shape
/// - Output: the same shape
/// - Weights: `gamma` if `scale`, `beta` if `center`: of the sizes of the axes
///
/// Follows [Ba et al., 2016](https://arxiv.org/abs/1607.06450).
///
/// {@snippet :
/// new LayerNormalization().epsilon(1e-6).apply(x);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/normalization_layers/layer_normalization/">LayerNormalization</a>
public final class LayerNormalization extends NormalizationLayer<LayerNormalization> {
  static final Codec<List<Integer>> AXES =
      Codec.of(
          axes -> axes,
          value ->
              value instanceof Number
                  ? List.of(Codec.INT.decode(value))
                  : Codec.INTS.decode(value));

  private final Arg<List<Integer>> axis = arg("axis", AXES, () -> List.of(-1));
  private final Arg<Boolean> rmsScaling = arg("rms_scaling", false);

  /// A layer over the last axis.
  public LayerNormalization() {
    autocast(false);
  }

  /// Sets the axes, negative ones counted from the end.
  public LayerNormalization axis(int... axes) {
    return with(axis, IntStream.of(axes).boxed().sorted().toList());
  }

  @Override
  protected void build(Shape input) {
    axis.get().forEach(a -> requireAxis(a, input));
    Shape shape = Shape.of(axis.get().stream().sorted().map(input::dim).toList());
    if (scale.get() || rmsScaling.get()) {
      addGamma(shape);
    }
    if (center.get() && !rmsScaling.get()) {
      addBeta(shape);
    }
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor y =
        Ops.layerNormalization(
            x,
            o ->
                o.gamma(gamma())
                    .beta(beta())
                    .axis(Axes.of(axis.get()))
                    .epsilon(epsilon.get())
                    .rmsScaling(rmsScaling.get()));
    return Ops.cast(y, computeDType());
  }
}
