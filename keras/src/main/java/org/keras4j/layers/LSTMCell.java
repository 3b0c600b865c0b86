package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import org.keras4j.activations.Activations;
import org.keras4j.ops.Index;
import org.keras4j.ops.Ops;
import org.keras4j.ops.Recurrence;
import org.keras4j.ops.Recurrence.LstmWeights;
import org.keras4j.tensor.Tensor;

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

  @Override
  Optional<Step> allSteps(Tensor inputs, List<Tensor> states, Context ctx) {
    Tensor recurrentKernel = recurrentKernel();
    boolean usual =
        activation().equals(Activations.TANH)
            && recurrentActivation().equals(Activations.SIGMOID)
            && ctx.dropRecurrent().isEmpty()
            && ctx.drop().size() < 2
            && states.stream().allMatch(s -> s.dtype() == inputs.dtype())
            && recurrentKernel.dtype() == inputs.dtype();
    if (!usual) {
      return Optional.empty();
    }
    Tensor x = ctx.drop().isEmpty() ? inputs : Ops.multiply(inputs, ctx.drop().getFirst());
    var weights = new LstmWeights(kernel(), recurrentKernel, bias().map(b -> b));
    var out = Recurrence.lstm(x, states.get(0), states.get(1), weights);
    Tensor last = Ops.getItem(out.hidden(), Index.at(-1));
    return Optional.of(new Step(out.hidden(), List.of(last, out.cell())));
  }
}
