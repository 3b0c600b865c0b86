package org.keras4j.random;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.keras4j.symbolic.Names;

/// The host's random numbers: Python's `random`, which gives unseeded objects their seed, and
/// NumPy's legacy generator, which shuffles the rows of an epoch.
///
/// One such state belongs to the process, and [#setRandomSeed(long)] seeds it as
/// `keras.utils.set_random_seed` does. Code run by [#scoped(long, Supplier)] has a state of its own
/// instead, which no other thread disturbs. Until it is seeded a state starts at a place nobody can
/// foresee. All methods may be called from any thread.
///
/// {@snippet :
/// RandomState.setRandomSeed(42);
/// int seed = RandomState.current().nextSeed();            // 686579304, as in Python
/// int[] order = RandomState.current().permutation(1797);  // the rows of the first epoch
/// }
///
/// @see <a
///   href="https://keras.io/api/utils/python_utils/#setrandomseed-function">set_random_seed</a>
public final class RandomState {
  private static final long LARGEST_SEED = 1_000_000_000L;
  private static final RandomState PROCESS = new RandomState();
  private static final ScopedValue<RandomState> SCOPED = ScopedValue.newInstance();

  private final ReentrantLock lock = new ReentrantLock();
  private MersenneTwister python;
  private MersenneTwister numpy;
  private OptionalLong seed = OptionalLong.empty();
  private Optional<SeedGenerator> global = Optional.empty();

  private RandomState() {
    // From the clocks: nothing secret, and a program starts faster than with cryptography.
    var entropy = new SplittableRandom();
    python = MersenneTwister.likePython(entropy.nextLong());
    numpy = MersenneTwister.likeNumpy(Integer.toUnsignedLong(entropy.nextInt()));
  }

  /// The state that random functions called here use.
  ///
  /// @return the innermost scope's state, or the process's
  public static RandomState current() {
    return SCOPED.orElse(PROCESS);
  }

  /// Seeds everything random from here on, so that a program gives the same numbers each time.
  ///
  /// Seeds the [current][#current()] state, and lets the global seed generator begin anew.
  ///
  /// @param seed an unsigned 32-bit number
  /// @throws IllegalArgumentException if the seed does not fit 32 unsigned bits
  public static void setRandomSeed(long seed) {
    current().reseed(seed);
  }

  /// Runs an action with a random state of its own.
  ///
  /// @param seed where that state starts: an unsigned 32-bit number
  /// @param action what to run
  /// @param <T> the type of its answer
  /// @return what the action returns
  /// @throws IllegalArgumentException if the seed does not fit 32 unsigned bits
  public static <T> T scoped(long seed, Supplier<T> action) {
    var state = new RandomState();
    state.reseed(seed);
    return ScopedValue.where(SCOPED, state).call(action::get);
  }

  private void reseed(long newSeed) {
    MersenneTwister newNumpy = MersenneTwister.likeNumpy(newSeed);
    MersenneTwister newPython = MersenneTwister.likePython(newSeed);
    locked(
        () -> {
          python = newPython;
          numpy = newNumpy;
          seed = OptionalLong.of(newSeed);
          global = Optional.empty();
          return seed;
        });
  }

  /// The seed given last.
  ///
  /// @return the seed, or nothing while this state is unseeded
  public OptionalLong seed() {
    return locked(() -> seed);
  }

  /// The generator that random functions use which are given no seed. It begins anew with each
  /// seeding.
  ///
  /// @return the generator
  public SeedGenerator globalSeedGenerator() {
    return locked(
        () -> {
          SeedGenerator generator =
              global.orElseGet(
                  () ->
                      new SeedGenerator(OptionalLong.of(nextSeed()), Names.auto("seed_generator")));
          global = Optional.of(generator);
          return generator;
        });
  }

  /// Draws a seed for an object that was given none: Python's `random.randint(1, 1000000000)`.
  ///
  /// @return a seed from 1 to 1000000000
  public int nextSeed() {
    return locked(() -> (int) python.pythonRandint(1, LARGEST_SEED));
  }

  /// Draws from Python's `random.randint(low, high)`.
  ///
  /// @param low the smallest answer
  /// @param high the largest answer
  /// @return an integer, both ends included
  public long randint(long low, long high) {
    return locked(() -> python.pythonRandint(low, high));
  }

  /// Draws NumPy's legacy `numpy.random.permutation(n)`.
  ///
  /// @param n how many
  /// @return the integers from 0 to `n - 1` in random order
  public int[] permutation(int n) {
    return locked(() -> numpy.numpyPermutation(n));
  }

  /// Shuffles as NumPy's legacy `numpy.random.shuffle`, in place.
  ///
  /// @param x the numbers to bring into another order
  public void shuffle(int[] x) {
    locked(
        () -> {
          numpy.numpyShuffle(x);
          return x;
        });
  }

  /// Where all streams stand, to go on from there in another process.
  ///
  /// @return numbers for {@link #resume}
  public int[] position() {
    return locked(
        () -> {
          var words = IntStream.builder();
          IntStream.of(python.position()).forEach(words);
          IntStream.of(numpy.position()).forEach(words);
          global.ifPresent(
              g -> {
                for (long word : g.state().stored().toLongs()) {
                  words.add((int) word);
                }
              });
          return words.build().toArray();
        });
  }

  /// Goes on from where a state stood.
  ///
  /// @param position what {@link #position} gave
  /// @throws IllegalArgumentException if it is no position
  public void resume(int[] position) {
    int half = python.position().length;
    if (position.length != 2 * half && position.length != 2 * half + 2) {
      throw new IllegalArgumentException(
          "Expected the position of a random state, %d or %d numbers. Received: %d"
              .formatted(2 * half, 2 * half + 2, position.length));
    }
    var newPython = MersenneTwister.resume(Arrays.copyOf(position, half));
    var newNumpy = MersenneTwister.resume(Arrays.copyOfRange(position, half, 2 * half));
    if (position.length > 2 * half) {
      globalSeedGenerator().resume(position[2 * half], position[2 * half + 1]);
    }
    locked(
        () -> {
          python = newPython;
          numpy = newNumpy;
          return numpy;
        });
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
