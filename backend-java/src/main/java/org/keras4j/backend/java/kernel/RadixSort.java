package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Sorts floats by the digits of an unsigned int that orders as the float does, the lowest digit
/// first. A long line is counted and moved in pieces, one for each thread. The first count is made
/// while the floats become ints, and the last move makes floats of them.
final class RadixSort {
  /// Shorter lines are compared.
  private static final int SHORT = 128;

  /// A line that is worth several threads, and longer digits.
  private static final int LONG = 1 << 15;

  private static final int DIGIT_BITS = 8;
  private static final int LONG_DIGIT_BITS = 11;

  private final int n;
  private final int bits;
  private final int digits;
  private final int pieces;

  /// For each piece how often it has each digit, and then where it puts the next with that digit.
  private final int[] places;

  private RadixSort(int n) {
    this.n = n;
    bits = n < LONG ? DIGIT_BITS : LONG_DIGIT_BITS;
    digits = 1 << bits;
    pieces = n < LONG ? 1 : WorkPool.shared().threads();
    places = Scratch.takeInts(pieces * digits);
  }

  /// What is done with the keys `from` up to `to`, whose piece has its places from `at` on.
  @FunctionalInterface
  private interface Piece {
    void run(int from, int to, int at);
  }

  /// y = the n elements of x in order, either lying `step` apart. -0 comes before 0, all NaN come
  /// last. y may be x.
  static void sort(float[] x, int xStart, int n, int step, float[] y, int yStart) {
    if (n >= SHORT) {
      var sort = new RadixSort(n);
      sort.run(x, xStart, step, y, yStart);
      Scratch.give(sort.places);
      return;
    }
    float[] line = Scratch.takeFloats(n);
    for (int r = 0; r < n; r++) {
      line[r] = x[xStart + r * step];
    }
    Arrays.sort(line, 0, n);
    for (int r = 0; r < n; r++) {
      y[yStart + r * step] = line[r];
    }
    Scratch.give(line);
  }

  private void run(float[] x, int xStart, int step, float[] y, int yStart) {
    int[] keys = Scratch.takeInts(n);
    int[] room = Scratch.takeInts(n);
    inPieces((from, to, at) -> readKeys(x, xStart, step, keys, from, to, at));
    int[] source = keys;
    int[] target = room;
    int shift = 0;
    for (; shift + bits < Integer.SIZE; shift += bits) {
      if (sortByDigit(source, shift, target)) {
        int[] sorted = target;
        target = source;
        source = sorted;
      }
    }
    int[] last = source;
    int high = shift;
    inPieces((from, to, at) -> count(last, high, from, to, at));
    toPlaces();
    inPieces((from, to, at) -> writeKeys(last, high, from, to, places, at, y, yStart, step));
    Scratch.give(keys);
    Scratch.give(room);
  }

  private void inPieces(Piece work) {
    WorkPool.shared()
        .run(pieces, piece -> work.run(start(piece), start(piece + 1), piece * digits));
  }

  private int start(int piece) {
    return (int) ((long) n * piece / pieces);
  }

  /// False if all keys have one digit, so that they stay where they are. The lowest is counted by
  /// now.
  private boolean sortByDigit(int[] source, int shift, int[] target) {
    if (shift > 0) {
      inPieces((from, to, at) -> count(source, shift, from, to, at));
    }
    if (!toPlaces()) {
      return false;
    }
    inPieces((from, to, at) -> move(source, shift, from, to, places, at, digits - 1, target));
    return true;
  }

  private void readKeys(float[] x, int xStart, int step, int[] keys, int from, int to, int at) {
    Arrays.fill(places, at, at + digits, 0);
    readKeys(x, xStart, step, keys, from, to, places, at, digits - 1);
  }

  private static void readKeys(
      float[] x,
      int xStart,
      int step,
      int[] keys,
      int from,
      int to,
      int[] counts,
      int at,
      int mask) {
    for (int r = from; r < to; r++) {
      int bits = Float.floatToIntBits(x[xStart + r * step]);
      int key = bits ^ ((bits >> 31) | Integer.MIN_VALUE);
      keys[r] = key;
      counts[at + (key & mask)]++;
    }
  }

  private void count(int[] keys, int shift, int from, int to, int at) {
    Arrays.fill(places, at, at + digits, 0);
    count(keys, shift, from, to, places, at, digits - 1);
  }

  private static void count(
      int[] keys, int shift, int from, int to, int[] counts, int at, int mask) {
    for (int i = from; i < to; i++) {
      counts[at + ((keys[i] >>> shift) & mask)]++;
    }
  }

  /// Makes of how often each piece has each digit the place of the first; false if all keys have
  /// one digit.
  private boolean toPlaces() {
    int sum = 0;
    boolean different = true;
    for (int digit = 0; digit < digits; digit++) {
      int before = sum;
      for (int at = digit; at < pieces * digits; at += digits) {
        int count = places[at];
        places[at] = sum;
        sum += count;
      }
      different &= sum - before < n;
    }
    return different;
  }

  private static void move(
      int[] keys, int shift, int from, int to, int[] places, int at, int mask, int[] target) {
    for (int i = from; i < to; i++) {
      int key = keys[i];
      target[places[at + ((key >>> shift) & mask)]++] = key;
    }
  }

  /// Moves by the highest digit.
  private static void writeKeys(
      int[] keys,
      int shift,
      int from,
      int to,
      int[] places,
      int at,
      float[] y,
      int yStart,
      int step) {
    for (int i = from; i < to; i++) {
      int key = keys[i];
      int place = places[at + (key >>> shift)]++;
      y[yStart + place * step] = Float.intBitsToFloat(key ^ ((~key >> 31) | Integer.MIN_VALUE));
    }
  }
}
