package org.keras4j.layers;

/// The mean of each window over one axis.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: the same with smaller spatial axes
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/average_pooling1d/">AveragePooling1D</a>
public final class AveragePooling1D extends BasePooling<AveragePooling1D> {
  /// Windows of a size, one number for all axes or one for each (2 if none is given).
  public AveragePooling1D(int... poolSize) {
    super(1, false, poolSize.length == 0 ? new int[] {2} : poolSize);
  }
}
