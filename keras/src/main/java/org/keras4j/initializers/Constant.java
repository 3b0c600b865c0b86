package org.keras4j.initializers;

import org.jspecify.annotations.Nullable;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The same value everywhere, or the values of a tensor that broadcasts to the shape.
///
/// @param value a scalar or a tensor
/// @see <a href="https://keras.io/api/layers/initializers/#constant-class">Constant</a>
public record Constant(Array value) implements Initializer {
  /// The same number everywhere.
  public Constant(double value) {
    this(Array.weak(value));
  }

  static Constant fromConfig(Config config) {
    return switch (Registry.deserialize(config.get("value"))) {
      case Long l -> new Constant(Array.weak(l));
      case Double d -> new Constant(d);
      case Boolean b -> new Constant(Array.weak(b));
      case Array a -> new Constant(a);
      case null -> new Constant(0.0);
      case Object other ->
          throw new IllegalArgumentException(
              "Received an invalid value for `value` in Constant, expected a number. Received: value="
                  + other);
    };
  }

  @Override
  public Tensor apply(Shape shape, DType dtype) {
    if (value.rank() > 0) {
      return Ops.broadcastTo(Ops.cast(value, dtype), shape);
    }
    var out = Elements.zeros(new TensorType(dtype, shape));
    boolean real = dtype.isFloat() || dtype.isComplex() || value.dtype().isFloat();
    for (int i = 0; i < out.size(); i++) {
      if (real) {
        out.setDouble(i, value.item());
      } else {
        out.setLong(i, value.elements().getLong(0));
      }
    }
    return out.toArray();
  }

  @Override
  public Config getConfig() {
    return Config.of("value", Registry.serialize(value));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Constant c && c.getConfig().equals(getConfig());
  }

  @Override
  public int hashCode() {
    return getConfig().hashCode();
  }
}
