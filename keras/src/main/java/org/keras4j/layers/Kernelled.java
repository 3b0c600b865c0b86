package org.keras4j.layers;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Layers with a kernel and a bias that may be left out.
///
/// @param <SELF> the class itself
public abstract class Kernelled<SELF extends Kernelled<SELF>> extends KernelLayer<SELF> {
  private final Arg<Boolean> useBias;
  private @Nullable Variable bias;

  /// @param kernelName what Keras calls the kernel in keywords: `kernel` or `depthwise`
  @SuppressWarnings("this-escape") // keywords are declared while constructing
  Kernelled(String kernelName) {
    super(kernelName);
    useBias = arg("use_bias", true);
  }

  /// Sets whether there is a bias (true at first).
  public SELF useBias(boolean value) {
    return with(useBias, value);
  }

  final void addBias(int size) {
    if (useBias.get()) {
      bias = addBias(Shape.of(size));
    }
  }

  /// The bias, once the layer is built and if it has one.
  public Optional<Variable> bias() {
    return Optional.ofNullable(bias);
  }

  /// Adds the bias, brought into the result's form, and applies the activation.
  final Tensor finish(Tensor y, UnaryOperator<Tensor> biasForm) {
    return activation.get().apply(bias == null ? y : Ops.add(y, biasForm.apply(bias)));
  }
}
