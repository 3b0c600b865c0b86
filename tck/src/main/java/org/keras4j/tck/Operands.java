package org.keras4j.tck;

import java.util.Random;
import java.util.stream.IntStream;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Makes operands of samples: the same ones each time.
final class Operands {
  private final Random random = new Random(1234);
  private final DType real;

  /// @param real the dtype of the real operands
  Operands(DType real) {
    this.real = real;
  }

  DType real() {
    return real;
  }

  TensorType type(int... dims) {
    return TensorType.of(real, dims);
  }

  /// Uniform numbers.
  Array uniform(double low, double high, int... dims) {
    return uniform(real, low, high, dims);
  }

  /// Uniform numbers of a dtype.
  Array uniform(DType dtype, double low, double high, int... dims) {
    var type = TensorType.of(dtype, dims);
    return Array.ofDoubles(type, random.doubles(type.size(), low, Math.nextUp(high)).toArray());
  }

  /// Numbers around zero.
  Array numbers(int... dims) {
    return uniform(-2, 2, dims);
  }

  /// Numbers around zero, none near it.
  Array nonzero(int... dims) {
    var type = type(dims);
    return Array.ofDoubles(
        type,
        IntStream.range(0, (int) type.size())
            .mapToDouble(_ -> (random.nextBoolean() ? 1 : -1) * (0.4 + random.nextDouble()))
            .toArray());
  }

  /// Numbers no two of which are close, in random order.
  Array distinct(int... dims) {
    var type = type(dims);
    var order = new java.util.ArrayList<>(IntStream.range(0, (int) type.size()).boxed().toList());
    java.util.Collections.shuffle(order, random);
    return Array.ofDoubles(
        type, order.stream().mapToDouble(i -> (i - order.size() / 2) * 0.21 + 0.05).toArray());
  }

  /// Complex numbers around zero, none near it.
  Array complex(int... dims) {
    var out = Elements.zeros(TensorType.of(DType.COMPLEX64, dims));
    for (int i = 0; i < out.size(); i++) {
      double radius = 0.5 + random.nextDouble();
      double angle = (random.nextDouble() * 2 - 1) * 2.5;
      out.setComplex(i, radius * Math.cos(angle), radius * Math.sin(angle));
    }
    return out.toArray();
  }

  /// Integers from `low` to `high`, both included.
  Array integers(DType dtype, int low, int high, int... dims) {
    var out = Elements.zeros(TensorType.of(dtype, dims));
    for (int i = 0; i < out.size(); i++) {
      out.setLong(i, low + random.nextInt(high - low + 1));
    }
    return out.toArray();
  }

  /// Given integers.
  static Array integers(DType dtype, Shape shape, long... values) {
    var out = Elements.zeros(new TensorType(dtype, shape));
    for (int i = 0; i < values.length; i++) {
      out.setLong(i, values[i]);
    }
    return out.toArray();
  }

  /// Booleans.
  Array booleans(int... dims) {
    return integers(DType.BOOL, 0, 1, dims);
  }

  /// Symmetric positive definite matrices whose eigenvalues are apart.
  Array positiveDefinite(int batch, int n) {
    var a = Elements.zeros(type(batch, n, n));
    for (int b = 0; b < batch; b++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          double value = (i == j ? 2 + 1.5 * i : 0) + 0.5 * random.nextDouble();
          a.setDouble((b * n + i) * n + j, value);
          a.setDouble((b * n + j) * n + i, value);
        }
      }
    }
    return a.toArray();
  }

  /// Matrices with a heavy diagonal: well conditioned, pivots where they are.
  Array heavyDiagonal(int batch, int m, int n) {
    var a = Elements.zeros(type(batch, m, n));
    for (int i = 0; i < a.size(); i++) {
      int row = i / n % m;
      boolean diagonal = row == i % n;
      a.setDouble(i, (diagonal ? 2 + row : 0) + 0.8 * (random.nextDouble() - 0.5));
    }
    return a.toArray();
  }
}
