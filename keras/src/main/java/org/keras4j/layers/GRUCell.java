package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.config.Arg;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// A step of {@link GRU}: gates for updating and resetting decide what of the state stays.
///
/// Follows [Cho et al., 2014](https://arxiv.org/abs/1406.1078).
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/gru_cell/">GRUCell</a>
public final class GRUCell extends GatedCell<GRUCell> {
  final Arg<Boolean> resetAfter = arg("reset_after", true);

  GRUCell() {
    super("units", 3);
  }

  /// A cell of `units` outputs.
  public GRUCell(int units) {
    this();
    set(keywords.units, units);
  }

  /// Sets what is applied to the gates (`sigmoid` at first).
  public GRUCell recurrentActivation(ActivationFunction value) {
    return with(keywords.recurrentActivation.orElseThrow(), value);
  }

  /// Sets whether the state is reset after its product with the kernel (true at first) or before.
  public GRUCell resetAfter(boolean value) {
    return with(resetAfter, value);
  }

  @Override
  Shape biasShape() {
    return resetAfter.get() ? Shape.of(2, 3 * units()) : super.biasShape();
  }

  @Override
  Optional<Tensor> inputBias() {
    return resetAfter.get() ? bias().map(b -> biasRow(b, 0)) : super.inputBias();
  }

  private Tensor biasRow(Tensor b, int row) {
    return Ops.reshape(Ops.slice(b, new int[] {row, 0}, new int[] {1, 3 * units()}), 3 * units());
  }

  @Override
  protected Step step(Tensor x, List<Tensor> states, Context ctx) {
    Tensor h = states.getFirst();
    var in = gates(x);
    return resetAfter.get() ? resetAfter(in, h, ctx) : resetBefore(in, h, ctx);
  }

  private Step resetAfter(List<Tensor> in, Tensor h, Context ctx) {
    Tensor inner = recurrentProduct(h, ctx);
    var state = gates(bias().<Tensor>map(b -> Ops.add(inner, biasRow(b, 1))).orElse(inner));
    Tensor update = recurrentActivation().apply(Ops.add(in.get(0), state.get(0)));
    Tensor reset = recurrentActivation().apply(Ops.add(in.get(1), state.get(1)));
    Tensor candidate = activation().apply(Ops.add(in.get(2), Ops.multiply(reset, state.get(2))));
    return mixed(update, h, candidate);
  }

  private Step resetBefore(List<Tensor> in, Tensor h, Context ctx) {
    var weights = Ops.split(recurrentKernel(), 3, -1);
    Tensor update =
        recurrentActivation()
            .apply(Ops.add(in.get(0), Ops.matmul(dropped(h, ctx, 0), weights.get(0))));
    Tensor reset =
        recurrentActivation()
            .apply(Ops.add(in.get(1), Ops.matmul(dropped(h, ctx, 1), weights.get(1))));
    Tensor kept = Ops.multiply(reset, dropped(h, ctx, 2));
    Tensor candidate = activation().apply(Ops.add(in.get(2), Ops.matmul(kept, weights.get(2))));
    return mixed(update, h, candidate);
  }

  private static Tensor dropped(Tensor h, Context ctx, int gate) {
    return ctx.dropRecurrent().isEmpty() ? h : Ops.multiply(h, ctx.dropRecurrent().get(gate));
  }

  private static Step mixed(Tensor update, Tensor h, Tensor candidate) {
    Tensor rest = Ops.subtract(Array.weak(1L), update);
    Tensor next = Ops.add(Ops.multiply(update, h), Ops.multiply(rest, candidate));
    return new Step(next, List.of(next));
  }
}
