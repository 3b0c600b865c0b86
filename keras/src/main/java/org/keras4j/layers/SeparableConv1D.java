package org.keras4j.layers;

/// A depthwise convolution over one axis followed by a pointwise one, which mixes the channels.
///
/// - Input: `(batch, steps, channels)`, or channels second with `channels_first`
/// - Output: `(batch, steps, filters)`, accordingly
/// - Weights: `depthwise_kernel (kernelSize…, channels, depthMultiplier)`, `pointwise_kernel (1…,
///   channels · depthMultiplier, filters)`, and `bias (filters)` if `useBias`
///
/// @see <a
///   href="https://keras.io/api/layers/convolution_layers/separable_convolution1d/">SeparableConv1D</a>
public final class SeparableConv1D extends BaseSeparableConv<SeparableConv1D> {
  SeparableConv1D() {
    super(1);
  }

  /// A layer of `filters` windows of a size, one number for all axes or one for each.
  public SeparableConv1D(int filters, int... kernelSize) {
    super(1, filters, kernelSize);
  }
}
