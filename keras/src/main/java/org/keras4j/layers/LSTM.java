package org.keras4j.layers;

import org.keras4j.activations.ActivationFunction;
import org.keras4j.config.Arg;

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
public final class LSTM extends GatedLayer<LSTM, LSTMCell> {
  private final Arg<Boolean> unitForgetBias = arg("unit_forget_bias", true);

  LSTM() {
    super(true);
  }

  /// A layer of `units` outputs.
  public LSTM(int units) {
    this();
    set(keywords.units, units);
  }

  /// Sets what is applied to the gates (`sigmoid` at first).
  public LSTM recurrentActivation(ActivationFunction value) {
    return with(keywords.recurrentActivation.orElseThrow(), value);
  }

  /// Sets whether the bias of forgetting begins at 1 (true at first).
  public LSTM unitForgetBias(boolean value) {
    return with(unitForgetBias, value);
  }

  @Override
  LSTMCell newCell() {
    var cell = new LSTMCell().name("lstm_cell");
    cell.unitForgetBias.set(unitForgetBias.get());
    return cell;
  }
}
