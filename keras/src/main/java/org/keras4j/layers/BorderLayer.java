package org.keras4j.layers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.KerasConfig;

/// Layers that change the borders of spatial axes.
///
/// @param <SELF> the class itself
public abstract class BorderLayer<SELF extends BorderLayer<SELF>> extends BuiltIn<SELF> {
  final int spatialRank;
  final Arg<List<List<Integer>>> borders;
  private final Arg<String> dataFormat;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  BorderLayer(int rank, String keyword, boolean allowNegative, boolean hasFormat, int[][] ends) {
    spatialRank = rank;
    borders =
        arg(keyword, Borders.codec(rank, keyword, allowNegative), () -> Borders.symmetric(rank, 1));
    dataFormat =
        arg("data_format", DataFormats.CODEC, KerasConfig::imageDataFormat)
            .listedIf(_ -> hasFormat);
    if (ends.length > 0) {
      set(borders, Borders.of(ends));
    }
    inputSpec(InputSpec.rank(rank + 2));
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  SELF format(String value) {
    return with(dataFormat, KerasConfig.standardizeDataFormat(value));
  }

  final int firstSpatialAxis() {
    return dataFormat.get().equals("channels_last") ? 1 : 2;
  }
}
