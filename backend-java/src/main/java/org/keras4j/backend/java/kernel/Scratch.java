package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Working memory a thread keeps between calls, so that kernels do not allocate. A kernel takes an
/// array at least as long as it needs, with anything in it, and gives it back when done; kernels
/// that call kernels therefore never share one.
final class Scratch {
  private static final int KEPT_PER_SIZE = 4;
  private static final int LARGEST_KEPT_LOG = 22;
  private static final int SMALLEST_LOG = 8;
  private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

  private final float[][][] floats = new float[LARGEST_KEPT_LOG + 1][KEPT_PER_SIZE][];
  private final int[][][] ints = new int[LARGEST_KEPT_LOG + 1][KEPT_PER_SIZE][];
  private final int[] numFloats = new int[LARGEST_KEPT_LOG + 1];
  private final int[] numInts = new int[LARGEST_KEPT_LOG + 1];

  private Scratch() {}

  static float[] takeFloats(int length) {
    int size = sizeClass(length);
    Scratch own = LOCAL.get();
    if (size > LARGEST_KEPT_LOG || own.numFloats[size] == 0) {
      return new float[size > LARGEST_KEPT_LOG ? length : 1 << size];
    }
    return own.floats[size][--own.numFloats[size]];
  }

  static int[] takeInts(int length) {
    int size = sizeClass(length);
    Scratch own = LOCAL.get();
    if (size > LARGEST_KEPT_LOG || own.numInts[size] == 0) {
      return new int[size > LARGEST_KEPT_LOG ? length : 1 << size];
    }
    return own.ints[size][--own.numInts[size]];
  }

  static void give(float[] array) {
    int size = sizeClass(array.length);
    Scratch own = LOCAL.get();
    if (size <= LARGEST_KEPT_LOG
        && array.length == 1 << size
        && own.numFloats[size] < KEPT_PER_SIZE) {
      own.floats[size][own.numFloats[size]++] = array;
    }
  }

  static void give(int[] array) {
    int size = sizeClass(array.length);
    Scratch own = LOCAL.get();
    if (size <= LARGEST_KEPT_LOG
        && array.length == 1 << size
        && own.numInts[size] < KEPT_PER_SIZE) {
      own.ints[size][own.numInts[size]++] = array;
    }
  }

  static float[] takeZeros(int length) {
    float[] array = takeFloats(length);
    Arrays.fill(array, 0, length, 0f);
    return array;
  }

  private static int sizeClass(int length) {
    return Math.max(SMALLEST_LOG, 32 - Integer.numberOfLeadingZeros(Math.max(1, length) - 1));
  }
}
