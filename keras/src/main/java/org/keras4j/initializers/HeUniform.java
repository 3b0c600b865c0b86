package org.keras4j.initializers;

import org.keras4j.config.Config;

/// Values distributed evenly in `±sqrt(6 / fanIn)`.
///
/// Follows [He et al., 2015](https://arxiv.org/abs/1502.01852).
///
/// @see <a href="https://keras.io/api/layers/initializers/#heuniform-class">HeUniform</a>
public final class HeUniform extends FanInitializer<HeUniform> {
  /// Draws its seed when it is needed.
  public HeUniform() {
    super(2.0, "fan_in", "uniform");
  }

  /// Values that are the same each time the program runs.
  public HeUniform(long seed) {
    this();
    seed(seed);
  }

  static HeUniform fromConfig(Config config) {
    return new HeUniform().read("HeUniform", config);
  }
}
