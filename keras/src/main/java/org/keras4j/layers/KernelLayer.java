package org.keras4j.layers;

import org.keras4j.activations.ActivationFunction;
import org.keras4j.activations.Activations;
import org.keras4j.config.Arg;

/// A layer with a kernel, a bias and an activation: the keywords they have in common.
///
/// @param <SELF> the layer's own class
public abstract class KernelLayer<SELF extends KernelLayer<SELF>> extends KernelBiasLayer<SELF> {
  final Arg<ActivationFunction> activation;

  /// @param kernelName what Keras calls the kernel in keywords: `kernel` or `depthwise`
  @SuppressWarnings("this-escape") // keywords are declared while constructing
  KernelLayer(String kernelName) {
    super(kernelName);
    activation = arg("activation", ActivationFunction.CODEC, () -> Activations.LINEAR);
  }

  @Override
  boolean treatsSamplesAlone() {
    return true;
  }

  /// Sets what is applied to the result.
  public SELF activation(ActivationFunction value) {
    return with(activation, value);
  }

  /// Sets what is applied to the result, by Keras's name.
  public SELF activation(String name) {
    return activation(ActivationFunction.get(name));
  }
}
