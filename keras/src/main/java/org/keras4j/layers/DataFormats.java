package org.keras4j.layers;

import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;

/// Where the channels of images are.
final class DataFormats {
  /// Reads and writes `data_format`; `null` is the process's default.
  static final Codec<String> CODEC =
      Codec.of(
          format -> format,
          value ->
              value == null
                  ? KerasConfig.imageDataFormat()
                  : KerasConfig.standardizeDataFormat(value.toString()));

  private DataFormats() {}
}
