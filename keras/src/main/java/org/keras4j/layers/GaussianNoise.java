package org.keras4j.layers;

import org.keras4j.ops.Ops;
import org.keras4j.random.Random;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Tensor;

/// In training, adds normally distributed numbers around 0.
///
/// - Input: any shape
/// - Output: the same shape
///
/// {@snippet :
/// new GaussianNoise(0.1).apply(x, c -> c.training(true));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/regularization_layers/gaussian_noise/">GaussianNoise</a>
public final class GaussianNoise extends NoiseLayer<GaussianNoise> {
  GaussianNoise() {
    super("stddev");
  }

  /// A layer of a standard deviation, from 0 to 1.
  public GaussianNoise(double stddev) {
    this();
    set(amount, stddev);
  }

  @Override
  Tensor disturbed(Tensor x, SeedGenerator seeds) {
    return Ops.add(x, Random.normal(x.shape(), 0, amount.get(), computeDType(), seeds));
  }
}
