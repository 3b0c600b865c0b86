package org.keras4j.regularizers;

import java.util.function.UnaryOperator;
import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.config.Family;
import org.keras4j.tensor.Tensor;

/// A penalty on a weight or an output: a scalar that is added to the loss.
///
/// {@snippet :
/// new Dense(64).kernelRegularizer(new L2(1e-4));
/// new Dense(64).kernelRegularizer("l2");
/// }
///
/// @see <a href="https://keras.io/api/layers/regularizers/">Regularizers</a>
@FunctionalInterface
public interface Regularizer extends UnaryOperator<Tensor>, Configurable {
  /// How regularizers are named and written.
  Family<Regularizer> FAMILY = Family.of(Regularizer.class, "keras.regularizers", "regularizer");

  /// The penalty on a tensor: a scalar of its dtype.
  @Override
  Tensor apply(Tensor x);

  /// The regularizer of a name such as `l2`, with default settings.
  ///
  /// @throws IllegalArgumentException if there is none
  static Regularizer get(String name) {
    return FAMILY.get(name);
  }

  @Override
  default Config getConfig() {
    return Config.EMPTY;
  }
}
