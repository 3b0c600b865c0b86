package org.keras4j.initializers;

import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.config.Family;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// The first values of a weight.
///
/// Random initializers that are given no seed draw one from [org.keras4j.random.RandomState], once,
/// and give the same values at every call, as Keras's do.
///
/// {@snippet :
/// Tensor kernel = new HeNormal().apply(Shape.of(784, 64), DType.FLOAT32);
/// new Dense(64).kernelInitializer("he_normal");
/// }
///
/// @see <a href="https://keras.io/api/layers/initializers/">Initializers</a>
@FunctionalInterface
public interface Initializer extends Configurable {
  /// How initializers are named and written.
  Family<Initializer> FAMILY = Family.of(Initializer.class, "keras.initializers", "initializer");

  /// Values of a shape and dtype.
  ///
  /// @throws IllegalArgumentException if there are none of this shape
  Tensor apply(Shape shape, DType dtype);

  /// Fixes what the values depend on: a random initializer without a seed draws it now. Layers ask
  /// for it where Python would have drawn.
  default void drawSeed() {}

  /// The initializer of a name such as `glorot_uniform`, with default settings.
  ///
  /// @throws IllegalArgumentException if there is none
  static Initializer get(String name) {
    return FAMILY.get(name);
  }

  @Override
  default Config getConfig() {
    return Config.EMPTY;
  }
}
