package org.keras4j.optimizers;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Configurable;
import org.keras4j.config.Family;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Changes variables by their gradients.
public abstract class Optimizer implements Configurable {
  /// How configs and strings name optimizers.
  public static final Family<Optimizer> FAMILY =
      Family.of(Optimizer.class, "keras.optimizers", "optimizer");

  /// For subclasses.
  protected Optimizer() {}

  /// Makes the optimizer's own variables for the variables it will change.
  public abstract void build(List<Variable> trainable);

  /// Whether its variables are made.
  public abstract boolean isBuilt();

  /// Changes the variables; one without gradient stays as it is.
  public abstract void apply(List<Optional<Tensor>> gradients, List<Variable> trainable);

  /// The loss to differentiate.
  public Tensor scaleLoss(Tensor loss) {
    return loss;
  }

  /// Puts averages in place of the variables, if the optimizer keeps some.
  public void finalizeVariableValues(List<Variable> trainable) {}

  /// All of its variables.
  public abstract List<Variable> variables();

  /// The rate now.
  public abstract Tensor learningRate();

  /// The optimizer of a name, such as `adam`.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Optimizer get(String name) {
    return FAMILY.get(name);
  }
}
