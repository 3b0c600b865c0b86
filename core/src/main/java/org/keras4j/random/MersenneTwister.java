package org.keras4j.random;

import java.math.BigInteger;
import java.util.Arrays;

/// MT19937, the generator behind Python's `random` module and NumPy's legacy `numpy.random`.
///
/// Both libraries run the same recurrence and differ in how they seed it and in what they make of
/// its words; this class has both ways, word for word. It is not thread-safe: [RandomState] is.
///
/// @see <a href="https://www.math.sci.hiroshima-u.ac.jp/m-mat/MT/emt.html">Matsumoto and Nishimura,
///   Mersenne Twister (1998)</a>
public final class MersenneTwister {
  private static final int SIZE = 624;
  private static final int SHIFT = 397;
  private static final int TWIST = 0x9908b0df;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  private MersenneTwister() {}

  /// Seeds as NumPy's `numpy.random.seed(seed)` does.
  ///
  /// @param seed an unsigned 32-bit number
  /// @return a generator at its start
  /// @throws IllegalArgumentException if the seed does not fit 32 unsigned bits
  public static MersenneTwister likeNumpy(long seed) {
    if (seed < 0 || seed > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(
          "Seed must be between 0 and 2**32 - 1. Received: seed=" + seed);
    }
    var generator = new MersenneTwister();
    generator.seedFromNumber((int) seed);
    return generator;
  }

  /// Seeds as Python's `random.seed(seed)` does with an integer, whose sign it ignores.
  ///
  /// @param seed any integer
  /// @return a generator at its start
  public static MersenneTwister likePython(BigInteger seed) {
    BigInteger magnitude = seed.abs();
    var words = new int[Math.max(1, (magnitude.bitLength() + 31) / 32)];
    for (int i = 0; i < words.length; i++) {
      words[i] = magnitude.shiftRight(32 * i).intValue();
    }
    var generator = new MersenneTwister();
    generator.seedFromWords(words);
    return generator;
  }

  /// Seeds as Python's `random.seed(seed)` does with an integer, whose sign it ignores.
  ///
  /// @param seed any integer
  /// @return a generator at its start
  public static MersenneTwister likePython(long seed) {
    return likePython(BigInteger.valueOf(seed));
  }

  private void seedFromNumber(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      int before = state[i - 1];
      state[i] = 1812433253 * (before ^ before >>> 30) + i;
    }
    next = SIZE;
  }

  private void seedFromWords(int[] words) {
    seedFromNumber(19650218);
    int i = 1;
    int j = 0;
    for (int k = Math.max(SIZE, words.length); k > 0; k--) {
      int before = state[i - 1];
      state[i] = (state[i] ^ (before ^ before >>> 30) * 1664525) + words[j] + j;
      i = wrap(i + 1);
      j = j + 1 < words.length ? j + 1 : 0;
    }
    for (int k = SIZE - 1; k > 0; k--) {
      int before = state[i - 1];
      state[i] = (state[i] ^ (before ^ before >>> 30) * 1566083941) - i;
      i = wrap(i + 1);
    }
    state[0] = 0x8000_0000;
  }

  private int wrap(int i) {
    if (i < SIZE) {
      return i;
    }
    state[0] = state[SIZE - 1];
    return 1;
  }

  /// Where the generator stands: its words, and how many of them are used.
  ///
  /// @return 625 numbers for {@link #resume}
  public int[] position() {
    int[] out = Arrays.copyOf(state, SIZE + 1);
    out[SIZE] = next;
    return out;
  }

  /// A generator that goes on from where another stood.
  ///
  /// @param position what {@link #position} gave
  /// @return the generator
  /// @throws IllegalArgumentException if it is no position
  public static MersenneTwister resume(int[] position) {
    if (position.length != SIZE + 1 || position[SIZE] < 0 || position[SIZE] > SIZE) {
      throw new IllegalArgumentException(
          "Expected the position of a generator, %d numbers. Received: %d"
              .formatted(SIZE + 1, position.length));
    }
    var generator = new MersenneTwister();
    System.arraycopy(position, 0, generator.state, 0, SIZE);
    generator.next = position[SIZE];
    return generator;
  }

  /// The next word.
  ///
  /// @return 32 random bits
  public int nextInt() {
    if (next == SIZE) {
      renew();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >>> 18;
  }

  private void renew() {
    for (int i = 0; i < SIZE; i++) {
      int y = (state[i] & 0x8000_0000) | (state[(i + 1) % SIZE] & 0x7fff_ffff);
      state[i] = state[(i + SHIFT) % SIZE] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : TWIST);
    }
    next = 0;
  }

  /// The next number from 0 (inclusive) to 1 (exclusive) with 53 random bits, as `random.random()`
  /// and `numpy.random.random()` give.
  ///
  /// @return the number
  public double nextDouble() {
    int upper = nextInt() >>> 5;
    int lower = nextInt() >>> 6;
    return (upper * 67108864.0 + lower) / 9007199254740992.0;
  }

  /// Python's `random.getrandbits(count)` for at most 32 bits.
  ///
  /// @param count from 1 to 32
  /// @return the bits, as an unsigned number
  public long pythonBits(int count) {
    if (count < 1 || count > 32) {
      throw new IllegalArgumentException(
          "The number of bits must be from 1 to 32. Received: count=" + count);
    }
    return Integer.toUnsignedLong(nextInt()) >>> (32 - count);
  }

  /// Python's `random.randint(low, high)`, both ends included: draws as many bits as the number of
  /// choices has, again as long as they are too large.
  ///
  /// @param low the smallest answer
  /// @param high the largest answer
  /// @return an integer
  /// @throws IllegalArgumentException if there is nothing to choose from, or more than `2**32 - 1`
  ///   choices
  public long pythonRandint(long low, long high) {
    long choices = high - low + 1;
    if (high < low || choices <= 0 || choices > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(
          "The range must hold from 1 to 4294967295 integers. Received: low="
              + low
              + ", high="
              + high);
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(choices);
    long drawn = pythonBits(bits);
    while (drawn >= choices) {
      drawn = pythonBits(bits);
    }
    return low + drawn;
  }

  /// NumPy's legacy bounded integer: bits under the smallest mask that covers the bound, again as
  /// long as they exceed it.
  ///
  /// @param largest the largest answer, not negative
  /// @return an integer from 0 to `largest`
  public int numpyInterval(int largest) {
    if (largest < 0) {
      throw new IllegalArgumentException(
          "The largest answer must not be negative. Received: largest=" + largest);
    }
    if (largest == 0) {
      return 0;
    }
    int mask = -1 >>> Integer.numberOfLeadingZeros(largest);
    int drawn = nextInt() & mask;
    while (drawn > largest) {
      drawn = nextInt() & mask;
    }
    return drawn;
  }

  /// NumPy's legacy `numpy.random.shuffle` of a vector, in place.
  ///
  /// @param x the numbers to bring into another order
  public void numpyShuffle(int[] x) {
    for (int i = x.length - 1; i > 0; i--) {
      int j = numpyInterval(i);
      int kept = x[i];
      x[i] = x[j];
      x[j] = kept;
    }
  }

  /// NumPy's legacy `numpy.random.permutation(n)`.
  ///
  /// @param n how many
  /// @return the integers from 0 to `n - 1` in random order
  public int[] numpyPermutation(int n) {
    var order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    numpyShuffle(order);
    return order;
  }
}
