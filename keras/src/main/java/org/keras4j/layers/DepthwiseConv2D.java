package org.keras4j.layers;

/// Convolution over two axes of each channel by itself.
///
/// - Input: `(batch, height, width, channels)`, or channels second with `channels_first`
/// - Output: `(batch, height, width, channels · depthMultiplier)`, accordingly
/// - Weights: `kernel (kernelSize…, channels, depthMultiplier)`, and `bias` if `useBias`
///
/// @see <a
///   href="https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/">DepthwiseConv2D</a>
public final class DepthwiseConv2D extends BaseDepthwiseConv<DepthwiseConv2D> {
  /// A layer with windows of a size, one number for all axes or one for each.
  public DepthwiseConv2D(int... kernelSize) {
    super(2, kernelSize);
  }
}
