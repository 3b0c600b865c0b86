package org.keras4j.dtypepolicies;

import java.util.Optional;
import org.keras4j.config.Config;

/// The dtypes of a layer whose weights have 4 bits: `int4/128_from_float32`, with the number of
/// inputs that share a scale, -1 if all do.
///
/// @see <a href="https://keras.io/api/mixed_precision/policy/">DTypePolicy</a>
public final class Int4DTypePolicy extends QuantizedDTypePolicy {
  private final int blockSize;

  /// The policy of a mode such as `int4/128` over another policy.
  ///
  /// @throws IllegalArgumentException if it is no such mode
  public Int4DTypePolicy(String mode, String sourceName) {
    super(mode, "int4", new DTypePolicy(sourceName));
    blockSize = blockSize(mode);
  }

  private static int blockSize(String mode) {
    try {
      int size = Integer.parseInt(mode.substring(mode.indexOf('/') + 1));
      if (mode.startsWith("int4/") && size >= -1 && size != 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new IllegalArgumentException(
        "Expected a mode such as int4/128 or int4/-1. Received: mode=" + mode);
  }

  static Int4DTypePolicy fromConfig(Config config) {
    return new Int4DTypePolicy(config.string("mode"), source(config));
  }

  /// How many inputs share a scale, unless all do.
  public Optional<Integer> blockSize() {
    return blockSize == -1 ? Optional.empty() : Optional.of(blockSize);
  }

  @Override
  public Config getConfig() {
    return super.getConfig().with("mode", "int4/" + blockSize);
  }
}
