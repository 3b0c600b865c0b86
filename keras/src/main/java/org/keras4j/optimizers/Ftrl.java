package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.initializers.Constant;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// "Follow the regularized leader": for shallow models with many features, most of which are rare.
///
/// Follows [McMahan et al., 2013](https://research.google.com/pubs/archive/41159.pdf).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Ftrl(0.1).l1RegularizationStrength(0.01)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/ftrl/">Ftrl</a>
public final class Ftrl extends BuiltInOptimizer<Ftrl> {
  private static final String POSITIVE = "a number that is positive or zero";

  private final Arg<Double> learningRatePower =
      arg("learning_rate_power", Codec.DOUBLE, () -> -0.5)
          .check(p -> p <= 0, "a number that is negative or zero");
  private final Arg<Double> initialAccumulatorValue =
      arg("initial_accumulator_value", Codec.DOUBLE, () -> 0.1).check(v -> v >= 0, POSITIVE);
  private final Arg<Double> l1RegularizationStrength = strength("l1_regularization_strength");
  private final Arg<Double> l2RegularizationStrength = strength("l2_regularization_strength");
  private final Arg<Double> l2ShrinkageRegularizationStrength =
      strength("l2_shrinkage_regularization_strength");
  private final Arg<Double> beta = arg("beta", Codec.DOUBLE, () -> 0.0);

  /// With the rate 0.001.
  public Ftrl() {
    this(0.001);
  }

  /// With a rate.
  public Ftrl(double learningRate) {
    super(learningRate);
  }

  private Arg<Double> strength(String keyword) {
    return arg(keyword, Codec.DOUBLE, () -> 0.0).check(v -> v >= 0, POSITIVE);
  }

  /// Sets how the rate falls with the sum of squared gradients; 0 keeps it (-0.5 at first).
  ///
  /// @throws IllegalArgumentException if it is positive
  public Ftrl learningRatePower(double value) {
    return with(learningRatePower, value);
  }

  /// Sets what the sum of squared gradients begins with (0.1 at first).
  ///
  /// @throws IllegalArgumentException if it is negative
  public Ftrl initialAccumulatorValue(double value) {
    return with(initialAccumulatorValue, value);
  }

  /// Sets the weight of the penalty on magnitudes (0 at first).
  ///
  /// @throws IllegalArgumentException if it is negative
  public Ftrl l1RegularizationStrength(double value) {
    return with(l1RegularizationStrength, value);
  }

  /// Sets the weight of the penalty on squares (0 at first).
  ///
  /// @throws IllegalArgumentException if it is negative
  public Ftrl l2RegularizationStrength(double value) {
    return with(l2RegularizationStrength, value);
  }

  /// Sets the weight of a penalty on squares that counts for active features only (0 at first).
  ///
  /// @throws IllegalArgumentException if it is negative
  public Ftrl l2ShrinkageRegularizationStrength(double value) {
    return with(l2ShrinkageRegularizationStrength, value);
  }

  /// Sets the paper's beta (0 at first).
  public Ftrl beta(double value) {
    return with(beta, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    var initial = new Constant(initialAccumulatorValue.get());
    for (Variable v : trainable) {
      addState(v, "accumulator", initial);
      addState(v, "linear", new Zeros());
    }
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Variable accumulator = state("accumulator", variable);
    Variable linear = state("linear", variable);
    double l1 = l1RegularizationStrength.get();
    Tensor l2 =
        Ops.add(
            l2RegularizationStrength.get(),
            Ops.divide(beta.get(), Ops.multiply(2.0, learningRate)));
    Tensor shrunk =
        Ops.add(gradient, Ops.multiply(2 * l2ShrinkageRegularizationStrength.get(), variable));
    Tensor total = Ops.add(accumulator, Ops.square(gradient));
    Tensor power = powered(total);
    Tensor sigma = Ops.divide(Ops.subtract(power, powered(accumulator)), learningRate);
    assignAdd(linear, Ops.subtract(shrunk, Ops.multiply(sigma, variable)));
    Tensor quadratic = Ops.add(Ops.divide(power, learningRate), Ops.multiply(2, l2));
    assign(variable, Ops.divide(Ops.subtract(Ops.clip(linear, -l1, l1), linear), quadratic));
    assign(accumulator, total);
  }

  private Tensor powered(Tensor squares) {
    return Ops.power(squares, -learningRatePower.get());
  }

  static Ftrl fromConfig(Config config) {
    return new Ftrl().configured(config);
  }
}
