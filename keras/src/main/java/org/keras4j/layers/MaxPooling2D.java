package org.keras4j.layers;

/// The largest of each window over two axes.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: the same with smaller spatial axes
///
/// @see <a href="https://keras.io/api/layers/pooling_layers/max_pooling2d/">MaxPooling2D</a>
public final class MaxPooling2D extends BasePooling<MaxPooling2D> {
  /// Windows of a size, one number for all axes or one for each (2 if none is given).
  public MaxPooling2D(int... poolSize) {
    super(2, true, poolSize.length == 0 ? new int[] {2} : poolSize);
  }
}
