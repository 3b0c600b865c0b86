package org.keras4j.layers;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;

/// Repeats the elements of two axes.
///
/// - Input: `(batch, height, width, channels)`, or channels second with `channels_first`
/// - Output: the same, larger by the factors
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/up_sampling2d/">UpSampling2D</a>
public final class UpSampling2D extends BaseUpSampling<UpSampling2D> {
  private final Arg<String> interpolation =
      arg("interpolation", Codec.STRING, () -> "nearest")
          .check(i -> i.equals("nearest"), "`nearest`: no other interpolation is there yet");

  /// A layer with a factor for all axes, or one for each (2 if none is given).
  public UpSampling2D(int... size) {
    super(2, size);
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public UpSampling2D dataFormat(String value) {
    return with(dataFormat, KerasConfig.standardizeDataFormat(value));
  }

  /// Sets how values between are found: `nearest`.
  public UpSampling2D interpolation(String value) {
    return with(interpolation, value.toLowerCase(java.util.Locale.ROOT));
  }
}
