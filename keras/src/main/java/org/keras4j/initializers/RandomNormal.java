package org.keras4j.initializers;

import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.random.Random;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Normally distributed values.
///
/// @see <a href="https://keras.io/api/layers/initializers/#randomnormal-class">RandomNormal</a>
public final class RandomNormal extends RandomInitializer<RandomNormal> {
  private final double mean;
  private final double stddev;

  /// Values with a mean and a standard deviation.
  public RandomNormal(double mean, double stddev) {
    this.mean = mean;
    this.stddev = stddev;
  }

  /// Values with mean 0 and standard deviation 0.05.
  public RandomNormal() {
    this(0, 0.05);
  }

  static RandomNormal fromConfig(Config config) {
    var s = new Settings("RandomNormal", config.without("seed"));
    return s.done(new RandomNormal(s.number("mean", 0), s.number("stddev", 0.05)))
        .seed(seedOf(config));
  }

  @Override
  public Tensor apply(Shape shape, DType dtype) {
    return Random.normal(shape, mean, stddev, dtype, seed());
  }

  @Override
  public Config getConfig() {
    return seedConfig().with("mean", mean).with("stddev", stddev);
  }
}
