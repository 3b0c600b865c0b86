package org.keras4j.layers;

import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// A layer that disturbs its input in training, by an amount, and has a seed.
///
/// @param <SELF> the layer's own class
public abstract class NoiseLayer<SELF extends NoiseLayer<SELF>> extends BuiltIn<SELF> {
  final Arg<Double> amount;
  private final Arg<Optional<Long>> seed;
  private final Supplier<SeedGenerator> seeds;

  /// @param keyword what Keras calls the amount: `rate` or `stddev`
  @SuppressWarnings("this-escape") // keywords are declared while constructing
  NoiseLayer(String keyword) {
    amount =
        required(keyword, Codec.DOUBLE).check(r -> r >= 0 && r <= 1, "a number between 0 and 1");
    seed = optional("seed", Codec.LONG);
    seeds = trackSeed(seed, () -> amount.get() > 0);
    builtFromTheStart();
  }

  /// Sets the seed: the same noise each time the program runs.
  public SELF seed(long value) {
    return with(seed, Optional.of(value));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected final Tensor call(Tensor x, Call ctx) {
    return ctx.training() && amount.get() > 0 ? disturbed(x, seeds.get()) : x;
  }

  abstract Tensor disturbed(Tensor x, SeedGenerator seeds);

  /// A shape whose unknown sizes are those of the input.
  static Shape filled(Shape sizes, Shape input) {
    Shape out = sizes;
    for (int i = 0; i < sizes.rank(); i++) {
      if (sizes.dim(i) == Shape.UNKNOWN) {
        out = out.with(i, input.dim(i));
      }
    }
    return out;
  }
}
