package org.keras4j.layers;

/// The mean of each window over two axes.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: the same with smaller spatial axes
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/average_pooling2d/">AveragePooling2D</a>
public final class AveragePooling2D extends BasePooling<AveragePooling2D> {
  /// Windows of a size, one number for all axes or one for each (2 if none is given).
  public AveragePooling2D(int... poolSize) {
    super(2, false, poolSize.length == 0 ? new int[] {2} : poolSize);
  }
}
