package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Ones;
import org.keras4j.initializers.Zeros;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Variable;

/// A layer that normalizes, then multiplies by `gamma` and adds `beta`, which are learned.
///
/// @param <SELF> the layer's own class
public abstract class NormalizationLayer<SELF extends NormalizationLayer<SELF>>
    extends BuiltIn<SELF> {
  final Arg<Double> epsilon = arg("epsilon", 1e-3);
  final Arg<Boolean> center = arg("center", true);
  final Arg<Boolean> scale = arg("scale", true);
  private final Arg<Initializer> betaInitializer =
      arg("beta_initializer", Initializer.FAMILY, Zeros::new);
  private final Arg<Initializer> gammaInitializer =
      arg("gamma_initializer", Initializer.FAMILY, Ones::new);
  private final Arg<Optional<Regularizer>> betaRegularizer =
      optional("beta_regularizer", Regularizer.FAMILY);
  private final Arg<Optional<Regularizer>> gammaRegularizer =
      optional("gamma_regularizer", Regularizer.FAMILY);
  private final Arg<Optional<Constraint>> betaConstraint =
      optional("beta_constraint", Constraint.FAMILY);
  private final Arg<Optional<Constraint>> gammaConstraint =
      optional("gamma_constraint", Constraint.FAMILY);
  private @Nullable Variable gamma;
  private @Nullable Variable beta;

  NormalizationLayer() {}

  /// Sets what is added to the variance (1e-3 at first).
  public SELF epsilon(double value) {
    return with(epsilon, value);
  }

  /// Sets whether `beta` is added (true at first).
  public SELF center(boolean value) {
    return with(center, value);
  }

  /// Sets whether values are multiplied by `gamma` (true at first).
  public SELF scale(boolean value) {
    return with(scale, value);
  }

  /// Sets how `beta` begins (`zeros` at first).
  public SELF betaInitializer(Initializer value) {
    return with(betaInitializer, value);
  }

  /// Sets how `gamma` begins (`ones` at first).
  public SELF gammaInitializer(Initializer value) {
    return with(gammaInitializer, value);
  }

  /// Sets a penalty on `beta`.
  public SELF betaRegularizer(Regularizer value) {
    return with(betaRegularizer, Optional.of(value));
  }

  /// Sets a penalty on `gamma`.
  public SELF gammaRegularizer(Regularizer value) {
    return with(gammaRegularizer, Optional.of(value));
  }

  /// Sets a condition on `beta`.
  public SELF betaConstraint(Constraint value) {
    return with(betaConstraint, Optional.of(value));
  }

  /// Sets a condition on `gamma`.
  public SELF gammaConstraint(Constraint value) {
    return with(gammaConstraint, Optional.of(value));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  final void addGamma(Shape shape) {
    gamma =
        addWeight(
            "gamma",
            shape,
            gammaInitializer.get(),
            w ->
                w.autocast(false)
                    .regularizer(gammaRegularizer.get())
                    .constraint(gammaConstraint.get()));
  }

  final void addBeta(Shape shape) {
    beta =
        addWeight(
            "beta",
            shape,
            betaInitializer.get(),
            w ->
                w.autocast(false)
                    .regularizer(betaRegularizer.get())
                    .constraint(betaConstraint.get()));
  }

  /// The factors, once the layer is built and if it has them.
  public Optional<Variable> gamma() {
    return Optional.ofNullable(gamma);
  }

  /// The offsets, once the layer is built and if it has them.
  public Optional<Variable> beta() {
    return Optional.ofNullable(beta);
  }

  /// Refuses an axis that an input of a shape has not.
  static void requireAxis(int axis, Shape input) {
    if (axis >= input.rank() || axis < -input.rank()) {
      throw new IllegalArgumentException(
          "Axis %d is out of bounds for input shape %s. Received: axis=%d"
              .formatted(axis, input, axis));
    }
  }
}
