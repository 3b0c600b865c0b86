package org.keras4j.layers;

import java.util.List;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.config.Arg;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Ones;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Cells with a carry besides their output, whose gates decide what it keeps and shows.
///
/// @param <SELF> the class itself
public abstract class LongShortTermCell<SELF extends LongShortTermCell<SELF>>
    extends GatedCell<SELF> {
  final Arg<Boolean> unitForgetBias = arg("unit_forget_bias", true);

  LongShortTermCell(String size) {
    super(size, 4);
  }

  /// Sets what is applied to the gates (`sigmoid` at first).
  public SELF recurrentActivation(ActivationFunction value) {
    return with(keywords.recurrentActivation.orElseThrow(), value);
  }

  /// Sets whether the bias of forgetting begins at 1 (true at first).
  public SELF unitForgetBias(boolean value) {
    return with(unitForgetBias, value);
  }

  @Override
  public List<Integer> stateSizes() {
    return List.of(units(), units());
  }

  @Override
  Initializer biasInitializer() {
    var given = super.biasInitializer();
    if (!unitForgetBias.get()) {
      return given;
    }
    return (_, dtype) ->
        Ops.concatenate(
            List.of(
                given.apply(Shape.of(units()), dtype),
                new Ones().apply(Shape.of(units()), dtype),
                given.apply(Shape.of(2 * units()), dtype)),
            0);
  }

  @Override
  protected Step step(Tensor x, List<Tensor> states, Context ctx) {
    var z = gates(Ops.add(x, recurrentProduct(states.getFirst(), ctx)));
    Tensor in = recurrentActivation().apply(z.get(0));
    Tensor forget = recurrentActivation().apply(z.get(1));
    Tensor candidate = activation().apply(z.get(2));
    Tensor carry = Ops.add(Ops.multiply(forget, states.get(1)), Ops.multiply(in, candidate));
    Tensor out = recurrentActivation().apply(z.get(3));
    Tensor h = Ops.multiply(out, activation().apply(carry));
    return new Step(h, List.of(h, carry));
  }
}
