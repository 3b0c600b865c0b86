package org.keras4j.layers;

/// Convolution over one axis, such as time.
///
/// - Input: `(batch, steps, channels)`, or channels second with `channels_first`
/// - Output: `(batch, steps, filters)`, accordingly
/// - Weights: `kernel (kernelSize…, channels / groups, filters)`, and `bias (filters)` if `useBias`
///
/// {@snippet :
/// Tensor y = new Conv1D(32, 3).activation("relu").padding("same").apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/convolution_layers/convolution1d/">Conv1D</a>
public final class Conv1D extends BaseConv<Conv1D> {
  Conv1D() {
    super(1);
  }

  /// A layer of `filters` windows of a size, one number for all axes or one for each.
  public Conv1D(int filters, int... kernelSize) {
    super(1, filters, kernelSize);
  }
}
