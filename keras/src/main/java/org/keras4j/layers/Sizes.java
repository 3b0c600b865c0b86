package org.keras4j.layers;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.config.Codec;

/// Lists of whole numbers, one for each spatial axis: sizes, strides, dilations.
final class Sizes {
  private Sizes() {}

  /// Reads one number for all of `rank` axes, or one for each.
  static Codec<List<Integer>> codec(int rank) {
    return Codec.of(
        list -> list,
        value -> {
          if (value instanceof List<?>) {
            return require(Codec.INTS.decode(value), rank);
          }
          return Collections.nCopies(rank, Codec.INT.decode(value));
        });
  }

  /// One number for all of `rank` axes, or one for each.
  ///
  /// @throws IllegalArgumentException if there are others than one or `rank`
  static List<Integer> of(int rank, int... values) {
    return values.length == 1
        ? Collections.nCopies(rank, values[0])
        : require(IntStream.of(values).boxed().toList(), rank);
  }

  private static List<Integer> require(List<Integer> values, int rank) {
    if (values.size() != rank) {
      throw new IllegalArgumentException(rank + " integers");
    }
    return values;
  }

  static int[] join(int first, int... others) {
    return IntStream.concat(IntStream.of(first), IntStream.of(others)).toArray();
  }

  static boolean positive(List<Integer> values) {
    return values.stream().allMatch(v -> v > 0);
  }

  static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
