package org.keras4j.layers;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Leaky rectified linear unit: `x` where positive, else a small multiple of it.
///
/// - Input: any shape
/// - Output: the same shape
///
/// {@snippet :
/// new LeakyReLU().negativeSlope(0.1).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/activation_layers/leaky_relu/">LeakyReLU</a>
public final class LeakyReLU extends BuiltIn<LeakyReLU> {
  private final Arg<Double> negativeSlope =
      arg("negative_slope", Codec.DOUBLE, () -> 0.3)
          .check(v -> v >= 0, "a number that is not negative");

  /// A layer of slope 0.3.
  public LeakyReLU() {
    builtFromTheStart();
  }

  /// Sets the slope below 0.
  public LeakyReLU negativeSlope(double value) {
    return with(negativeSlope, value);
  }

  @Override
  protected Config migrate(Config config) {
    return config.get("alpha") == null
        ? config
        : config.without("alpha").with("negative_slope", config.get("alpha"));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    return Ops.leakyRelu(x, negativeSlope.get());
  }
}
