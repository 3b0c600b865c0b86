package org.keras4j.layers;

import org.keras4j.config.Arg;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Exponential linear unit: `x` where positive, else `alpha (eˣ - 1)`.
///
/// - Input: any shape
/// - Output: the same shape
///
/// {@snippet :
/// new ELU().alpha(0.5).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/activation_layers/elu/">ELU</a>
public final class ELU extends BuiltIn<ELU> {
  private final Arg<Double> alpha = arg("alpha", 1.0);

  /// A layer with `alpha` 1.
  public ELU() {
    builtFromTheStart();
  }

  /// Sets how far below 0 values go.
  public ELU alpha(double value) {
    return with(alpha, value);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return Ops.elu(x, alpha.get());
  }
}
