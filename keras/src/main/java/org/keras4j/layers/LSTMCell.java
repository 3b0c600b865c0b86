package org.keras4j.layers;

/// A step of {@link LSTM}: gates for input, forgetting, candidate and output decide what the carry
/// keeps and shows.
///
/// Follows [Hochreiter and Schmidhuber,
/// 1997](https://www.bioinf.jku.at/publications/older/2604.pdf).
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/lstm_cell/">LSTMCell</a>
public final class LSTMCell extends LongShortTermCell<LSTMCell> {
  LSTMCell() {
    super("units");
  }

  /// A cell of `units` outputs.
  public LSTMCell(int units) {
    this();
    set(keywords.units, units);
  }
}
