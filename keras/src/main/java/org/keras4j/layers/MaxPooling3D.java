package org.keras4j.layers;

/// The largest of each window over three axes.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: the same with smaller spatial axes
///
/// @see <a href="https://keras.io/api/layers/pooling_layers/max_pooling3d/">MaxPooling3D</a>
public final class MaxPooling3D extends BasePooling<MaxPooling3D> {
  /// Windows of a size, one number for all axes or one for each (2 if none is given).
  public MaxPooling3D(int... poolSize) {
    super(3, true, poolSize.length == 0 ? new int[] {2} : poolSize);
  }
}
