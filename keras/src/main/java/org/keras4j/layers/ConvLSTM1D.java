package org.keras4j.layers;

/// A long short-term memory over sequences of signals: its products are convolutions.
///
/// - Input: `(batch, steps, length, channels)`, or channels third with `channels_first`
/// - Output: `(batch, length, filters)`, or one for each step with `returnSequences`; then the two
///   states with `returnState`. The spatial sizes are those the padding and the strides leave.
///
/// {@snippet :
/// Tensor y = new ConvLSTM1D(8, 3).padding("same").returnSequences(true).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/conv_lstm1d/">ConvLSTM1D</a>
public final class ConvLSTM1D extends BaseConvLSTM<ConvLSTM1D> {
  ConvLSTM1D() {
    super(1);
  }

  /// A layer of filters over windows of a size, one for all axes or one for each.
  public ConvLSTM1D(int filters, int... kernelSize) {
    super(1, filters, kernelSize);
  }
}
