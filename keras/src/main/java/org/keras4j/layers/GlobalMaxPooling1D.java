package org.keras4j.layers;

/// The largest over one axis as a whole.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: `(batch, channels)`
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/global_max_pooling1d/">GlobalMaxPooling1D</a>
public final class GlobalMaxPooling1D extends BaseGlobalPooling<GlobalMaxPooling1D> {
  /// A layer with Keras's default settings.
  public GlobalMaxPooling1D() {
    super(1, true);
  }
}
