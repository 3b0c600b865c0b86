package org.keras4j.random;

import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Names;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

/// A source of seeds with a state: every random function that is given it draws other numbers each
/// time, and all of them follow from the generator's own seed.
///
/// The state is a variable of two uint32 words, `[seed, draws so far]`, so that a compiled step
/// moves it on like any other variable, and a saved model remembers it.
///
/// {@snippet :
/// var seeds = new SeedGenerator(1337);
/// Tensor a = Random.uniform(Shape.of(2), 0, 1, DType.FLOAT32, seeds);
/// Tensor b = Random.uniform(Shape.of(2), 0, 1, DType.FLOAT32, seeds);  // other numbers
/// }
///
/// @see <a href="https://keras.io/api/random/seed_generator/">keras.random.SeedGenerator</a>
public final class SeedGenerator implements Seed {
  private static final TensorType STATE = TensorType.of(DType.UINT32, 2);

  private final OptionalLong seed;
  private final String name;
  private final Variable state;
  private final ReentrantLock lock = new ReentrantLock();

  /// A generator whose seed is drawn from the host's random numbers.
  public SeedGenerator() {
    this(OptionalLong.empty(), Names.auto("seed_generator"));
  }

  /// A generator with a seed.
  ///
  /// @param seed an unsigned 32-bit number
  /// @throws IllegalArgumentException if the seed does not fit 32 unsigned bits
  public SeedGenerator(long seed) {
    this(OptionalLong.of(seed), Names.auto("seed_generator"));
  }

  /// A generator with a name.
  ///
  /// @param seed an unsigned 32-bit number; if there is none, it is drawn from the host's random
  ///   numbers
  /// @param name the name, which is part of the path of the state
  /// @throws IllegalArgumentException if the seed does not fit 32 unsigned bits
  public SeedGenerator(OptionalLong seed, String name) {
    this.seed = seed;
    this.name = name;
    Threefry.Key start =
        Threefry.Key.ofSeed(seed.orElseGet(() -> RandomState.current().nextSeed()));
    this.state =
        new Variable(words(start.first(), start.second()), "seed_generator_state", false)
            .path(name + "/seed_generator_state");
  }

  /// A generator with a seed, or with one drawn from the host's random numbers.
  ///
  /// @param seed an unsigned 32-bit number, or nothing
  /// @return the generator
  /// @throws IllegalArgumentException if the seed does not fit 32 unsigned bits
  public static SeedGenerator of(OptionalLong seed) {
    return new SeedGenerator(seed, Names.auto("seed_generator"));
  }

  private static Array words(int first, int second) {
    return Array.of(STATE, new HostBuffer(new int[] {first, second}));
  }

  /// The seed given at construction: part of the config.
  ///
  /// @return the seed, or nothing if it was drawn
  public OptionalLong seed() {
    return seed;
  }

  /// The name.
  ///
  /// @return the name
  public String name() {
    return name;
  }

  /// The state, `[seed, draws so far]`.
  ///
  /// @return a variable of uint32[2]
  public Variable state() {
    return state;
  }

  /// Goes on from another state.
  void resume(int first, int second) {
    state.store(words(first, second));
  }

  /// The key of one draw; the second word of the state moves on by one.
  ///
  /// @return the state before
  @Override
  public Tensor next() {
    return next(true);
  }

  /// The key of one draw.
  ///
  /// @param ordered whether the state counts draws; otherwise both its words jump to nearly unique
  ///   numbers below 933199
  /// @return the state before
  public Tensor next(boolean ordered) {
    lock.lock();
    try {
      Tensor before = state.value();
      state.assign(ordered ? counted(before) : jumped(before));
      return before;
    } finally {
      lock.unlock();
    }
  }

  private static Tensor counted(Tensor before) {
    return Lax.add(before, words(0, 1));
  }

  private static Tensor jumped(Tensor before) {
    Tensor multiplied = Lax.mul(Lax.add(before, words(1, 1)), words(5387, 5387));
    return Lax.rem(multiplied, words(933199, 933199));
  }

  @Override
  public String toString() {
    return "<SeedGenerator name=%s, seed=%s>"
        .formatted(name, seed.isPresent() ? Long.toString(seed.getAsLong()) : "None");
  }
}
