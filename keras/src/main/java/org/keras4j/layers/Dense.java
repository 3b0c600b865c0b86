package org.keras4j.layers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Configurable;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

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
public final class Dense extends Kernelled<Dense> {
  private final Arg<Integer> units =
      required("units", Codec.INT).check(n -> n > 0, "a positive integer");

  @SuppressWarnings("UnusedVariable") // part of the config, of use to those who quantize
  private final Arg<Optional<Configurable>> quantizationConfig =
      optional("quantization_config", Codec.object(Configurable.class, "a quantization config"));

  private @Nullable Variable kernel;

  Dense() {
    super("kernel");
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

  /// The matrix, once the layer is built.
  public Optional<Variable> kernel() {
    return Optional.ofNullable(kernel);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected void build(Shape input) {
    int inputDim = input.dim(-1);
    kernel = addKernel("kernel", Shape.of(inputDim, units.get()));
    addBias(units.get());
    inputSpec(InputSpec.any().minRank(2).axis(-1, inputDim));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return finish(Ops.matmul(x, built(kernel)), bias -> bias);
  }
}
