package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Configurable;
import org.keras4j.config.Registry;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.GlorotUniform;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Zeros;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Variable;

/// A layer with kernels and biases: the keywords that say how they begin and what holds of them.
///
/// @param <SELF> the layer's own class
public abstract class KernelBiasLayer<SELF extends KernelBiasLayer<SELF>> extends BuiltIn<SELF> {
  final Arg<Initializer> kernelInitializer;
  final Arg<Initializer> biasInitializer;
  private final Arg<Optional<Regularizer>> kernelRegularizer;
  private final Arg<Optional<Regularizer>> biasRegularizer;
  private final Arg<Optional<Constraint>> kernelConstraint;
  private final Arg<Optional<Constraint>> biasConstraint;

  /// @param kernelName what Keras calls the kernel in keywords: `kernel` or `depthwise`
  @SuppressWarnings("this-escape") // keywords are declared while constructing
  KernelBiasLayer(String kernelName) {
    kernelInitializer = arg(kernelName + "_initializer", Initializer.FAMILY, GlorotUniform::new);
    biasInitializer = arg("bias_initializer", Initializer.FAMILY, Zeros::new);
    kernelRegularizer = optional(kernelName + "_regularizer", Regularizer.FAMILY);
    biasRegularizer = optional("bias_regularizer", Regularizer.FAMILY);
    kernelConstraint = optional(kernelName + "_constraint", Constraint.FAMILY);
    biasConstraint = optional("bias_constraint", Constraint.FAMILY);
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

  final Optional<Regularizer> kernelRegularizer() {
    return kernelRegularizer.get();
  }

  final Optional<Constraint> kernelConstraint() {
    return kernelConstraint.get();
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

  /// Gives this layer's settings to one inside it. Initializers are copied, so that two kernels do
  /// not begin with the same random numbers.
  final void copyKernelSettings(KernelBiasLayer<?> inner) {
    inner.set(inner.kernelInitializer, copy(kernelInitializer.get()));
    inner.set(inner.biasInitializer, copy(biasInitializer.get()));
    inner.set(inner.kernelRegularizer, kernelRegularizer.get());
    inner.set(inner.biasRegularizer, biasRegularizer.get());
    inner.set(inner.kernelConstraint, kernelConstraint.get());
    inner.set(inner.biasConstraint, biasConstraint.get());
    activityRegularizer().ifPresent(inner::activityRegularizer);
    inner.dtype(dtypePolicy());
  }

  private static Initializer copy(Initializer initializer) {
    return Registry.entry(initializer.getClass()).isEmpty()
        ? initializer
        : Initializer.FAMILY.decode(Registry.serialize((Configurable) initializer).toMap());
  }
}
