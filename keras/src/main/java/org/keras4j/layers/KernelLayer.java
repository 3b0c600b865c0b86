package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.activations.Activations;
import org.keras4j.config.Arg;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.GlorotUniform;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Zeros;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Variable;

/// A layer with a kernel, a bias and an activation: the keywords they have in common.
///
/// @param <SELF> the layer's own class
public abstract class KernelLayer<SELF extends KernelLayer<SELF>> extends BuiltIn<SELF> {
  final Arg<ActivationFunction> activation;
  final Arg<Initializer> kernelInitializer;
  final Arg<Initializer> biasInitializer;
  private final Arg<Optional<Regularizer>> kernelRegularizer;
  private final Arg<Optional<Regularizer>> biasRegularizer;
  private final Arg<Optional<Constraint>> kernelConstraint;
  private final Arg<Optional<Constraint>> biasConstraint;

  /// @param kernelName what Keras calls the kernel in keywords: `kernel` or `depthwise`
  @SuppressWarnings("this-escape") // keywords are declared while constructing
  KernelLayer(String kernelName) {
    activation = arg("activation", ActivationFunction.CODEC, () -> Activations.LINEAR);
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

  /// Sets a penalty on the bias, by Keras's name.
  public SELF biasRegularizer(String name) {
    return biasRegularizer(Regularizer.get(name));
  }

  /// Sets a condition on the kernel.
  public SELF kernelConstraint(Constraint value) {
    return with(kernelConstraint, Optional.of(value));
  }

  /// Sets a condition on the kernel, by Keras's name.
  public SELF kernelConstraint(String name) {
    return kernelConstraint(Constraint.get(name));
  }

  /// Sets a condition on the bias.
  public SELF biasConstraint(Constraint value) {
    return with(biasConstraint, Optional.of(value));
  }

  /// Sets a condition on the bias, by Keras's name.
  public SELF biasConstraint(String name) {
    return biasConstraint(Constraint.get(name));
  }

  final Variable addKernel(String name, Shape shape) {
    return addKernel(name, shape, kernelInitializer.get());
  }

  final Variable addKernel(String name, Shape shape, Initializer initializer) {
    return addWeight(
        name,
        shape,
        initializer,
        w -> w.regularizer(kernelRegularizer.get()).constraint(kernelConstraint.get()));
  }

  final Variable addBias(Shape shape) {
    return addWeight(
        "bias",
        shape,
        biasInitializer.get(),
        w -> w.regularizer(biasRegularizer.get()).constraint(biasConstraint.get()));
  }
}
