package org.keras4j.reference;

/// Threefry-2x32 with 20 rounds, as published.
final class Rounds {
  private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};

  private Rounds() {}

  /// Both words of the block of a counter, the first in the upper half.
  static long threefry(int key0, int key1, int x0, int x1) {
    int[] keys = {key0, key1, key0 ^ key1 ^ 0x1BD11BDA};
    int a = x0 + keys[0];
    int b = x1 + keys[1];
    for (int i = 0; i < 5; i++) {
      for (int rotation : ROTATIONS[i % 2]) {
        a += b;
        b = Integer.rotateLeft(b, rotation) ^ a;
      }
      a += keys[(i + 1) % 3];
      b += keys[(i + 2) % 3] + i + 1;
    }
    return ((long) a << 32) | (b & 0xffffffffL);
  }
}
