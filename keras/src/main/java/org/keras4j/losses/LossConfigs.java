package org.keras4j.losses;

import java.util.List;
import org.keras4j.config.Codec;

/// How keywords that several losses have are written.
final class LossConfigs {
  /// Axes are written as a list; a single number is read too.
  static final Codec<List<Integer>> AXES =
      Codec.of(
          axes -> axes,
          value ->
              value instanceof List<?> list
                  ? Codec.INTS.decode(list)
                  : List.of(Codec.INT.decode(value)));

  private LossConfigs() {}
}
