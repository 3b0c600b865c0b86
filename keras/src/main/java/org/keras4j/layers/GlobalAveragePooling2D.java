package org.keras4j.layers;

/// The mean over two axes as a whole.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: `(batch, channels)`
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/global_average_pooling2d/">GlobalAveragePooling2D</a>
public final class GlobalAveragePooling2D extends BaseGlobalPooling<GlobalAveragePooling2D> {
  /// A layer with Keras's default settings.
  public GlobalAveragePooling2D() {
    super(2, false);
  }
}
