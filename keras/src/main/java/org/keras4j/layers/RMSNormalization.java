package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.initializers.Ones;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Divides each row by the root of the mean of its squares, and multiplies by learned factors.
///
/// - Input: any shape
/// - Output: the same shape
/// - Weights: `scale`, of the sizes of the axes, which must be the last ones
///
/// Follows [Zhang and Sennrich, 2019](https://arxiv.org/abs/1910.07467).
///
/// {@snippet :
/// new RMSNormalization().epsilon(1e-5).apply(x);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/normalization_layers/rms_normalization/">RMSNormalization</a>
public final class RMSNormalization extends BuiltIn<RMSNormalization> {
  private final Arg<List<Integer>> axis = arg("axis", LayerNormalization.AXES, () -> List.of(-1));
  private final Arg<Double> epsilon = arg("epsilon", 1e-6);
  private @Nullable Variable scale;

  /// A layer over the last axis.
  public RMSNormalization() {}

  /// Sets the axes, negative ones counted from the end.
  public RMSNormalization axis(int... axes) {
    return with(axis, IntStream.of(axes).boxed().sorted().toList());
  }

  /// Sets what is added to the mean of squares (1e-6 at first).
  public RMSNormalization epsilon(double value) {
    return with(epsilon, value);
  }

  @Override
  protected void build(Shape input) {
    axis.get().forEach(a -> NormalizationLayer.requireAxis(a, input));
    var axes = axis.get().stream().sorted().toList();
    int rank = input.rank();
    int first = rank - axes.size();
    if (!axes.stream()
        .map(a -> a < 0 ? a + rank : a)
        .sorted()
        .toList()
        .equals(IntStream.range(first, rank).boxed().toList())) {
      throw new IllegalArgumentException(
          "The axes of layer '%s' must be the last ones. Received: axis=%s, inputs.shape=%s"
              .formatted(name(), axis.get(), input));
    }
    scale = addWeight("scale", Shape.of(axes.stream().map(input::dim).toList()), new Ones());
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return Ops.rmsNormalization(
        x,
        o -> o.scale(Optional.of(built(scale))).axis(Axes.of(axis.get())).epsilon(epsilon.get()));
  }
}
