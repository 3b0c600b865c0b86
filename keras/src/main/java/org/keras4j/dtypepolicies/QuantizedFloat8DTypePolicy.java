package org.keras4j.dtypepolicies;

import org.keras4j.config.Codec;
import org.keras4j.config.Config;

/// The dtypes of a layer that multiplies in float8: `float8_from_float32`.
///
/// @see <a href="https://keras.io/api/mixed_precision/policy/">DTypePolicy</a>
public final class QuantizedFloat8DTypePolicy extends QuantizedDTypePolicy {
  /// How many steps are looked back on, unless said otherwise.
  public static final int DEFAULT_AMAX_HISTORY_LENGTH = 1024;

  private final int amaxHistoryLength;

  /// The policy of the mode `float8` over another policy.
  public QuantizedFloat8DTypePolicy(String mode, String sourceName) {
    this(mode, sourceName, DEFAULT_AMAX_HISTORY_LENGTH);
  }

  /// The policy of the mode `float8` over another policy, which looks back on so many steps to
  /// choose scales.
  public QuantizedFloat8DTypePolicy(String mode, String sourceName, int amaxHistoryLength) {
    super(mode, sourceName);
    this.amaxHistoryLength = amaxHistoryLength;
  }

  static QuantizedFloat8DTypePolicy fromConfig(Config config) {
    return new QuantizedFloat8DTypePolicy(
        config.string("mode"),
        source(config),
        config
            .find("amax_history_length")
            .map(Codec.INT::decode)
            .orElse(DEFAULT_AMAX_HISTORY_LENGTH));
  }

  /// How many steps are looked back on.
  public int amaxHistoryLength() {
    return amaxHistoryLength;
  }

  @Override
  public Config getConfig() {
    return super.getConfig().with("amax_history_length", amaxHistoryLength);
  }
}
