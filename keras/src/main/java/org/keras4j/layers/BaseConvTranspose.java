package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Transposed convolutions.
///
/// @param <SELF> the class itself
public abstract class BaseConvTranspose<SELF extends BaseConvTranspose<SELF>>
    extends WindowLayer<SELF> {
  private final Arg<Integer> filters =
      required("filters", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Optional<List<Integer>>> outputPadding;
  private @Nullable Variable kernel;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  BaseConvTranspose(int rank) {
    super(rank, "kernel", false);
    outputPadding = optional("output_padding", Sizes.codec(rank));
    whenSettled(this::check);
  }

  @SuppressWarnings("this-escape") // keywords are set while constructing
  BaseConvTranspose(int rank, int filters, int... size) {
    this(rank);
    set(this.filters, filters);
    set(kernelSize, Sizes.of(rank, size));
  }

  /// Sets how much is added to one side of the result, less than the stride.
  public SELF outputPadding(int... values) {
    return with(outputPadding, Optional.of(Sizes.of(spatialRank, values)));
  }

  /// The kernel, once the layer is built.
  public Optional<Variable> kernel() {
    return Optional.ofNullable(kernel);
  }

  private void check() {
    window.checkDilation(name());
    var added = outputPadding.get().orElse(Sizes.of(spatialRank, 0));
    for (int i = 0; i < spatialRank; i++) {
      if (added.get(i) >= strides.get().get(i)) {
        throw new IllegalArgumentException(
            "`output_padding` must be strictly less than `strides` for all dimensions in layer '%s'. Received: output_padding=%s, strides=%s"
                .formatted(name(), added, strides.get()));
      }
    }
  }

  @Override
  protected void build(Shape input) {
    kernel = addKernel("kernel", kernelShape(filters.get(), channels(input)));
    addBias(filters.get());
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor y =
        Ops.convTranspose(
            x,
            built(kernel),
            c -> {
              c.strides(Sizes.array(strides.get()))
                  .padding(padding.get())
                  .dilationRate(Sizes.array(dilationRate.get()))
                  .dataFormat(dataFormat.get());
              outputPadding.get().ifPresent(p -> c.outputPadding(Sizes.array(p)));
            });
    return finish(y);
  }
}
