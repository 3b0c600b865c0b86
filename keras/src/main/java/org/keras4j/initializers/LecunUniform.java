package org.keras4j.initializers;

import org.keras4j.config.Config;

/// Values distributed evenly in `±sqrt(3 / fanIn)`.
///
/// Follows [Klambauer et al., 2017](https://arxiv.org/abs/1706.02515).
///
/// @see <a href="https://keras.io/api/layers/initializers/#lecununiform-class">LecunUniform</a>
public final class LecunUniform extends FanInitializer<LecunUniform> {
  /// Draws its seed when it is needed.
  public LecunUniform() {
    super(1.0, "fan_in", "uniform");
  }

  /// Values that are the same each time the program runs.
  public LecunUniform(long seed) {
    this();
    seed(seed);
  }

  static LecunUniform fromConfig(Config config) {
    return new LecunUniform().read("LecunUniform", config);
  }
}
