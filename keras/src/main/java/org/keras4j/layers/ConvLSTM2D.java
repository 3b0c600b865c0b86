package org.keras4j.layers;

/// A long short-term memory over sequences of images: its products are convolutions.
///
/// - Input: `(batch, steps, height, width, channels)`, or channels third with `channels_first`
/// - Output: `(batch, height, width, filters)`, or one for each step with `returnSequences`; then
///   the two states with `returnState`. The spatial sizes are those the padding and the strides
///   leave.
///
/// {@snippet :
/// Tensor y = new ConvLSTM2D(8, 3).padding("same").returnSequences(true).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/conv_lstm2d/">ConvLSTM2D</a>
public final class ConvLSTM2D extends BaseConvLSTM<ConvLSTM2D> {
  ConvLSTM2D() {
    super(2);
  }

  /// A layer of filters over windows of a size, one for all axes or one for each.
  public ConvLSTM2D(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }
}
