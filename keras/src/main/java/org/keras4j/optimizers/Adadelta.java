package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Gradient descent whose steps follow from running means of squared gradients and squared steps.
///
/// Follows [Zeiler, 2012](http://arxiv.org/abs/1212.5701).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Adadelta(1.0)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/adadelta/">Adadelta</a>
public final class Adadelta extends BuiltInOptimizer<Adadelta> {
  private final Arg<Double> rho = arg("rho", Codec.DOUBLE, () -> 0.95);
  private final Arg<Double> epsilon = arg("epsilon", Codec.DOUBLE, () -> 1e-7);

  /// With the rate 0.001.
  public Adadelta() {
    this(0.001);
  }

  /// With a rate; that of the paper is 1.
  public Adadelta(double learningRate) {
    super(learningRate);
  }

  /// Sets how much of the running means stays (0.95 at first).
  public Adadelta rho(double value) {
    return with(rho, value);
  }

  /// Sets the number that keeps the quotient finite (1e-7 at first).
  public Adadelta epsilon(double value) {
    return with(epsilon, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    addState(trainable, "accumulated_grad", "accumulated_delta_var");
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Variable gradients = state("accumulated_grad", variable);
    Variable steps = state("accumulated_delta_var", variable);
    Means.blend(gradients, Ops.square(gradient), rho.get());
    Tensor step = Ops.negative(Ops.divide(Ops.multiply(root(steps), gradient), root(gradients)));
    Means.blend(steps, Ops.square(step), rho.get());
    assignAdd(variable, Ops.multiply(learningRate, step));
  }

  private Tensor root(Tensor meanSquare) {
    return Ops.sqrt(Ops.add(meanSquare, epsilon.get()));
  }

  static Adadelta fromConfig(Config config) {
    return new Adadelta().configured(config);
  }
}
