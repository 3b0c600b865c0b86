package org.keras4j.layers;

import org.keras4j.activations.ActivationFunction;
import org.keras4j.config.Arg;

/// Recurrent layers of cells with a carry: the keywords of {@link LSTM} and its convolutional kin.
///
/// @param <SELF> the class itself
/// @param <C> the cell
public abstract class LongShortTermLayer<
        SELF extends LongShortTermLayer<SELF, C>, C extends LongShortTermCell<C>>
    extends GatedLayer<SELF, C> {
  private final Arg<Boolean> unitForgetBias = arg("unit_forget_bias", true);

  LongShortTermLayer(String size) {
    super(size, true);
  }

  /// Sets what is applied to the gates (`sigmoid` at first).
  public SELF recurrentActivation(ActivationFunction value) {
    return with(keywords.recurrentActivation.orElseThrow(), value);
  }

  /// Sets whether the bias of forgetting begins at 1 (true at first).
  public SELF unitForgetBias(boolean value) {
    return with(unitForgetBias, value);
  }

  /// An empty cell of the layer's kind.
  abstract C emptyCell();

  @Override
  C newCell() {
    C cell = emptyCell();
    cell.unitForgetBias.set(unitForgetBias.get());
    return cell;
  }
}
