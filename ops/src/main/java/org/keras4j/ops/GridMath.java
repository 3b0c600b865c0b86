package org.keras4j.ops;

import java.util.List;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Evenly spaced numbers along a new first axis.
final class GridMath {
  private GridMath() {}

  /// The numbers, and their distance.
  ///
  /// @param start of a float dtype, of the shape of `stop`
  static List<Tensor> linspace(Tensor start, Tensor stop, int num, boolean endpoint) {
    if (num < 0) {
      throw new IllegalArgumentException("Expected a number of points >= 0. Received: num=" + num);
    }
    Shape shape = Shape.of(num).concat(start.shape());
    int parts = endpoint ? num - 1 : num;
    Tensor distance =
        parts > 0
            ? Lax.div(Lax.sub(stop, start), Lax.full(start.type(), parts))
            : Lax.full(start.type(), Double.NaN);
    if (num == 0) {
      return List.of(Lax.zeros(start.type().withShape(shape)), distance);
    }
    if (num == 1) {
      return List.of(Lax.reshape(start, shape), endpoint ? distance : Lax.sub(stop, start));
    }
    int inner = endpoint ? num - 1 : num;
    Shape most = Shape.of(inner).concat(start.shape());
    var type = new TensorType(start.dtype(), most);
    Tensor share = Lax.div(iota(type), Lax.full(type, parts));
    var axes = OpsBase.range(1, shape.rank());
    Tensor from = Lax.broadcast(start, most, axes);
    Tensor to = Lax.broadcast(stop, most, axes);
    Tensor points = Lax.add(Lax.mul(from, Lax.sub(Lax.full(type, 1), share)), Lax.mul(to, share));
    Tensor all =
        endpoint
            ? Lax.concatenate(
                List.of(points, Lax.reshape(stop, Shape.of(1).concat(start.shape()))), 0)
            : points;
    return List.of(all, distance);
  }

  private static Tensor iota(TensorType type) {
    // Counting in half precision would stop at 256.
    return type.dtype().isFloat()
        ? Lax.convert(Lax.iota(type.withDType(DType.INT32), 0), type.dtype())
        : Lax.iota(type, 0);
  }

  /// The modified Bessel function of order 0, by its power series.
  static double besselI0(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > sum * 1e-17; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
