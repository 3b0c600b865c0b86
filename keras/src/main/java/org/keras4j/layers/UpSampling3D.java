package org.keras4j.layers;

import org.keras4j.config.KerasConfig;

/// Repeats the elements of three axes.
///
/// - Input: `(batch, depth, height, width, channels)`, or channels second with `channels_first`
/// - Output: the same, larger by the factors
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/up_sampling3d/">UpSampling3D</a>
public final class UpSampling3D extends BaseUpSampling<UpSampling3D> {
  /// A layer with a factor for all axes, or one for each (2 if none is given).
  public UpSampling3D(int... size) {
    super(3, size);
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public UpSampling3D dataFormat(String value) {
    return with(dataFormat, KerasConfig.standardizeDataFormat(value));
  }
}
