package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// Masks the steps whose values all equal a number.
///
/// - Input: `(batch, steps, features)`
/// - Output: the same shape, masked steps 0, with a mask `(batch, steps)`
///
/// {@snippet :
/// Tensor y = new Masking().maskValue(-1).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/core_layers/masking/">Masking</a>
public final class Masking extends BuiltIn<Masking> {
  private final Arg<Double> maskValue = arg("mask_value", 0.0);

  /// A layer that masks steps of zeros.
  public Masking() {
    builtFromTheStart();
  }

  /// Sets the number that means that there is nothing.
  public Masking maskValue(double value) {
    return with(maskValue, value);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Optional<Tensor> computeMask(Tensor input, Optional<Tensor> mask) {
    return Optional.of(Ops.any(Ops.notEqual(input, maskValue.get()), Axes.of(-1)));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor used = Ops.any(Ops.notEqual(x, maskValue.get()), Axes.of(-1).keepDims());
    return Ops.where(used, x, Array.weak(0L)).withMask(Optional.of(Ops.squeeze(used, -1)));
  }
}
