package org.keras4j.regularizers;

import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// The penalty `l2 · sum(x²)`.
///
/// @param l2 the factor, not negative
/// @see <a href="https://keras.io/api/layers/regularizers/#l2-class">L2</a>
public record L2(double l2) implements Regularizer {
  /// Checks the factor.
  public L2 {
    requireFactor("l2", l2);
  }

  /// The penalty with factor 0.01.
  public L2() {
    this(0.01);
  }

  static L2 fromConfig(Config config) {
    var s = new Settings("L2", config);
    return s.done(new L2(s.number("l2", 0.01)));
  }

  static void requireFactor(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "Invalid value for argument %s: expected a non-negative float. Received: %s=%s"
              .formatted(name, name, value));
    }
  }

  @Override
  public Tensor apply(Tensor x) {
    return Ops.multiply(Array.scalar(x.dtype(), l2), Ops.sum(Ops.square(x), Axes.all()));
  }

  @Override
  public Config getConfig() {
    return Config.of("l2", l2);
  }
}
