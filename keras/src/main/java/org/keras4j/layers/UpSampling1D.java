package org.keras4j.layers;

/// Repeats the elements of one axis.
///
/// - Input: `(batch, steps, channels)`, or channels second with `channels_first`
/// - Output: the same, larger by the factors
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/up_sampling1d/">UpSampling1D</a>
public final class UpSampling1D extends BaseUpSampling<UpSampling1D> {
  /// A layer with a factor for all axes, or one for each (2 if none is given).
  public UpSampling1D(int... size) {
    super(1, size);
  }
}
