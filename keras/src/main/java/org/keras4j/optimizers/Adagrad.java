package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.initializers.Constant;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Gradient descent with smaller steps for what was changed often.
///
/// Follows [Duchi et al., 2011](http://www.jmlr.org/papers/volume12/duchi11a/duchi11a.pdf).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Adagrad(0.1)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/adagrad/">Adagrad</a>
public final class Adagrad extends BuiltInOptimizer<Adagrad> {
  private final Arg<Double> initialAccumulatorValue =
      arg("initial_accumulator_value", Codec.DOUBLE, () -> 0.1);
  private final Arg<Double> epsilon = arg("epsilon", Codec.DOUBLE, () -> 1e-7);

  /// With the rate 0.001.
  public Adagrad() {
    this(0.001);
  }

  /// With a rate.
  public Adagrad(double learningRate) {
    super(learningRate);
  }

  /// Sets what the sum of squared gradients begins with (0.1 at first).
  public Adagrad initialAccumulatorValue(double value) {
    return with(initialAccumulatorValue, value);
  }

  /// Sets the number that keeps the quotient finite (1e-7 at first).
  public Adagrad epsilon(double value) {
    return with(epsilon, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    var initial = new Constant(initialAccumulatorValue.get());
    trainable.forEach(v -> addState(v, "accumulator", initial));
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Variable accumulator = state("accumulator", variable);
    assignAdd(accumulator, Ops.square(gradient));
    assignSub(
        variable,
        Ops.divide(
            Ops.multiply(learningRate, gradient), Ops.sqrt(Ops.add(accumulator, epsilon.get()))));
  }

  static Adagrad fromConfig(Config config) {
    return new Adagrad().configured(config);
  }
}
