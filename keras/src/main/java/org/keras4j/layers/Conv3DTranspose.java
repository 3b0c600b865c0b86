package org.keras4j.layers;

/// Transposed convolution over three axes: goes from the output's size of a convolution to its
/// input's.
///
/// - Input: `(batch, depth, height, width, channels)`, or channels second with `channels_first`
/// - Output: `(batch, depth, height, width, filters)`, accordingly, larger by the strides
/// - Weights: `kernel (kernelSize…, filters, channels)`, and `bias (filters)` if `useBias`
///
/// @see <a
///   href="https://keras.io/api/layers/convolution_layers/convolution3d_transpose/">Conv3DTranspose</a>
public final class Conv3DTranspose extends BaseConvTranspose<Conv3DTranspose> {
  Conv3DTranspose() {
    super(3);
  }

  /// A layer of `filters` windows of a size, one number for all axes or one for each.
  public Conv3DTranspose(int filters, int... kernelSize) {
    super(3, filters, kernelSize);
  }
}
