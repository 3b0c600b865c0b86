package org.keras4j.layers;

/// Transposed convolution over one axis: goes from the output's size of a convolution to its
/// input's.
///
/// - Input: `(batch, steps, channels)`, or channels second with `channels_first`
/// - Output: `(batch, steps, filters)`, accordingly, larger by the strides
/// - Weights: `kernel (kernelSize…, filters, channels)`, and `bias (filters)` if `useBias`
///
/// @see <a
///   href="https://keras.io/api/layers/convolution_layers/convolution1d_transpose/">Conv1DTranspose</a>
public final class Conv1DTranspose extends BaseConvTranspose<Conv1DTranspose> {
  Conv1DTranspose() {
    super(1);
  }

  /// A layer of `filters` windows of a size, one number for all axes or one for each.
  public Conv1DTranspose(int filters, int... kernelSize) {
    super(1, filters, kernelSize);
  }
}
