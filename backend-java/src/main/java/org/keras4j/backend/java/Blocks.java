package org.keras4j.backend.java;

import java.util.Collection;

/// How a group's elements are cut: into rows, and these into blocks small enough to stay in the
/// nearest cache. The cuts suit the views that the group reads, so that a block is a whole number
/// of a small view's repetitions, and lies within one of a large view's.
///
/// @param size how many elements there are
/// @param row how many make a row, which no block crosses
/// @param block how many a block has at most
record Blocks(int size, int row, int block) {
  private static final int LARGEST = 1024;

  static Blocks of(int size, Collection<View> views) {
    int repetition = 1;
    int row = Math.max(1, size);
    for (View view : views) {
      int period = view.period();
      if (period > LARGEST) {
        row = Math.min(row, period);
      } else if (leastCommonMultiple(repetition, period) <= LARGEST) {
        repetition = (int) leastCommonMultiple(repetition, period);
      }
    }
    int most = LARGEST / repetition * repetition;
    int even = Math.ceilDiv(row, Math.ceilDiv(row, most));
    int block = row < size ? Math.ceilDiv(even, repetition) * repetition : most;
    return new Blocks(size, row, Math.min(block, row));
  }

  private static long leastCommonMultiple(int a, int b) {
    int divisor = a;
    for (int rest = b; rest != 0; ) {
      int next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    return (long) a / divisor * b;
  }

  private int blocksInRow() {
    return Math.ceilDiv(row, block);
  }

  int count() {
    return size / row * blocksInRow();
  }

  int start(int number) {
    return number / blocksInRow() * row + number % blocksInRow() * block;
  }

  int length(int number) {
    return Math.min(block, row - number % blocksInRow() * block);
  }

  /// Whether a view looks the same in each block, but for the last's being shorter.
  boolean eachShows(View view) {
    return block % view.period() == 0 && row % view.period() == 0;
  }

  /// Whether each block of a view is a stretch of its source.
  boolean areStretchesOf(View view) {
    return view.repeatsSource() && view.period() % row == 0;
  }
}
