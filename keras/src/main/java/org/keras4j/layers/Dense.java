package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.activations.Activations;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Configurable;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.GlorotUniform;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Densely connected layer: `activation(x · kernel + bias)`.
///
/// - Input: `(batch, ..., inputDim)`
/// - Output: `(batch, ..., units)`
/// - Weights: `kernel (inputDim, units)`, and `bias (units)` if `useBias`
///
/// {@snippet :
/// Tensor y = new Dense(64).activation("relu").apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/core_layers/dense/">Dense</a>
public final class Dense extends BuiltIn<Dense> {
  private final Arg<Integer> units =
      required("units", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<ActivationFunction> activation =
      arg("activation", ActivationFunction.CODEC, () -> Activations.LINEAR);
  private final Arg<Boolean> useBias = arg("use_bias", true);
  private final Arg<Initializer> kernelInitializer =
      arg("kernel_initializer", Initializer.FAMILY, GlorotUniform::new);
  private final Arg<Initializer> biasInitializer =
      arg("bias_initializer", Initializer.FAMILY, Zeros::new);
  private final Arg<Optional<Regularizer>> kernelRegularizer =
      optional("kernel_regularizer", Regularizer.FAMILY);
  private final Arg<Optional<Regularizer>> biasRegularizer =
      optional("bias_regularizer", Regularizer.FAMILY);
  private final Arg<Optional<Constraint>> kernelConstraint =
      optional("kernel_constraint", Constraint.FAMILY);
  private final Arg<Optional<Constraint>> biasConstraint =
      optional("bias_constraint", Constraint.FAMILY);

  @SuppressWarnings("UnusedVariable") // part of the config, of use to those who quantize
  private final Arg<Optional<Configurable>> quantizationConfig =
      optional("quantization_config", Codec.object(Configurable.class, "a quantization config"));

  private @Nullable Variable kernel;
  private @Nullable Variable bias;

  Dense() {
    inputSpec(InputSpec.any().minRank(2));
  }

  /// A layer of `units` outputs.
  public Dense(int units) {
    this();
    set(this.units, units);
  }

  /// Sets what is applied to the result.
  public Dense activation(ActivationFunction value) {
    return with(activation, value);
  }

  /// Sets what is applied to the result, by Keras's name.
  public Dense activation(String name) {
    return activation(ActivationFunction.get(name));
  }

  /// Sets whether there is a bias (true at first).
  public Dense useBias(boolean value) {
    return with(useBias, value);
  }

  /// Sets how the kernel begins (`glorot_uniform` at first).
  public Dense kernelInitializer(Initializer value) {
    return with(kernelInitializer, value);
  }

  /// Sets how the kernel begins, by Keras's name.
  public Dense kernelInitializer(String name) {
    return kernelInitializer(Initializer.get(name));
  }

  /// Sets how the bias begins (`zeros` at first).
  public Dense biasInitializer(Initializer value) {
    return with(biasInitializer, value);
  }

  /// Sets how the bias begins, by Keras's name.
  public Dense biasInitializer(String name) {
    return biasInitializer(Initializer.get(name));
  }

  /// Sets a penalty on the kernel.
  public Dense kernelRegularizer(Regularizer value) {
    return with(kernelRegularizer, Optional.of(value));
  }

  /// Sets a penalty on the kernel, by Keras's name.
  public Dense kernelRegularizer(String name) {
    return kernelRegularizer(Regularizer.get(name));
  }

  /// Sets a penalty on the bias.
  public Dense biasRegularizer(Regularizer value) {
    return with(biasRegularizer, Optional.of(value));
  }

  /// Sets a penalty on the bias, by Keras's name.
  public Dense biasRegularizer(String name) {
    return biasRegularizer(Regularizer.get(name));
  }

  /// Sets a condition on the kernel.
  public Dense kernelConstraint(Constraint value) {
    return with(kernelConstraint, Optional.of(value));
  }

  /// Sets a condition on the kernel, by Keras's name.
  public Dense kernelConstraint(String name) {
    return kernelConstraint(Constraint.get(name));
  }

  /// Sets a condition on the bias.
  public Dense biasConstraint(Constraint value) {
    return with(biasConstraint, Optional.of(value));
  }

  /// Sets a condition on the bias, by Keras's name.
  public Dense biasConstraint(String name) {
    return biasConstraint(Constraint.get(name));
  }

  /// The number of outputs.
  public int units() {
    return units.get();
  }

  /// The matrix, once the layer is built.
  public Optional<Variable> kernel() {
    return Optional.ofNullable(kernel);
  }

  /// The bias, once the layer is built and if it has one.
  public Optional<Variable> bias() {
    return Optional.ofNullable(bias);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected void build(Shape input) {
    int inputDim = input.dim(-1);
    kernel =
        addWeight(
            "kernel",
            Shape.of(inputDim, units.get()),
            kernelInitializer.get(),
            w -> w.regularizer(kernelRegularizer.get()).constraint(kernelConstraint.get()));
    if (useBias.get()) {
      bias =
          addWeight(
              "bias",
              Shape.of(units.get()),
              biasInitializer.get(),
              w -> w.regularizer(biasRegularizer.get()).constraint(biasConstraint.get()));
    }
    inputSpec(InputSpec.any().minRank(2).axis(-1, inputDim));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor y = Ops.matmul(x, built(kernel));
    return activation.get().apply(bias == null ? y : Ops.add(y, bias));
  }
}
