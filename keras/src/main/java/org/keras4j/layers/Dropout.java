package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.random.Random;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// In training, sets a share of the values to 0 and scales the others up so that the sum stays the
/// same on average.
///
/// - Input: any shape
/// - Output: the same shape
///
/// {@snippet :
/// new Dropout(0.5).apply(x, c -> c.training(true));
/// }
///
/// @see <a href="https://keras.io/api/layers/regularization_layers/dropout/">Dropout</a>
public final class Dropout extends NoiseLayer<Dropout> {
  private final Arg<Optional<Shape>> noiseShape =
      optional("noise_shape", Codec.SHAPE)
          .check(
              s -> s.isEmpty() || s.get().toList().stream().allMatch(d -> d > 0 || d == -1),
              "positive sizes or None");

  Dropout() {
    super("rate");
  }

  /// A layer that drops a share of the values, from 0 to 1.
  public Dropout(double rate) {
    this();
    set(amount, rate);
  }

  /// Sets which values are dropped together: axes of size 1 share one fate; -1 is the input's size.
  public Dropout noiseShape(int... sizes) {
    return with(noiseShape, Optional.of(Shape.of(sizes)));
  }

  @Override
  Tensor disturbed(Tensor x, SeedGenerator seeds) {
    Shape noise = noiseShape.get().map(s -> filled(s, x.shape())).orElse(x.shape());
    return Random.dropout(x, amount.get(), noise, seeds);
  }
}
