package org.keras4j.initializers;

import org.keras4j.config.Config;

/// Values distributed evenly in `±sqrt(6 / (fanIn + fanOut))`.
///
/// Follows [Glorot and Bengio, 2010](http://proceedings.mlr.press/v9/glorot10a.html).
///
/// @see <a href="https://keras.io/api/layers/initializers/#glorotuniform-class">GlorotUniform</a>
public final class GlorotUniform extends FanInitializer<GlorotUniform> {
  /// Draws its seed when it is needed.
  public GlorotUniform() {
    super(1.0, "fan_avg", "uniform");
  }

  /// Values that are the same each time the program runs.
  public GlorotUniform(long seed) {
    this();
    seed(seed);
  }

  static GlorotUniform fromConfig(Config config) {
    return new GlorotUniform().read("GlorotUniform", config);
  }
}
