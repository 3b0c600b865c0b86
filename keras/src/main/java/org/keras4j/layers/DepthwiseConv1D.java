package org.keras4j.layers;

/// Convolution over one axis of each channel by itself.
///
/// - Input: `(batch, steps, channels)`, or channels second with `channels_first`
/// - Output: `(batch, steps, channels · depthMultiplier)`, accordingly
/// - Weights: `kernel (kernelSize…, channels, depthMultiplier)`, and `bias` if `useBias`
///
/// @see <a
///   href="https://keras.io/api/layers/convolution_layers/depthwise_convolution1d/">DepthwiseConv1D</a>
public final class DepthwiseConv1D extends BaseDepthwiseConv<DepthwiseConv1D> {
  /// A layer with windows of a size, one number for all axes or one for each.
  public DepthwiseConv1D(int... kernelSize) {
    super(1, kernelSize);
  }
}
