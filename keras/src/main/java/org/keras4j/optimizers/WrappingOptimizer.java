package org.keras4j.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// An optimizer that leaves updates to optimizers inside it.
public abstract sealed class WrappingOptimizer extends Optimizer
    permits LossScaleOptimizer, MultiOptimizer {
  WrappingOptimizer() {
    super(0.0);
  }

  /// The optimizers inside it, in the order of their state.
  public abstract List<Optimizer> optimizers();

  /// Makes the loss of an optimizer inside this one be scaled from here.
  static void setLossScale(Optimizer inner, Optional<Double> factor) {
    if (!inner.lossScaleFactor.get().equals(factor)) {
      inner.lossScaleFactor.set(factor);
    }
  }

  /// Its own variables, then those of the optimizers inside it.
  @Override
  public final List<Variable> variables() {
    var out = new ArrayList<>(selfVariables());
    optimizers().forEach(inner -> out.addAll(inner.variables()));
    return List.copyOf(out);
  }

  @Override
  protected final void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    throw new IllegalStateException(
        "%s changes no variable itself, the optimizers inside it do.".formatted(name()));
  }
}
