package org.keras4j.layers;

/// The largest over three axes as a whole.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: `(batch, channels)`
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/global_max_pooling3d/">GlobalMaxPooling3D</a>
public final class GlobalMaxPooling3D extends BaseGlobalPooling<GlobalMaxPooling3D> {
  /// A layer with Keras's default settings.
  public GlobalMaxPooling3D() {
    super(3, true);
  }
}
