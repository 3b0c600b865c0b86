package org.keras4j.cli.bench;

import java.util.Random;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;

/// The made-up data of the works.
final class RandomArrays {
  private final Random random = new Random(0);

  /// Normally distributed numbers.
  Array normal(int... dims) {
    float[] values = new float[(int) Shape.of(dims).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Array.of(Shape.of(dims), values);
  }

  /// Integers from `low` up to `high`, exclusive.
  Array integers(int low, int high, int... dims) {
    return Array.ofInts(Shape.of(dims), random.ints(Shape.of(dims).size(), low, high).toArray());
  }

  /// Zeros and ones in floating point.
  Array bits(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(2);
    }
    return Array.of(Shape.of(n), values);
  }
}
