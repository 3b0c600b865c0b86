package org.keras4j.layers;

/// Convolution over three axes of volumes.
///
/// - Input: `(batch, depth, height, width, channels)`, or channels second with `channels_first`
/// - Output: `(batch, depth, height, width, filters)`, accordingly
/// - Weights: `kernel (kernelSize…, channels / groups, filters)`, and `bias (filters)` if `useBias`
///
/// {@snippet :
/// Tensor y = new Conv3D(32, 3).activation("relu").padding("same").apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/convolution_layers/convolution3d/">Conv3D</a>
public final class Conv3D extends BaseConv<Conv3D> {
  Conv3D() {
    super(3);
  }

  /// A layer of `filters` windows of a size, one number for all axes or one for each.
  public Conv3D(int filters, int... kernelSize) {
    super(3, filters, kernelSize);
  }
}
