package org.keras4j.layers;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Divides each row by its length: the squares along some axes add up to 1.
///
/// - Input: any shape
/// - Output: the same shape
///
/// {@snippet :
/// new UnitNormalization().apply(x);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/normalization_layers/unit_normalization/">UnitNormalization</a>
public final class UnitNormalization extends BuiltIn<UnitNormalization> {
  private final Arg<Object> axis =
      arg(
          "axis",
          Codec.of(
              value -> value,
              value ->
                  value instanceof List<?> list
                      ? Codec.INTS.decode(list)
                      : Codec.INT.decode(value)),
          () -> -1);

  /// A layer along the last axis.
  public UnitNormalization() {
    builtFromTheStart();
  }

  /// Sets the axes that are taken as one, negative ones counted from the end.
  public UnitNormalization axis(int... axes) {
    return with(axis, axes.length == 1 ? axes[0] : IntStream.of(axes).boxed().toList());
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    var axes =
        axis.get() instanceof List<?> list
            ? Codec.INTS.decode(list)
            : List.of((Integer) axis.get());
    axes.forEach(a -> NormalizationLayer.requireAxis(a, x.shape()));
    return Ops.normalize(x, Axes.of(axes), 2, 1e-12);
  }
}
