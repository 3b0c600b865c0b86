package org.keras4j.initializers;

import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.random.Random;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Normally distributed values; those more than two standard deviations from the mean are drawn
/// again.
///
/// @see <a
///   href="https://keras.io/api/layers/initializers/#truncatednormal-class">TruncatedNormal</a>
public final class TruncatedNormal extends RandomInitializer<TruncatedNormal> {
  private final double mean;
  private final double stddev;

  /// Values with a mean and a standard deviation.
  public TruncatedNormal(double mean, double stddev) {
    this.mean = mean;
    this.stddev = stddev;
  }

  /// Values with mean 0 and standard deviation 0.05.
  public TruncatedNormal() {
    this(0, 0.05);
  }

  static TruncatedNormal fromConfig(Config config) {
    var s = new Settings("TruncatedNormal", config.without("seed"));
    return s.done(new TruncatedNormal(s.number("mean", 0), s.number("stddev", 0.05)))
        .seed(seedOf(config));
  }

  @Override
  public Tensor apply(Shape shape, DType dtype) {
    return Random.truncatedNormal(shape, mean, stddev, dtype, seed());
  }

  @Override
  public Config getConfig() {
    return seedConfig().with("mean", mean).with("stddev", stddev);
  }
}
