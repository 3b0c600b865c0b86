package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Sorts floats by the digits of an unsigned int that orders as the float does, the lowest digit
/// first. A long line is counted and moved in pieces, one for each thread.
final class RadixSort {
  /// Shorter lines are compared.
  private static final int SHORT = 128;

  /// A line that is worth several threads, and longer digits.
  private static final int LONG = 1 << 15;

  private static final int DIGIT_BITS = 8;
  private static final int LONG_DIGIT_BITS = 11;
  private static final int NAN_BITS = 0x7fc00000;

  private RadixSort() {}

  /// y = the n elements of x in order, either lying `step` apart. -0 comes before 0, all NaN come
  /// last. y may be x.
  static void sort(float[] x, int xStart, int n, int step, float[] y, int yStart) {
    if (n < SHORT) {
      float[] line = Scratch.takeFloats(n);
      for (int r = 0; r < n; r++) {
        line[r] = x[xStart + r * step];
      }
      Arrays.sort(line, 0, n);
      for (int r = 0; r < n; r++) {
        y[yStart + r * step] = line[r];
      }
      Scratch.give(line);
      return;
    }
    int[] keys = Scratch.takeInts(n);
    int[] room = Scratch.takeInts(n);
    Parallel.range(n, 1, (from, to) -> readKeys(x, xStart, step, keys, from, to));
    int[] sorted = sort(keys, room, n);
    Parallel.range(n, 1, (from, to) -> writeKeys(sorted, y, yStart, step, from, to));
    Scratch.give(keys);
    Scratch.give(room);
  }

  private static void readKeys(float[] x, int xStart, int step, int[] keys, int from, int to) {
    for (int r = from; r < to; r++) {
      float value = x[xStart + r * step];
      int bits = Float.isNaN(value) ? NAN_BITS : Float.floatToRawIntBits(value);
      keys[r] = bits ^ ((bits >> 31) | Integer.MIN_VALUE);
    }
  }

  private static void writeKeys(int[] keys, float[] y, int yStart, int step, int from, int to) {
    for (int r = from; r < to; r++) {
      int key = keys[r];
      y[yStart + r * step] = Float.intBitsToFloat(key ^ ((~key >> 31) | Integer.MIN_VALUE));
    }
  }

  /// Sorts the first n keys; the result is one of the two arrays.
  private static int[] sort(int[] keys, int[] room, int n) {
    int bits = n < LONG ? DIGIT_BITS : LONG_DIGIT_BITS;
    int pieces = n < LONG ? 1 : WorkPool.shared().threads();
    int digits = 1 << bits;
    int[] places = Scratch.takeInts(pieces * digits);
    int[] from = keys;
    int[] to = room;
    for (int shift = 0; shift < Integer.SIZE; shift += bits) {
      int[] source = from;
      int[] target = to;
      int low = shift;
      WorkPool.shared()
          .run(
              pieces,
              piece -> {
                Arrays.fill(places, piece * digits, (piece + 1) * digits, 0);
                count(
                    source,
                    low,
                    start(n, pieces, piece),
                    start(n, pieces, piece + 1),
                    places,
                    piece * digits,
                    digits - 1);
              });
      if (!toPlaces(places, pieces, digits, n)) {
        continue;
      }
      WorkPool.shared()
          .run(
              pieces,
              piece ->
                  move(
                      source,
                      low,
                      start(n, pieces, piece),
                      start(n, pieces, piece + 1),
                      places,
                      piece * digits,
                      digits - 1,
                      target));
      from = target;
      to = source;
    }
    Scratch.give(places);
    return from;
  }

  private static int start(int n, int pieces, int piece) {
    return (int) ((long) n * piece / pieces);
  }

  private static void count(
      int[] keys, int shift, int from, int to, int[] counts, int start, int mask) {
    for (int i = from; i < to; i++) {
      counts[start + ((keys[i] >>> shift) & mask)]++;
    }
  }

  /// Makes of how often each piece has each digit the place of the first; false if all keys have
  /// one digit.
  private static boolean toPlaces(int[] places, int pieces, int digits, int n) {
    int sum = 0;
    for (int digit = 0; digit < digits; digit++) {
      int before = sum;
      for (int at = digit; at < pieces * digits; at += digits) {
        int count = places[at];
        places[at] = sum;
        sum += count;
      }
      if (sum - before == n) {
        return false;
      }
    }
    return true;
  }

  private static void move(
      int[] keys, int shift, int from, int to, int[] places, int start, int mask, int[] target) {
    for (int i = from; i < to; i++) {
      int key = keys[i];
      target[places[start + ((key >>> shift) & mask)]++] = key;
    }
  }
}
