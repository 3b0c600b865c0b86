package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Convolutions of each channel by itself.
///
/// @param <SELF> the class itself
public abstract class BaseDepthwiseConv<SELF extends BaseDepthwiseConv<SELF>>
    extends WindowLayer<SELF> {
  private final Arg<Integer> depthMultiplier =
      arg("depth_multiplier", Codec.INT, () -> 1).check(n -> n > 0, "a positive integer");
  private @Nullable Variable kernel;

  @SuppressWarnings("this-escape") // keywords are set while constructing
  BaseDepthwiseConv(int rank, int... size) {
    super(rank, "depthwise", false);
    if (size.length > 0) {
      set(kernelSize, Sizes.of(rank, size));
    }
  }

  /// Sets how many results each channel has (1 at first).
  public SELF depthMultiplier(int value) {
    return with(depthMultiplier, value);
  }

  /// The kernel, once the layer is built.
  public Optional<Variable> kernel() {
    return Optional.ofNullable(kernel);
  }

  @Override
  protected void build(Shape input) {
    int channels = channels(input);
    kernel = addKernel("kernel", kernelShape(channels, depthMultiplier.get()));
    addBias(channels * depthMultiplier.get());
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor y =
        Ops.depthwiseConv(
            x,
            built(kernel),
            c ->
                c.strides(Sizes.array(strides.get()))
                    .padding(padding.get())
                    .dilationRate(Sizes.array(dilationRate.get()))
                    .dataFormat(dataFormat.get()));
    return finish(y);
  }
}
