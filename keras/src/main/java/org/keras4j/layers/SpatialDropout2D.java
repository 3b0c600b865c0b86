package org.keras4j.layers;

import org.keras4j.config.Arg;
import org.keras4j.config.KerasConfig;

/// In training, drops whole channels: all their rows and columns together.
///
/// - Input: `(batch, rows, columns, channels)`, or channels second with `channels_first`
/// - Output: the same shape
///
/// Follows [Tompson et al., 2014](https://arxiv.org/abs/1411.4280).
///
/// {@snippet :
/// new SpatialDropout2D(0.5).apply(x, c -> c.training(true));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/regularization_layers/spatial_dropout2d/">SpatialDropout2D</a>
public final class SpatialDropout2D extends SpatialDropout<SpatialDropout2D> {
  private final Arg<String> dataFormat =
      arg("data_format", DataFormats.CODEC, KerasConfig::imageDataFormat);

  SpatialDropout2D() {
    super(2);
  }

  /// A layer that drops a share of the channels, from 0 to 1.
  public SpatialDropout2D(double rate) {
    this();
    set(amount, rate);
  }

  /// Sets where the channels are.
  public SpatialDropout2D dataFormat(String value) {
    return with(dataFormat, KerasConfig.standardizeDataFormat(value));
  }

  @Override
  String layout() {
    return dataFormat.get();
  }
}
