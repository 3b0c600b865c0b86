package org.keras4j.layers;

/// The largest of each window over one axis.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: the same with smaller spatial axes
///
/// @see <a href="https://keras.io/api/layers/pooling_layers/max_pooling1d/">MaxPooling1D</a>
public final class MaxPooling1D extends BasePooling<MaxPooling1D> {
  /// Windows of a size, one number for all axes or one for each (2 if none is given).
  public MaxPooling1D(int... poolSize) {
    super(1, true, poolSize.length == 0 ? new int[] {2} : poolSize);
  }
}
