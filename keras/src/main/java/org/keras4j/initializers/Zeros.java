package org.keras4j.initializers;

import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Zeros.
///
/// @see <a href="https://keras.io/api/layers/initializers/#zeros-class">Zeros</a>
public record Zeros() implements Initializer {
  static Zeros fromConfig(Config config) {
    return new Settings("Zeros", config).done(new Zeros());
  }

  @Override
  public Tensor apply(Shape shape, DType dtype) {
    return Elements.zeros(new TensorType(dtype, shape)).toArray();
  }
}
