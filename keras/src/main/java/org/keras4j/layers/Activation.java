package org.keras4j.layers;

import org.keras4j.activations.ActivationFunction;
import org.keras4j.config.Arg;
import org.keras4j.tensor.Tensor;

/// Applies an activation function.
///
/// - Input: any shape
/// - Output: the same shape
///
/// {@snippet :
/// new Activation("relu").apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/core_layers/activation/">Activation</a>
public final class Activation extends BuiltIn<Activation> {
  private final Arg<ActivationFunction> activation =
      required("activation", ActivationFunction.CODEC);

  Activation() {
    builtFromTheStart();
  }

  /// A layer that applies a function.
  public Activation(ActivationFunction activation) {
    this();
    set(this.activation, activation);
  }

  /// A layer that applies a function of Keras's name.
  public Activation(String activation) {
    this(ActivationFunction.get(activation));
  }

  @Override
  boolean treatsSamplesAlone() {
    return true;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return activation.get().apply(x);
  }
}
