package org.keras4j.layers;

/// Convolution over two axes of images.
///
/// - Input: `(batch, height, width, channels)`, or channels second with `channels_first`
/// - Output: `(batch, height, width, filters)`, accordingly
/// - Weights: `kernel (kernelSize…, channels / groups, filters)`, and `bias (filters)` if `useBias`
///
/// {@snippet :
/// Tensor y = new Conv2D(32, 3).activation("relu").padding("same").apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/convolution_layers/convolution2d/">Conv2D</a>
public final class Conv2D extends BaseConv<Conv2D> {
  Conv2D() {
    super(2);
  }

  /// A layer of `filters` windows of a size, one number for all axes or one for each.
  public Conv2D(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }
}
