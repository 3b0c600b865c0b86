package org.keras4j.random;

import java.util.OptionalLong;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// What a random function takes as its `seed`: an integer, a generator, or nothing.
///
/// {@snippet :
/// Random.normal(Shape.of(2, 3), 0, 1, DType.FLOAT32, Seed.of(1337));  // the same numbers each time
/// Random.normal(Shape.of(2, 3), 0, 1, DType.FLOAT32, new SeedGenerator(1337));
/// Random.normal(Shape.of(2, 3));                                      // Seed.global()
/// }
///
/// @see <a href="https://keras.io/api/random/seed_generator/">keras.random.SeedGenerator</a>
public sealed interface Seed permits SeedGenerator, Seed.Fixed, Seed.Key, Seed.Global {

  /// The key of one draw. A generator moves on.
  ///
  /// @return two uint32 words
  Tensor next();

  /// An integer: the same numbers at every call.
  ///
  /// @param seed an unsigned 32-bit number
  record Fixed(long seed) implements Seed {
    /// Checks the seed.
    public Fixed {
      Threefry.Key.ofSeed(seed);
    }

    @Override
    public Tensor next() {
      return state(seed);
    }
  }

  /// A key taken from a generator before, so that two functions can draw the same numbers.
  ///
  /// @param key two uint32 words
  record Key(Tensor key) implements Seed {
    /// Checks the key.
    public Key {
      if (!key.type().equals(TensorType.of(DType.UINT32, 2))) {
        throw new IllegalArgumentException(
            "Expected a key of two uint32 words. Received: key=" + key.type());
      }
    }

    @Override
    public Tensor next() {
      return key;
    }
  }

  /// No seed: the global generator.
  record Global() implements Seed {
    @Override
    public Tensor next() {
      return RandomState.current().globalSeedGenerator().next(false);
    }
  }

  /// An integer seed.
  ///
  /// @param seed an unsigned 32-bit number
  /// @return the seed
  /// @throws IllegalArgumentException if the number does not fit 32 unsigned bits
  static Seed of(long seed) {
    return new Fixed(seed);
  }

  /// An integer seed, or none.
  ///
  /// @param seed an unsigned 32-bit number
  /// @return the seed
  /// @throws IllegalArgumentException if the number does not fit 32 unsigned bits
  static Seed of(OptionalLong seed) {
    return seed.isPresent() ? of(seed.getAsLong()) : global();
  }

  /// A key taken from a generator before.
  ///
  /// @param key two uint32 words
  /// @return the seed
  static Seed key(Tensor key) {
    return new Key(key);
  }

  /// No seed: the global generator, which {@link RandomState#setRandomSeed} lets begin anew.
  ///
  /// @return the seed
  static Seed global() {
    return new Global();
  }

  /// `[seed, 0]`, where every stream of a seed begins.
  private static Array state(long seed) {
    return Array.of(
        new TensorType(DType.UINT32, Shape.of(2)), new HostBuffer(new int[] {(int) seed, 0}));
  }
}
