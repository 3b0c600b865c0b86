package org.keras4j.initializers;

import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Ones.
///
/// @see <a href="https://keras.io/api/layers/initializers/#ones-class">Ones</a>
public record Ones() implements Initializer {
  static Ones fromConfig(Config config) {
    return new Settings("Ones", config).done(new Ones());
  }

  @Override
  public Tensor apply(Shape shape, DType dtype) {
    return new Constant(1).apply(shape, dtype);
  }
}
