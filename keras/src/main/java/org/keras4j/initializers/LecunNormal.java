package org.keras4j.initializers;

import org.keras4j.config.Config;

/// Truncated normal values of standard deviation `sqrt(1 / fanIn)`.
///
/// Follows [Klambauer et al., 2017](https://arxiv.org/abs/1706.02515).
///
/// @see <a href="https://keras.io/api/layers/initializers/#lecunnormal-class">LecunNormal</a>
public final class LecunNormal extends FanInitializer<LecunNormal> {
  /// Draws its seed when it is needed.
  public LecunNormal() {
    super(1.0, "fan_in", "truncated_normal");
  }

  /// Values that are the same each time the program runs.
  public LecunNormal(long seed) {
    this();
    seed(seed);
  }

  static LecunNormal fromConfig(Config config) {
    return new LecunNormal().read("LecunNormal", config);
  }
}
