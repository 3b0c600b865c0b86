package org.keras4j.initializers;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.random.RandomState;
import org.keras4j.random.Seed;
import org.keras4j.random.SeedGenerator;

/// An initializer that draws random numbers.
///
/// @param <SELF> the initializer itself
public abstract class RandomInitializer<SELF extends RandomInitializer<SELF>>
    implements Initializer {
  private static final Codec<Seed> SEED =
      Codec.of(RandomInitializer::write, RandomInitializer::read);

  private Optional<Seed> given = Optional.empty();
  private @Nullable Seed drawn;

  RandomInitializer() {}

  /// Sets an integer seed: the same values each time the program runs.
  ///
  /// @param seed an unsigned 32-bit number
  public SELF seed(long seed) {
    return seed(Seed.of(seed));
  }

  /// Sets a generator of seeds: other values at every call.
  public SELF seed(SeedGenerator seed) {
    return seed((Seed) seed);
  }

  SELF seed(Seed seed) {
    given = Optional.of(seed);
    return self();
  }

  SELF seed(Optional<Seed> seed) {
    given = seed;
    return self();
  }

  @SuppressWarnings("unchecked") // SELF is the class itself in all subclasses
  private SELF self() {
    return (SELF) this;
  }

  @Override
  public final void drawSeed() {
    if (given.isEmpty() && drawn == null) {
      drawn = Seed.of(RandomState.current().nextSeed());
    }
  }

  /// The seed: the one given, or the one drawn.
  final Seed seed() {
    drawSeed();
    Seed mine = drawn;
    return mine == null ? given.orElseThrow() : mine;
  }

  /// The setting `seed` of a config.
  final Config seedConfig() {
    return Config.of("seed", given.map(SEED::encode).orElse(null));
  }

  /// The seed a config gives.
  static Optional<Seed> seedOf(Config config) {
    return config.find("seed").map(SEED::decode);
  }

  private static @Nullable Object write(Seed seed) {
    return switch (seed) {
      case Seed.Fixed fixed -> fixed.seed();
      case SeedGenerator generator ->
          Config.of("module", "keras.random")
              .with("class_name", "SeedGenerator")
              .with(
                  "config",
                  Config.of(
                          "seed",
                          generator.seed().isPresent() ? generator.seed().getAsLong() : null)
                      .with("name", generator.name()))
              .with("registered_name", null);
      case Seed.Key _, Seed.Global _ -> null;
    };
  }

  private static Seed read(@Nullable Object value) {
    return switch (value) {
      case Long seed -> Seed.of(seed);
      case Map<?, ?> map -> {
        var config = Config.of(map).child("config");
        var seed = config.get("seed") instanceof Long n ? OptionalLong.of(n) : OptionalLong.empty();
        yield config.find("name").isPresent()
            ? new SeedGenerator(seed, config.string("name"))
            : SeedGenerator.of(seed);
      }
      case null, default ->
          throw new IllegalArgumentException(
              "`seed` argument should be a SeedGenerator or an integer. Received: seed=" + value);
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RandomInitializer<?> r
        && r.getClass() == getClass()
        && r.getConfig().equals(getConfig());
  }

  @Override
  public int hashCode() {
    return getConfig().hashCode();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + getConfig();
  }
}
