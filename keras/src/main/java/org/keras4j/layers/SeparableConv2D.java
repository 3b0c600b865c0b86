package org.keras4j.layers;

/// A depthwise convolution over two axes followed by a pointwise one, which mixes the channels.
///
/// - Input: `(batch, height, width, channels)`, or channels second with `channels_first`
/// - Output: `(batch, height, width, filters)`, accordingly
/// - Weights: `depthwise_kernel (kernelSize…, channels, depthMultiplier)`, `pointwise_kernel (1…,
///   channels · depthMultiplier, filters)`, and `bias (filters)` if `useBias`
///
/// @see <a
///   href="https://keras.io/api/layers/convolution_layers/separable_convolution2d/">SeparableConv2D</a>
public final class SeparableConv2D extends BaseSeparableConv<SeparableConv2D> {
  SeparableConv2D() {
    super(2);
  }

  /// A layer of `filters` windows of a size, one number for all axes or one for each.
  public SeparableConv2D(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }
}
