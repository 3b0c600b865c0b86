package org.keras4j.random;

import java.util.Objects;

/// The counter-based generator threefry2x32 with twenty rounds, in the partitionable form JAX uses.
///
/// A stream is a pure function of a [Key] and a position: element `i` of a tensor (in row-major
/// order) is the block cipher applied to the 64-bit counter `i`. So streams need no state, can be
/// computed in any order and in parallel, and two elements never depend on each other.
///
/// {@snippet :
/// var key = Threefry.Key.ofSeed(1337);
/// int[] words = Threefry.bits32(key, 10);     // what uniform, normal, … are made of
/// Threefry.Key[] parts = key.split(2);        // independent streams
/// }
///
/// @see <a href="https://www.thesalmons.org/john/random123/papers/random123sc11.pdf">Salmon et al.,
///   Parallel random numbers: as easy as 1, 2, 3 (2011)</a>
public final class Threefry {
  private static final int PARITY = 0x1BD11BDA;

  private Threefry() {}

  /// A key: two unsigned 32-bit words.
  ///
  /// @param first the first word; in Keras the seed
  /// @param second the second word; in Keras how often a seed generator was asked before
  public record Key(int first, int second) {

    /// The key Keras makes of an integer seed: `[seed, 0]`.
    ///
    /// @param seed an unsigned 32-bit number
    /// @return the key
    /// @throws IllegalArgumentException if the seed does not fit 32 unsigned bits
    public static Key ofSeed(long seed) {
      if (seed < 0 || seed > 0xFFFF_FFFFL) {
        throw new IllegalArgumentException(
            "Argument `seed` must be an integer from 0 to 4294967295. Received: seed=" + seed);
      }
      return new Key((int) seed, 0);
    }

    /// Makes independent keys: the `i`-th is the cipher of the counter `i`.
    ///
    /// @param count how many
    /// @return the keys
    public Key[] split(int count) {
      var keys = new Key[count];
      for (int i = 0; i < count; i++) {
        keys[i] = foldIn(i);
      }
      return keys;
    }

    /// Makes a new key of this one and a number, for example the number of a step.
    ///
    /// @param data any 32 bits
    /// @return the key
    public Key foldIn(int data) {
      long block = block(first, second, 0, data);
      return new Key((int) (block >>> 32), (int) block);
    }
  }

  /// Enciphers one counter.
  ///
  /// @param key0 the key's first word
  /// @param key1 the key's second word
  /// @param counter0 the counter's upper word
  /// @param counter1 the counter's lower word
  /// @return the two words of the block, the first one in the upper half
  public static long block(int key0, int key1, int counter0, int counter1) {
    int key2 = key0 ^ key1 ^ PARITY;
    int x = counter0 + key0;
    int y = counter1 + key1;

    x += y;
    y = Integer.rotateLeft(y, 13) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 15) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 26) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 6) ^ x;
    x += key1;
    y += key2 + 1;

    x += y;
    y = Integer.rotateLeft(y, 17) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 29) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 16) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 24) ^ x;
    x += key2;
    y += key0 + 2;

    x += y;
    y = Integer.rotateLeft(y, 13) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 15) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 26) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 6) ^ x;
    x += key0;
    y += key1 + 3;

    x += y;
    y = Integer.rotateLeft(y, 17) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 29) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 16) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 24) ^ x;
    x += key1;
    y += key2 + 4;

    x += y;
    y = Integer.rotateLeft(y, 13) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 15) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 26) ^ x;
    x += y;
    y = Integer.rotateLeft(y, 6) ^ x;
    x += key2;
    y += key0 + 5;

    return (long) x << 32 | Integer.toUnsignedLong(y);
  }

  /// Fills part of a stream of 32-bit words; element `i` of the stream is the exclusive or of the
  /// two words of block `i`.
  ///
  /// @param key the stream
  /// @param start the position in the stream of the first word wanted
  /// @param into receives the words
  /// @param from the first index to fill
  /// @param to the index after the last one to fill
  public static void bits32(Key key, long start, int[] into, int from, int to) {
    Objects.checkFromToIndex(from, to, into.length);
    int key0 = key.first();
    int key1 = key.second();
    for (int i = from; i < to; i++) {
      long counter = start + (i - from);
      long block = block(key0, key1, (int) (counter >>> 32), (int) counter);
      into[i] = (int) (block >>> 32) ^ (int) block;
    }
  }

  /// Computes the first words of a stream of 32-bit words.
  ///
  /// @param key the stream
  /// @param count how many
  /// @return the words
  public static int[] bits32(Key key, int count) {
    var words = new int[count];
    bits32(key, 0, words, 0, count);
    return words;
  }

  /// Computes the first words of a stream of 16-bit words: the lower halves of the 32-bit ones.
  ///
  /// @param key the stream
  /// @param count how many
  /// @return the words
  public static short[] bits16(Key key, int count) {
    var words = new short[count];
    for (int i = 0; i < count; i++) {
      long block = block(key.first(), key.second(), 0, i);
      words[i] = (short) ((int) (block >>> 32) ^ (int) block);
    }
    return words;
  }

  /// Computes the first words of a stream of 8-bit words: the lowest bytes of the 32-bit ones.
  ///
  /// @param key the stream
  /// @param count how many
  /// @return the words
  public static byte[] bits8(Key key, int count) {
    var words = new byte[count];
    for (int i = 0; i < count; i++) {
      long block = block(key.first(), key.second(), 0, i);
      words[i] = (byte) ((int) (block >>> 32) ^ (int) block);
    }
    return words;
  }

  /// Computes the first words of a stream of 64-bit words: both words of each block, the first one
  /// in the upper half.
  ///
  /// @param key the stream
  /// @param count how many
  /// @return the words
  public static long[] bits64(Key key, int count) {
    var words = new long[count];
    for (int i = 0; i < count; i++) {
      words[i] = block(key.first(), key.second(), 0, i);
    }
    return words;
  }
}
