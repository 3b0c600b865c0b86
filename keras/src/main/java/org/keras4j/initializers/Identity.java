package org.keras4j.initializers;

import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.config.Settings;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The identity matrix times a gain; for matrices only.
///
/// As in Keras, the gain is not part of the config.
///
/// @param gain the factor
/// @see <a href="https://keras.io/api/layers/initializers/#identity-class">Identity</a>
public record Identity(double gain) implements Initializer {
  /// The identity matrix.
  public Identity() {
    this(1.0);
  }

  static Identity fromConfig(Config config) {
    var s = new Settings("Identity", config);
    return s.done(new Identity(s.number("gain", 1.0)));
  }

  @Override
  public Tensor apply(Shape shape, DType dtype) {
    if (shape.rank() != 2) {
      throw new IllegalArgumentException(
          "Identity matrix initializer can only be used for 2D matrices. Received: shape=%s of rank %d."
              .formatted(shape, shape.rank()));
    }
    // The gain is a float, and a float times integers is a float.
    DType result = dtype.isFloat() || dtype.isComplex() ? dtype : KerasConfig.floatx();
    var out = Elements.zeros(new TensorType(result, shape));
    for (int i = 0; i < Math.min(shape.dim(0), shape.dim(1)); i++) {
      out.setDouble(i * shape.dim(1) + i, gain);
    }
    return out.toArray();
  }
}
