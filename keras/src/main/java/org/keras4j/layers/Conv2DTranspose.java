package org.keras4j.layers;

/// Transposed convolution over two axes: goes from the output's size of a convolution to its
/// input's.
///
/// - Input: `(batch, height, width, channels)`, or channels second with `channels_first`
/// - Output: `(batch, height, width, filters)`, accordingly, larger by the strides
/// - Weights: `kernel (kernelSize…, filters, channels)`, and `bias (filters)` if `useBias`
///
/// @see <a
///   href="https://keras.io/api/layers/convolution_layers/convolution2d_transpose/">Conv2DTranspose</a>
public final class Conv2DTranspose extends BaseConvTranspose<Conv2DTranspose> {
  Conv2DTranspose() {
    super(2);
  }

  /// A layer of `filters` windows of a size, one number for all axes or one for each.
  public Conv2DTranspose(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }
}
