package org.keras4j.constraints;

import java.util.function.UnaryOperator;
import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.config.Family;
import org.keras4j.tensor.Tensor;

/// A condition on a weight: gives the nearest weight that meets it, after each update.
///
/// {@snippet :
/// new Dense(64).kernelConstraint(new MaxNorm(3));
/// new Dense(64).kernelConstraint("non_neg");
/// }
///
/// @see <a href="https://keras.io/api/layers/constraints/">Constraints</a>
@FunctionalInterface
public interface Constraint extends UnaryOperator<Tensor>, Configurable {
  /// How constraints are named and written.
  Family<Constraint> FAMILY = Family.of(Constraint.class, "keras.constraints", "constraint");

  /// The weight brought back to where the condition holds: same shape and dtype.
  @Override
  Tensor apply(Tensor w);

  /// The constraint of a name such as `non_neg`, with default settings.
  ///
  /// @throws IllegalArgumentException if there is none
  static Constraint get(String name) {
    return FAMILY.get(name);
  }

  @Override
  default Config getConfig() {
    return Config.EMPTY;
  }
}
