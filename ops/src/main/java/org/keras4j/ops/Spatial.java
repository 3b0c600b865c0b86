package org.keras4j.ops;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Arithmetic of windows along one spatial axis, and arguments that are one number for all spatial
/// axes or one for each.
final class Spatial {
  private Spatial() {}

  /// Padding before and after an axis.
  record Padding(int low, int high) {
    static final Padding NONE = new Padding(0, 0);

    /// What `same` padding is: the result has `ceil(size / stride)` windows.
    static Padding same(int size, int window, int stride, int dilation) {
      int reach = (window - 1) * dilation + 1;
      int count = (size + stride - 1) / stride;
      int total = Math.max((count - 1) * stride + reach - size, 0);
      return new Padding(total / 2, total - total / 2);
    }
  }

  /// Keras's parameter value: a number, or a list of them.
  static Object parameter(int... values) {
    return values.length == 1 ? (Object) (long) values[0] : OpsBase.longs(values);
  }

  static void checkLength(String name, int[] values, int spatialRank) {
    if (values.length != 1 && values.length != spatialRank) {
      throw new IllegalArgumentException(
          "Expected one number or %d numbers, one per spatial axis. Received: %s=%s"
              .formatted(spatialRank, name, Arrays.toString(values)));
    }
    for (int v : values) {
      if (v < 0 || (v == 0 && !name.equals("output_padding"))) {
        throw new IllegalArgumentException(
            "Expected positive numbers. Received: %s=%s".formatted(name, Arrays.toString(values)));
      }
    }
  }

  /// One number per spatial axis.
  static int[] each(String name, int[] values, int spatialRank) {
    checkLength(name, values, spatialRank);
    return values.length == spatialRank
        ? values
        : IntStream.range(0, spatialRank).map(_ -> values[0]).toArray();
  }
}
