package org.keras4j.layers;

/// The mean of each window over three axes.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: the same with smaller spatial axes
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/average_pooling3d/">AveragePooling3D</a>
public final class AveragePooling3D extends BasePooling<AveragePooling3D> {
  /// Windows of a size, one number for all axes or one for each (2 if none is given).
  public AveragePooling3D(int... poolSize) {
    super(3, false, poolSize.length == 0 ? new int[] {2} : poolSize);
  }
}
