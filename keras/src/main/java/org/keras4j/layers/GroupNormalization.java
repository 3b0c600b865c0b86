package org.keras4j.layers;

import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Brings each row's groups of channels to mean 0 and variance 1.
///
/// - Input: any shape
/// - Output: the same shape
/// - Weights: `gamma (channels)` if `scale`, `beta (channels)` if `center`
///
/// With one group it normalizes as [LayerNormalization] over all axes, with as many groups as
/// channels, `groups(-1)`, it is instance normalization.
///
/// Follows [Wu and He, 2018](https://arxiv.org/abs/1803.08494).
///
/// {@snippet :
/// new GroupNormalization().groups(8).apply(images);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/normalization_layers/group_normalization/">GroupNormalization</a>
public final class GroupNormalization extends NormalizationLayer<GroupNormalization> {
  private final Arg<Integer> groups =
      arg("groups", Codec.INT, () -> 32)
          .check(n -> n > 0 || n == -1, "a positive integer, or -1 for as many as channels");
  private final Arg<Integer> axis = arg("axis", -1);

  /// A layer of 32 groups of the last axis.
  public GroupNormalization() {
    autocast(false);
  }

  /// Sets the number of groups, which divides that of channels; -1 for as many as channels.
  public GroupNormalization groups(int value) {
    return with(groups, value);
  }

  /// Sets the axis of the channels.
  public GroupNormalization axis(int value) {
    return with(axis, value);
  }

  @Override
  protected void build(Shape input) {
    requireAxis(axis.get(), input);
    int channels = input.dim(axis.get());
    if (channels == Shape.UNKNOWN) {
      throw new IllegalArgumentException(
          "Layer '%s' needs a known number of channels at axis %d. Received: inputs.shape=%s"
              .formatted(name(), axis.get(), input));
    }
    if (groups.get() == -1) {
      set(groups, channels);
    }
    if (channels % groups.get() != 0) {
      throw new IllegalArgumentException(
          "The number of channels must be a multiple of that of groups in layer '%s'. Received: groups=%d, channels=%d"
              .formatted(name(), groups.get(), channels));
    }
    inputSpec(InputSpec.rank(input.rank()).axis(axis.get(), channels));
    if (scale.get()) {
      addGamma(Shape.of(channels));
    }
    if (center.get()) {
      addBeta(Shape.of(channels));
    }
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    int place = axis.get() < 0 ? axis.get() + x.rank() : axis.get();
    Shape split = split(x.shape(), place);
    DType wide = Promotion.resultType(x.dtype(), DType.FLOAT32);
    Tensor grouped = Ops.cast(Ops.reshape(x, split), wide);
    var reduced = new ArrayList<>(IntStream.rangeClosed(1, x.rank()).boxed().toList());
    reduced.remove(Integer.valueOf(place));
    var moments = Ops.moments(grouped, Axes.of(reduced).keepDims());
    Tensor inverse = Ops.rsqrt(Ops.add(moments.getLast(), epsilon.get()));
    Shape weights =
        split(
            Shape.of(
                IntStream.range(0, x.rank()).map(i -> i == place ? x.shape().dim(i) : 1).toArray()),
            place);
    Tensor factor =
        aligned(gamma(), weights, wide).map(g -> Ops.multiply(inverse, g)).orElse(inverse);
    Tensor offset = Ops.negative(Ops.multiply(moments.getFirst(), factor));
    Tensor shifted = aligned(beta(), weights, wide).map(b -> Ops.add(offset, b)).orElse(offset);
    Tensor y = Ops.add(Ops.multiply(grouped, factor), shifted);
    return Ops.cast(Ops.reshape(Ops.cast(y, x.dtype()), x.shape()), computeDType());
  }

  /// A shape whose channels are cut into groups.
  private Shape split(Shape shape, int place) {
    int inGroup = shape.dim(place) / groups.get();
    return shape.with(place, inGroup).insert(place, groups.get());
  }

  private static Optional<Tensor> aligned(Optional<Variable> weight, Shape shape, DType dtype) {
    return weight.map(w -> Ops.cast(Ops.reshape(w, shape), dtype));
  }
}
