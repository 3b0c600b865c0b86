package org.keras4j.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Codec;

/// How much is cut off or added before and after each spatial axis.
final class Borders {
  private Borders() {}

  /// Reads one number for everything, one for each axis, or two for each axis. Along a single axis
  /// a pair stands for both ends.
  ///
  /// @param allowNegative whether single numbers below 0 pass, as Keras lets them for padding
  static Codec<List<List<Integer>>> codec(int rank, String name, boolean allowNegative) {
    return Codec.of(
        pairs -> rank == 1 ? pairs.getFirst() : pairs,
        value -> read(rank, name, allowNegative, value));
  }

  private static List<List<Integer>> read(
      int rank, String name, boolean allowNegative, @Nullable Object value) {
    if (value instanceof Number n) {
      return symmetric(rank, require(n.intValue(), allowNegative, name));
    }
    if (!(value instanceof List<?> list)) {
      throw expected(rank);
    }
    if (rank == 1) {
      return List.of(pair(list, name, rank));
    }
    if (list.size() != rank) {
      throw expected(rank);
    }
    var out = new ArrayList<List<Integer>>();
    for (Object entry : list) {
      out.add(
          entry instanceof Number n
              ? pairOf(require(n.intValue(), false, name))
              : pair(entry, name, rank));
    }
    return List.copyOf(out);
  }

  private static List<Integer> pair(@Nullable Object value, String name, int rank) {
    if (value instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof Number a
        && list.get(1) instanceof Number b) {
      return List.of(require(a.intValue(), false, name), require(b.intValue(), false, name));
    }
    throw expected(rank);
  }

  private static int require(int n, boolean allowNegative, String name) {
    if (n < 0 && !allowNegative) {
      throw new IllegalArgumentException(
          "`%s` cannot be negative. Received: %s=%d".formatted(name, name, n));
    }
    return n;
  }

  private static IllegalArgumentException expected(int rank) {
    return new IllegalArgumentException(
        rank == 1
            ? "an integer, or two of them"
            : "an integer, %d integers, or %d pairs of integers".formatted(rank, rank));
  }

  /// The same on both ends of all axes.
  static List<List<Integer>> symmetric(int rank, int n) {
    return Collections.nCopies(rank, pairOf(n));
  }

  private static List<Integer> pairOf(int n) {
    return List.of(n, n);
  }

  /// Pairs of both ends, one pair for each axis.
  static List<List<Integer>> of(int[][] ends) {
    var out = new ArrayList<List<Integer>>();
    for (int[] end : ends) {
      out.add(List.of(end[0], end[1]));
    }
    return List.copyOf(out);
  }
}
