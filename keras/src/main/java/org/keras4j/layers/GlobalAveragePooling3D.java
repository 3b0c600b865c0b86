package org.keras4j.layers;

/// The mean over three axes as a whole.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: `(batch, channels)`
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/global_average_pooling3d/">GlobalAveragePooling3D</a>
public final class GlobalAveragePooling3D extends BaseGlobalPooling<GlobalAveragePooling3D> {
  /// A layer with Keras's default settings.
  public GlobalAveragePooling3D() {
    super(3, false);
  }
}
