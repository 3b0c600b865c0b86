package org.keras4j.initializers;

import org.keras4j.config.Config;

/// Truncated normal values of standard deviation `sqrt(2 / fanIn)`.
///
/// Follows [He et al., 2015](https://arxiv.org/abs/1502.01852).
///
/// @see <a href="https://keras.io/api/layers/initializers/#henormal-class">HeNormal</a>
public final class HeNormal extends FanInitializer<HeNormal> {
  /// Draws its seed when it is needed.
  public HeNormal() {
    super(2.0, "fan_in", "truncated_normal");
  }

  /// Values that are the same each time the program runs.
  public HeNormal(long seed) {
    this();
    seed(seed);
  }

  static HeNormal fromConfig(Config config) {
    return new HeNormal().read("HeNormal", config);
  }
}
