package org.keras4j.initializers;

import org.keras4j.config.Config;

/// Truncated normal values of standard deviation `sqrt(2 / (fanIn + fanOut))`.
///
/// Follows [Glorot and Bengio, 2010](http://proceedings.mlr.press/v9/glorot10a.html).
///
/// @see <a href="https://keras.io/api/layers/initializers/#glorotnormal-class">GlorotNormal</a>
public final class GlorotNormal extends FanInitializer<GlorotNormal> {
  /// Draws its seed when it is needed.
  public GlorotNormal() {
    super(1.0, "fan_avg", "truncated_normal");
  }

  /// Values that are the same each time the program runs.
  public GlorotNormal(long seed) {
    this();
    seed(seed);
  }

  static GlorotNormal fromConfig(Config config) {
    return new GlorotNormal().read("GlorotNormal", config);
  }
}
