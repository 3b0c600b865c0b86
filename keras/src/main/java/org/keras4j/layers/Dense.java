package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Shape;

/// Densely connected layer: `activation(x · kernel + bias)`.
///
/// - Input: `(batch, ..., inputDim)`
/// - Output: `(batch, ..., units)`
/// - Weights: `kernel (inputDim, units)`, and `bias (units)` if `useBias`
///
/// {@snippet :
/// Tensor y = new Dense(64).activation("relu").apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/core_layers/dense/">Dense</a>
public final class Dense extends ProductLayer<Dense> {
  private final Arg<Integer> units =
      required("units", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Boolean> useBias = arg("use_bias", true);

  Dense() {
    inputSpec(InputSpec.any().minRank(2));
  }

  /// A layer of `units` outputs.
  public Dense(int units) {
    this();
    set(this.units, units);
  }

  /// The number of outputs.
  public int units() {
    return units.get();
  }

  /// Sets whether there is a bias (true at first).
  public Dense useBias(boolean value) {
    return with(useBias, value);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected void build(Shape input) {
    int inputDim = input.dim(-1);
    build(
        Shape.of(inputDim, units.get()),
        kernelInitializer.get(),
        useBias.get() ? Optional.of(Shape.of(units.get())) : Optional.empty(),
        new Contraction.OfMatrix());
    inputSpec(InputSpec.any().minRank(2).axis(-1, inputDim));
  }
}
