package org.keras4j.layers;

/// In training, drops whole channels: all their steps together.
///
/// - Input: `(batch, steps, channels)`
/// - Output: the same shape
///
/// Follows [Tompson et al., 2014](https://arxiv.org/abs/1411.4280).
///
/// {@snippet :
/// new SpatialDropout1D(0.5).apply(x, c -> c.training(true));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/regularization_layers/spatial_dropout1d/">SpatialDropout1D</a>
public final class SpatialDropout1D extends SpatialDropout<SpatialDropout1D> {
  SpatialDropout1D() {
    super(1);
  }

  /// A layer that drops a share of the channels, from 0 to 1.
  public SpatialDropout1D(double rate) {
    this();
    set(amount, rate);
  }
}
