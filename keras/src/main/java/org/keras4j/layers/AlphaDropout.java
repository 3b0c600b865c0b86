package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.random.Random;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// In training, sets a share of the values to the negative saturation of SELU, and keeps mean and
/// variance.
///
/// - Input: any shape
/// - Output: the same shape
///
/// Follows [Klambauer et al., 2017](https://arxiv.org/abs/1706.02515).
///
/// {@snippet :
/// new AlphaDropout(0.1).apply(x, c -> c.training(true));
/// }
///
/// @see <a href="https://keras.io/api/layers/regularization_layers/alpha_dropout/">AlphaDropout</a>
public final class AlphaDropout extends NoiseLayer<AlphaDropout> {
  private static final double SATURATION =
      -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946;

  private final Arg<Optional<Shape>> noiseShape =
      optional("noise_shape", Codec.SHAPE)
          .check(
              s -> s.isEmpty() || s.get().toList().stream().allMatch(d -> d > 0 || d == -1),
              "positive sizes or None");

  AlphaDropout() {
    super("rate");
  }

  /// A layer that drops a share of the values, from 0 to 1.
  public AlphaDropout(double rate) {
    this();
    set(amount, rate);
  }

  /// Sets which values are dropped together: axes of size 1 share one fate; -1 is the input's size.
  public AlphaDropout noiseShape(int... sizes) {
    return with(noiseShape, Optional.of(Shape.of(sizes)));
  }

  @Override
  Tensor disturbed(Tensor x, SeedGenerator seeds) {
    double rate = amount.get();
    Shape noise = noiseShape.get().map(s -> filled(s, x.shape())).orElse(x.shape());
    Tensor drawn = Random.uniform(noise, 0, 1, KerasConfig.floatx(), seeds);
    Tensor kept = Ops.cast(Ops.greaterEqual(drawn, rate), x.dtype());
    double a = 1 / Math.sqrt((1 - rate) * (1 + rate * SATURATION * SATURATION));
    double b = -a * SATURATION * rate;
    Tensor mixed = Ops.add(Ops.multiply(x, kept), Ops.multiply(SATURATION, Ops.subtract(1L, kept)));
    return Ops.add(Ops.multiply(a, mixed), b);
  }
}
