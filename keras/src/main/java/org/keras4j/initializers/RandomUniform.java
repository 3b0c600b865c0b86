package org.keras4j.initializers;

import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.random.Random;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Values distributed evenly between two bounds.
///
/// @see <a href="https://keras.io/api/layers/initializers/#randomuniform-class">RandomUniform</a>
public final class RandomUniform extends RandomInitializer<RandomUniform> {
  private final double minval;
  private final double maxval;

  /// Values from `minval` to `maxval`, which is left out.
  public RandomUniform(double minval, double maxval) {
    this.minval = minval;
    this.maxval = maxval;
  }

  /// Values from -0.05 to 0.05.
  public RandomUniform() {
    this(-0.05, 0.05);
  }

  static RandomUniform fromConfig(Config config) {
    var s = new Settings("RandomUniform", config.without("seed"));
    return s.done(new RandomUniform(s.number("minval", -0.05), s.number("maxval", 0.05)))
        .seed(seedOf(config));
  }

  @Override
  public Tensor apply(Shape shape, DType dtype) {
    return Random.uniform(shape, minval, maxval, dtype, seed());
  }

  @Override
  public Config getConfig() {
    return seedConfig().with("minval", minval).with("maxval", maxval);
  }
}
