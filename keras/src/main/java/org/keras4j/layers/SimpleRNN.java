package org.keras4j.layers;

/// A recurrent layer whose output is fed back: `h' = activation(x · kernel + bias + h ·
/// recurrentKernel)`.
///
/// - Input: `(batch, steps, inputDim)`, and perhaps `initial_state`
/// - Output: `(batch, units)`, or `(batch, steps, units)` with `returnSequences`; then the states
///   with `returnState`
///
/// {@snippet :
/// Tensor y = new SimpleRNN(64).returnSequences(true).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/simple_rnn/">SimpleRNN</a>
public final class SimpleRNN extends GatedLayer<SimpleRNN, SimpleRNNCell> {
  SimpleRNN() {
    super(false);
  }

  /// A layer of `units` outputs.
  public SimpleRNN(int units) {
    this();
    set(keywords.units, units);
  }

  @Override
  SimpleRNNCell newCell() {
    return new SimpleRNNCell().name("simple_rnn_cell");
  }
}
