package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.initializers.Initializer;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Convolutions of a number of filters.
///
/// @param <SELF> the class itself
public abstract class BaseConv<SELF extends BaseConv<SELF>> extends WindowLayer<SELF>
    implements LoraLayer {
  private final Arg<Integer> filters =
      required("filters", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Integer> groups =
      arg("groups", Codec.INT, () -> 1).check(n -> n > 0, "a positive integer");
  private final Lora lora = new Lora(this, "kernel");
  private @Nullable Variable kernel;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  BaseConv(int rank) {
    super(rank, "kernel", rank == 1);
    whenSettled(this::check);
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

  private void check() {
    window.checkDilation(name());
    if (filters.get() % groups.get() != 0) {
      throw new IllegalArgumentException(
          "The number of filters must be evenly divisible by the number of groups in layer '%s'. Received: groups=%d, filters=%d"
              .formatted(name(), groups.get(), filters.get()));
    }
  }

  @Override
  protected void build(Shape input) {
    int channels = channels(input);
    if (channels % groups.get() != 0) {
      throw new IllegalArgumentException(
          "The number of input channels must be evenly divisible by the number of groups in layer '%s'. Received: groups=%d, but the input has %d channels (full input shape is %s)"
              .formatted(name(), groups.get(), channels, input));
    }
    kernel = addKernel("kernel", kernelShape(channels / groups.get(), filters.get()));
    addBias(filters.get());
    lora.enableIfConfigured(this);
  }

  @Override
  public final void enableLora(int rank, double alpha, Initializer a, Initializer b) {
    Variable large = built(kernel);
    var request =
        new Lora.Request(
            large, large.storedType().shape(), kernelConstraint(), kernelRegularizer());
    lora.enable(request, rank, alpha, a, b);
  }

  @Override
  public final Array savedValue(Variable variable) {
    return lora.isEnabled() && variable == kernel
        ? lora.mergedForFiles(variable.stored())
        : super.savedValue(variable);
  }

  @Override
  public final void stateLoaded() {
    lora.reset();
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return finish(window.convolve(x, lora.merged(built(kernel))));
  }
}
