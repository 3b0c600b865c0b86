package org.keras4j.ops;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Resampling of axes: each new element is a weighted sum of the old ones around its place.
final class Resampling {
  private static final double LEAST_WEIGHT = 1000 * Math.ulp(1.0f);

  private Resampling() {}

  /// The weights `(inputSize, outputSize)` for an axis that is scaled, then moved.
  static Tensor weights(
      int inputSize,
      int outputSize,
      Tensor scale,
      Tensor translation,
      String method,
      boolean antialias) {
    var type = new TensorType(scale.dtype(), Shape.of(inputSize, outputSize));
    Tensor inverse = everywhere(Lax.div(OpsBase.constantLike(scale, 1), scale), type);
    Tensor moved = Lax.mul(everywhere(translation, type), inverse);
    Tensor place = count(type, 1);
    Tensor half = Lax.full(type, 0.5);
    Tensor sample = Lax.sub(Lax.sub(Lax.mul(Lax.add(place, half), inverse), moved), half);
    Tensor distance = Lax.abs(Lax.sub(sample, count(type, 0)));
    Tensor x = antialias ? Lax.div(distance, Lax.max(inverse, Lax.full(type, 1))) : distance;
    Tensor raw = kernel(method, x);
    Tensor total = SoftmaxOps.along(ReduceOp.SUM, raw, List.of(0));
    Tensor zero = Lax.zeros(type);
    Tensor safe = Lax.select(Lax.ne(total, zero), total, Lax.full(type, 1));
    Tensor enough = Lax.gt(Lax.abs(total), Lax.full(type, LEAST_WEIGHT));
    Tensor normal = Lax.select(enough, Lax.div(raw, safe), zero);
    Tensor inside =
        Lax.and(
            Lax.ge(sample, Lax.full(type, -0.5)), Lax.le(sample, Lax.full(type, inputSize - 0.5)));
    return Lax.select(inside, normal, zero);
  }

  private static Tensor everywhere(Tensor scalar, TensorType type) {
    return Lax.broadcast(scalar, type.shape(), List.of());
  }

  private static Tensor count(TensorType type, int axis) {
    return Lax.convert(Lax.iota(type.withDType(DType.INT32), axis), type.dtype());
  }

  private static Tensor kernel(String method, Tensor x) {
    return switch (method) {
      case "linear", "bilinear", "trilinear" ->
          Lax.max(Lax.sub(OpsBase.constantLike(x, 1), x), OpsBase.constantLike(x, 0));
      case "cubic", "bicubic", "tricubic" -> cubic(x);
      case "lanczos3" -> lanczos(x, 3);
      case "lanczos5" -> lanczos(x, 5);
      default ->
          throw new IllegalArgumentException(
              "Expected one of linear, bilinear, trilinear, cubic, bicubic, tricubic, lanczos3, lanczos5. Received: method="
                  + method);
    };
  }

  private static Tensor above(Tensor x, double bound, Tensor onTrue, Tensor onFalse) {
    return Lax.select(Lax.gt(x, OpsBase.constantLike(x, bound)), onTrue, onFalse);
  }

  private static Tensor from(Tensor x, double bound, Tensor onTrue, Tensor onFalse) {
    return Lax.select(Lax.ge(x, OpsBase.constantLike(x, bound)), onTrue, onFalse);
  }

  /// Keys's cubic kernel with a = -1/2.
  private static Tensor cubic(Tensor x) {
    Tensor near = polynomial(x, 1.5, -2.5, 0, 1);
    Tensor far = polynomial(x, -0.5, 2.5, -4, 2);
    return from(x, 2, OpsBase.constantLike(x, 0), from(x, 1, far, near));
  }

  private static Tensor polynomial(Tensor x, double... coefficients) {
    Tensor out = OpsBase.constantLike(x, coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      out = ActivationOps.plus(Lax.mul(out, x), coefficients[i]);
    }
    return out;
  }

  private static Tensor lanczos(Tensor x, double radius) {
    Tensor angle = ActivationOps.times(x, Math.PI);
    Tensor sines = Lax.mul(Lax.sin(angle), Lax.sin(ActivationOps.over(angle, radius)));
    Tensor y = ActivationOps.times(sines, radius);
    Tensor square = ActivationOps.times(Lax.mul(x, x), Math.PI * Math.PI);
    Tensor one = OpsBase.constantLike(x, 1);
    Tensor safe = Lax.select(Lax.ne(x, OpsBase.constantLike(x, 0)), square, one);
    Tensor out = above(x, 1e-3, Lax.div(y, safe), one);
    return above(x, radius, OpsBase.constantLike(x, 0), out);
  }

  /// x with an axis multiplied by weights.
  static Tensor apply(Tensor x, int axis, Tensor weights) {
    Tensor w = Lax.convert(weights, x.dtype());
    Tensor product = Contractions.contract(x, w, List.of(axis), List.of(0));
    int rank = x.rank();
    var back =
        IntStream.range(0, rank)
            .map(i -> i < axis ? i : i == axis ? rank - 1 : i - 1)
            .boxed()
            .toList();
    return Lax.transpose(product, back);
  }

  /// x with an axis of another size; floats.
  static Tensor resize(Tensor x, int axis, int size, String method, boolean antialias) {
    int before = x.shape().dim(axis);
    if (before == size) {
      return x;
    }
    Tensor weights =
        Interpreter.eagerly(
            () ->
                weights(
                    before,
                    size,
                    Array.scalar(DType.FLOAT32, (double) size / before),
                    Array.scalar(DType.FLOAT32, 0.0),
                    method,
                    antialias));
    return apply(x, axis, weights);
  }

  /// x with an axis of another size, by the nearest elements.
  static Tensor nearest(Tensor x, int axis, int size) {
    int before = x.shape().dim(axis);
    if (before == size) {
      return x;
    }
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = (int) Math.floor((i + 0.5f) * before / size);
    }
    return Picks.along(x, places, axis);
  }
}
