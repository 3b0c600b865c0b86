package org.keras4j.layers;

/// The largest values of windows over two axes, chosen so that the result has a given size whatever
/// the input has.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: the same with the given spatial sizes
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/adaptive_max_pooling2d/">AdaptiveMaxPooling2D</a>
public final class AdaptiveMaxPooling2D extends BaseAdaptivePooling<AdaptiveMaxPooling2D> {
  AdaptiveMaxPooling2D() {
    super(2, true);
  }

  /// A result of a size, one number for all axes or one for each.
  ///
  /// @throws IllegalArgumentException if there are others than one number or one for each axis
  public AdaptiveMaxPooling2D(int size, int... others) {
    super(2, true, Sizes.join(size, others));
  }
}
