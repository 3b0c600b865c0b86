package org.keras4j.layers;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.activations.Activations;
import org.keras4j.config.Arg;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.GlorotUniform;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Layers with a kernel and a bias: the keywords they share.
///
/// @param <SELF> the class itself
public abstract class Kernelled<SELF extends Kernelled<SELF>> extends BuiltIn<SELF> {
  private final Arg<ActivationFunction> activation;
  private final Arg<Boolean> useBias;
  private final Arg<Initializer> kernelInitializer;
  private final Arg<Initializer> biasInitializer;
  private final Arg<Optional<Regularizer>> kernelRegularizer;
  private final Arg<Optional<Regularizer>> biasRegularizer;
  private final Arg<Optional<Constraint>> kernelConstraint;
  private final Arg<Optional<Constraint>> biasConstraint;
  private @Nullable Variable bias;

  /// @param kernelName what Keras calls the kernel in keywords: `kernel` or `depthwise`
  @SuppressWarnings("this-escape") // keywords are declared while constructing
  Kernelled(String kernelName) {
    activation = arg("activation", ActivationFunction.CODEC, () -> Activations.LINEAR);
    useBias = arg("use_bias", true);
    kernelInitializer = arg(kernelName + "_initializer", Initializer.FAMILY, GlorotUniform::new);
    biasInitializer = arg("bias_initializer", Initializer.FAMILY, Zeros::new);
    kernelRegularizer = optional(kernelName + "_regularizer", Regularizer.FAMILY);
    biasRegularizer = optional("bias_regularizer", Regularizer.FAMILY);
    kernelConstraint = optional(kernelName + "_constraint", Constraint.FAMILY);
    biasConstraint = optional("bias_constraint", Constraint.FAMILY);
  }

  /// Sets what is applied to the result.
  public SELF activation(ActivationFunction value) {
    return with(activation, value);
  }

  /// Sets what is applied to the result, by Keras's name.
  public SELF activation(String name) {
    return activation(ActivationFunction.get(name));
  }

  /// Sets whether there is a bias (true at first).
  public SELF useBias(boolean value) {
    return with(useBias, value);
  }

  /// Sets how the kernel begins (`glorot_uniform` at first).
  public SELF kernelInitializer(Initializer value) {
    return with(kernelInitializer, value);
  }

  /// Sets how the kernel begins, by Keras's name.
  public SELF kernelInitializer(String name) {
    return kernelInitializer(Initializer.get(name));
  }

  /// Sets how the bias begins (`zeros` at first).
  public SELF biasInitializer(Initializer value) {
    return with(biasInitializer, value);
  }

  /// Sets how the bias begins, by Keras's name.
  public SELF biasInitializer(String name) {
    return biasInitializer(Initializer.get(name));
  }

  /// Sets a penalty on the kernel.
  public SELF kernelRegularizer(Regularizer value) {
    return with(kernelRegularizer, Optional.of(value));
  }

  /// Sets a penalty on the kernel, by Keras's name.
  public SELF kernelRegularizer(String name) {
    return kernelRegularizer(Regularizer.get(name));
  }

  /// Sets a penalty on the bias.
  public SELF biasRegularizer(Regularizer value) {
    return with(biasRegularizer, Optional.of(value));
  }

  /// Sets a condition on the kernel.
  public SELF kernelConstraint(Constraint value) {
    return with(kernelConstraint, Optional.of(value));
  }

  /// Sets a condition on the bias.
  public SELF biasConstraint(Constraint value) {
    return with(biasConstraint, Optional.of(value));
  }

  final Variable addKernel(String name, Shape shape) {
    return addWeight(
        name,
        shape,
        kernelInitializer.get(),
        w -> w.regularizer(kernelRegularizer.get()).constraint(kernelConstraint.get()));
  }

  final void addBias(int size) {
    if (useBias.get()) {
      bias =
          addWeight(
              "bias",
              Shape.of(size),
              biasInitializer.get(),
              w -> w.regularizer(biasRegularizer.get()).constraint(biasConstraint.get()));
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
