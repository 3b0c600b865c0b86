package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.GlorotUniform;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Orthogonal;
import org.keras4j.initializers.Zeros;
import org.keras4j.regularizers.Regularizer;

/// The keywords that Keras's recurrent cells share with the layers made of them, declared once for
/// both.
final class GatedKeywords {
  final Arg<Integer> units;
  final Arg<ActivationFunction> activation;
  final Optional<Arg<ActivationFunction>> recurrentActivation;
  final Arg<Boolean> useBias;
  final Arg<Initializer> kernelInitializer;
  final Arg<Initializer> recurrentInitializer;
  final Arg<Initializer> biasInitializer;
  final Arg<Optional<Regularizer>> kernelRegularizer;
  final Arg<Optional<Regularizer>> recurrentRegularizer;
  final Arg<Optional<Regularizer>> biasRegularizer;
  final Arg<Optional<Constraint>> kernelConstraint;
  final Arg<Optional<Constraint>> recurrentConstraint;
  final Arg<Optional<Constraint>> biasConstraint;
  final Arg<Double> dropout;
  final Arg<Double> recurrentDropout;
  final Arg<Optional<Long>> seed;

  /// @param size what the number of outputs is called: `units` or `filters`
  /// @param gated whether there is an activation of gates
  /// @param listsSeed whether configs hold the seed
  GatedKeywords(BuiltIn<?> owner, String size, boolean gated, boolean listsSeed) {
    units = owner.required(size, Codec.INT).check(n -> n > 0, "a positive integer");
    activation =
        owner.arg("activation", ActivationFunction.CODEC, () -> ActivationFunction.get("tanh"));
    recurrentActivation =
        gated
            ? Optional.of(
                owner.arg(
                    "recurrent_activation",
                    ActivationFunction.CODEC,
                    () -> ActivationFunction.get("sigmoid")))
            : Optional.empty();
    useBias = owner.arg("use_bias", true);
    kernelInitializer = owner.arg("kernel_initializer", Initializer.FAMILY, GlorotUniform::new);
    recurrentInitializer = owner.arg("recurrent_initializer", Initializer.FAMILY, Orthogonal::new);
    biasInitializer = owner.arg("bias_initializer", Initializer.FAMILY, Zeros::new);
    kernelRegularizer = owner.optional("kernel_regularizer", Regularizer.FAMILY);
    recurrentRegularizer = owner.optional("recurrent_regularizer", Regularizer.FAMILY);
    biasRegularizer = owner.optional("bias_regularizer", Regularizer.FAMILY);
    kernelConstraint = owner.optional("kernel_constraint", Constraint.FAMILY);
    recurrentConstraint = owner.optional("recurrent_constraint", Constraint.FAMILY);
    biasConstraint = owner.optional("bias_constraint", Constraint.FAMILY);
    dropout = owner.arg("dropout", 0.0);
    recurrentDropout = owner.arg("recurrent_dropout", 0.0);
    seed = owner.<Long>optional("seed", Codec.LONG).listedIf(_ -> listsSeed);
  }

  /// Gives a layer's values to its cell.
  void copyTo(GatedKeywords cell) {
    cell.units.set(units.get());
    cell.activation.set(activation.get());
    recurrentActivation.ifPresent(a -> cell.recurrentActivation.orElseThrow().set(a.get()));
    cell.useBias.set(useBias.get());
    cell.kernelInitializer.set(kernelInitializer.get());
    cell.recurrentInitializer.set(recurrentInitializer.get());
    cell.biasInitializer.set(biasInitializer.get());
    cell.kernelRegularizer.set(kernelRegularizer.get());
    cell.recurrentRegularizer.set(recurrentRegularizer.get());
    cell.biasRegularizer.set(biasRegularizer.get());
    cell.kernelConstraint.set(kernelConstraint.get());
    cell.recurrentConstraint.set(recurrentConstraint.get());
    cell.biasConstraint.set(biasConstraint.get());
    cell.dropout.set(dropout.get());
    cell.recurrentDropout.set(recurrentDropout.get());
    cell.seed.set(seed.get());
  }
}
