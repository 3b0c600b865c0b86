package org.keras4j.layers;

import java.util.Optional;
import java.util.function.Supplier;
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
public final class Dropout extends BuiltIn<Dropout> {
  private final Arg<Double> rate =
      required("rate", Codec.DOUBLE).check(r -> r >= 0 && r <= 1, "a number between 0 and 1");
  private final Arg<Optional<Long>> seed = optional("seed", Codec.LONG);
  private final Arg<Optional<Shape>> noiseShape =
      optional("noise_shape", Codec.SHAPE)
          .check(
              s -> s.isEmpty() || s.get().toList().stream().allMatch(d -> d > 0 || d == -1),
              "positive sizes or None");
  private final Supplier<SeedGenerator> seeds = trackSeed(seed, () -> this.rate.get() > 0);

  Dropout() {
    builtFromTheStart();
  }

  /// A layer that drops a share of the values, from 0 to 1.
  public Dropout(double rate) {
    this();
    set(this.rate, rate);
  }

  /// Sets the seed: the same values are dropped each time the program runs.
  public Dropout seed(long value) {
    return with(seed, Optional.of(value));
  }

  /// Sets which values are dropped together: axes of size 1 share one fate; -1 is the input's size.
  public Dropout noiseShape(int... sizes) {
    return with(noiseShape, Optional.of(Shape.of(sizes)));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    if (!ctx.training() || rate.get() == 0) {
      return x;
    }
    Shape noise = noiseShape.get().map(s -> filled(s, x.shape())).orElse(x.shape());
    return Random.dropout(x, rate.get(), noise, seeds.get());
  }

  private static Shape filled(Shape sizes, Shape input) {
    Shape out = sizes;
    for (int i = 0; i < sizes.rank(); i++) {
      if (sizes.dim(i) == Shape.UNKNOWN) {
        out = out.with(i, input.dim(i));
      }
    }
    return out;
  }
}
