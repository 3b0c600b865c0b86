package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Convolutions of a number of filters.
///
/// @param <SELF> the class itself
public abstract class BaseConv<SELF extends BaseConv<SELF>> extends WindowLayer<SELF> {
  private final Arg<Integer> filters =
      required("filters", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Integer> groups =
      arg("groups", Codec.INT, () -> 1).check(n -> n > 0, "a positive integer");
  private @Nullable Variable kernel;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  BaseConv(int rank) {
    super(rank, "kernel", rank == 1);
  }

  @SuppressWarnings("this-escape") // keywords are set while constructing
  BaseConv(int rank, int filters, int... size) {
    this(rank);
    set(this.filters, filters);
    set(kernelSize, Sizes.of(rank, size));
  }

  /// Sets into how many groups channels are cut that are convolved each by itself (1 at first).
  public SELF groups(int value) {
    return with(groups, value);
  }

  /// The kernel, once the layer is built.
  public Optional<Variable> kernel() {
    return Optional.ofNullable(kernel);
  }

  @Override
  protected void build(Shape input) {
    checkDilation();
    int channels = channels(input);
    if (channels % groups.get() != 0 || filters.get() % groups.get() != 0) {
      throw new IllegalArgumentException(
          "The number of input channels and of filters must be evenly divisible by the number of groups in layer '%s'. Received: groups=%d, input channels %d, filters=%d"
              .formatted(name(), groups.get(), channels, filters.get()));
    }
    kernel = addKernel("kernel", kernelShape(channels / groups.get(), filters.get()));
    addBias(filters.get());
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    boolean causal = padding.get().equals("causal");
    Tensor y =
        Ops.conv(
            causal ? padded(x) : x,
            built(kernel),
            c ->
                c.strides(Sizes.array(strides.get()))
                    .padding(causal ? "valid" : padding.get())
                    .dilationRate(Sizes.array(dilationRate.get()))
                    .dataFormat(dataFormat.get()));
    return finish(y);
  }

  /// Zeros before the first step, so that no result depends on later ones.
  private Tensor padded(Tensor x) {
    int before = dilationRate.get().getFirst() * (kernelSize.get().getFirst() - 1);
    int[][] width = new int[3][2];
    width[channelsLast() ? 1 : 2][0] = before;
    return Ops.pad(x, width);
  }
}
