package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Positive numbers that add up to 1 along an axis; masked ones are 0.
///
/// - Input: any shape
/// - Output: the same shape
///
/// {@snippet :
/// new Softmax().apply(scores, c -> c.mask(allowed));
/// }
///
/// @see <a href="https://keras.io/api/layers/activation_layers/softmax/">Softmax</a>
public final class Softmax extends BuiltIn<Softmax> {
  private static final Codec<List<Integer>> AXES =
      Codec.of(
          axes -> axes.size() == 1 ? axes.getFirst() : axes,
          value ->
              value instanceof Number
                  ? List.of(Codec.INT.decode(value))
                  : Codec.INTS.decode(value));

  private final Arg<List<Integer>> axis = arg("axis", AXES, () -> List.of(-1));

  /// A layer along the last axis.
  public Softmax() {
    builtFromTheStart();
  }

  /// Sets the axis, or several that are taken as one.
  public Softmax axis(int... axes) {
    return with(axis, IntStream.of(axes).boxed().toList());
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Optional<Tensor> mask = ctx.mask().map(m -> truth(m, x));
    double smallest = x.dtype() == DType.FLOAT16 ? -3e4 : -1e9;
    Tensor masked = mask.map(m -> Ops.where(m, x, Array.scalar(x.dtype(), smallest))).orElse(x);
    Tensor y = Ops.softmax(masked, Axes.of(axis.get()));
    return mask.map(m -> Ops.where(m, y, Array.weak(0.0))).orElse(y);
  }

  private static Tensor truth(Tensor mask, Tensor x) {
    boolean fits = mask.rank() <= x.rank();
    for (int i = 1; fits && i <= mask.rank(); i++) {
      fits = mask.shape().dim(-i) == 1 || mask.shape().dim(-i) == x.shape().dim(-i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "The `mask` must be broadcastable to `inputs`: each size 1 or that of the input. Received: inputs.shape=%s, mask.shape=%s"
              .formatted(x.shape(), mask.shape()));
    }
    return mask.dtype() == DType.BOOL ? mask : Ops.greater(mask, 0.5);
  }
}
