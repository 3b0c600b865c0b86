package org.keras4j.layers;

import java.util.Locale;
import org.keras4j.config.Arg;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Repeats the elements of two axes, or finds values between them.
///
/// - Input: `(batch, height, width, channels)`, or channels second with `channels_first`
/// - Output: the same, larger by the factors
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/up_sampling2d/">UpSampling2D</a>
public final class UpSampling2D extends BaseUpSampling<UpSampling2D> {
  private final Arg<String> interpolation = arg("interpolation", "nearest");

  /// A layer with a factor for all axes, or one for each (2 if none is given).
  public UpSampling2D(int... size) {
    super(2, size);
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public UpSampling2D dataFormat(String value) {
    return with(dataFormat, KerasConfig.standardizeDataFormat(value));
  }

  /// Sets how values between are found: `nearest` (at first), `bilinear`, `bicubic`, `lanczos3` or
  /// `lanczos5`.
  public UpSampling2D interpolation(String value) {
    return with(interpolation, value.toLowerCase(Locale.ROOT));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    if (interpolation.get().equals("nearest")) {
      return super.call(x, ctx);
    }
    int rows = firstSpatialAxis();
    return Ops.resize(
        x,
        x.shape().dim(rows) * size.get().get(0),
        x.shape().dim(rows + 1) * size.get().get(1),
        o -> o.interpolation(interpolation.get()).dataFormat(dataFormat.get()));
  }
}
