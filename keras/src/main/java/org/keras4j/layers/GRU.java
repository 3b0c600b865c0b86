package org.keras4j.layers;

import org.keras4j.activations.ActivationFunction;
import org.keras4j.config.Arg;

/// Gated recurrent unit: a recurrent layer whose gates decide what of the state stays.
///
/// - Input: `(batch, steps, inputDim)`, and perhaps `initial_state`
/// - Output: `(batch, units)`, or `(batch, steps, units)` with `returnSequences`; then the states
///   with `returnState`
///
/// {@snippet :
/// Tensor y = new GRU(64).returnSequences(true).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/gru/">GRU</a>
public final class GRU extends GatedLayer<GRU, GRUCell> {
  private final Arg<Boolean> resetAfter = arg("reset_after", true);

  GRU() {
    super(true);
  }

  /// A layer of `units` outputs.
  public GRU(int units) {
    this();
    set(keywords.units, units);
  }

  /// Sets what is applied to the gates (`sigmoid` at first).
  public GRU recurrentActivation(ActivationFunction value) {
    return with(keywords.recurrentActivation.orElseThrow(), value);
  }

  /// Sets whether the state is reset after its product with the kernel (true at first) or before.
  public GRU resetAfter(boolean value) {
    return with(resetAfter, value);
  }

  @Override
  GRUCell newCell() {
    var cell = new GRUCell().name("gru_cell");
    cell.resetAfter.set(resetAfter.get());
    return cell;
  }
}
