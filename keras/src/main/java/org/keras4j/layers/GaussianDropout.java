package org.keras4j.layers;

import org.keras4j.ops.Ops;
import org.keras4j.random.Random;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Tensor;

/// In training, multiplies by normally distributed numbers around 1.
///
/// - Input: any shape
/// - Output: the same shape
///
/// {@snippet :
/// new GaussianDropout(0.3).apply(x, c -> c.training(true));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/regularization_layers/gaussian_dropout/">GaussianDropout</a>
public final class GaussianDropout extends NoiseLayer<GaussianDropout> {
  GaussianDropout() {
    super("rate");
  }

  /// A layer of standard deviation `sqrt(rate / (1 - rate))`.
  public GaussianDropout(double rate) {
    this();
    set(amount, rate);
  }

  @Override
  Tensor disturbed(Tensor x, SeedGenerator seeds) {
    double deviation = Math.sqrt(amount.get() / (1 - amount.get()));
    return Ops.multiply(x, Random.normal(x.shape(), 1, deviation, computeDType(), seeds));
  }
}
