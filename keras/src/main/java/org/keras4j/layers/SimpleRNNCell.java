package org.keras4j.layers;

import java.util.List;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// A step of {@link SimpleRNN}: `h' = activation(x · kernel + bias + h · recurrentKernel)`.
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/simple_rnn_cell/">SimpleRNNCell</a>
public final class SimpleRNNCell extends GatedCell<SimpleRNNCell> {
  SimpleRNNCell() {
    super("units", 1);
  }

  /// A cell of `units` outputs.
  public SimpleRNNCell(int units) {
    this();
    set(keywords.units, units);
  }

  @Override
  protected Step step(Tensor x, List<Tensor> states, Context ctx) {
    Tensor h = activation().apply(Ops.add(x, recurrentProduct(states.getFirst(), ctx)));
    return new Step(h, List.of(h));
  }
}
