package org.keras4j.layers;

/// The largest over two axes as a whole.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: `(batch, channels)`
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/global_max_pooling2d/">GlobalMaxPooling2D</a>
public final class GlobalMaxPooling2D extends BaseGlobalPooling<GlobalMaxPooling2D> {
  /// A layer with Keras's default settings.
  public GlobalMaxPooling2D() {
    super(2, true);
  }
}
