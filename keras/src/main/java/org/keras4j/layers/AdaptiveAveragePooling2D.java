package org.keras4j.layers;

/// The averages of windows over two axes, chosen so that the result has a given size whatever the
/// input has.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: the same with the given spatial sizes
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/adaptive_average_pooling2d/">AdaptiveAveragePooling2D</a>
public final class AdaptiveAveragePooling2D extends BaseAdaptivePooling<AdaptiveAveragePooling2D> {
  AdaptiveAveragePooling2D() {
    super(2, false);
  }

  /// A result of a size, one number for all axes or one for each.
  ///
  /// @throws IllegalArgumentException if there are others than one number or one for each axis
  public AdaptiveAveragePooling2D(int size, int... others) {
    super(2, false, Sizes.join(size, others));
  }
}
