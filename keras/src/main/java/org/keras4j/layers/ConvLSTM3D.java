package org.keras4j.layers;

/// A long short-term memory over sequences of volumes: its products are convolutions.
///
/// - Input: `(batch, steps, depth, height, width, channels)`, or channels third with
///   `channels_first`
/// - Output: `(batch, depth, height, width, filters)`, or one for each step with `returnSequences`;
///   then the two states with `returnState`. The spatial sizes are those the padding and the
///   strides leave.
///
/// {@snippet :
/// Tensor y = new ConvLSTM3D(8, 3).padding("same").returnSequences(true).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/conv_lstm3d/">ConvLSTM3D</a>
public final class ConvLSTM3D extends BaseConvLSTM<ConvLSTM3D> {
  ConvLSTM3D() {
    super(3);
  }

  /// A layer of filters over windows of a size, one for all axes or one for each.
  public ConvLSTM3D(int filters, int... kernelSize) {
    super(3, filters, kernelSize);
  }
}
