package org.keras4j.layers;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Repeats rows as steps.
///
/// - Input: `(batch, features)`
/// - Output: `(batch, n, features)`
///
/// {@snippet :
/// new RepeatVector(3).apply(x);   // (None, 32) -> (None, 3, 32)
/// }
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/repeat_vector/">RepeatVector</a>
public final class RepeatVector extends BuiltIn<RepeatVector> {
  private final Arg<Integer> n = required("n", Codec.INT).check(v -> v > 0, "a positive integer");

  RepeatVector() {
    inputSpec(InputSpec.rank(2));
  }

  /// A layer that repeats `n` times.
  public RepeatVector(int n) {
    this();
    set(this.n, n);
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return Ops.repeat(Ops.expandDims(x, 1), n.get(), 1);
  }
}
