package org.keras4j.layers;

/// Long short-term memory: a recurrent layer whose gates decide what it keeps and shows.
///
/// - Input: `(batch, steps, inputDim)`, and perhaps `initial_state`
/// - Output: `(batch, units)`, or `(batch, steps, units)` with `returnSequences`; then the states
///   with `returnState`
///
/// {@snippet :
/// Tensor y = new LSTM(64).returnSequences(true).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/lstm/">LSTM</a>
public final class LSTM extends LongShortTermLayer<LSTM, LSTMCell> {
  LSTM() {
    super("units");
    inputSpec(InputSpec.rank(3));
  }

  /// A layer of `units` outputs.
  public LSTM(int units) {
    this();
    set(keywords.units, units);
  }

  @Override
  LSTMCell emptyCell() {
    return new LSTMCell().name("lstm_cell");
  }
}
