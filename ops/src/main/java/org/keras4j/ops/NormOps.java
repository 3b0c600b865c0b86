package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Norms of vectors and matrices.
abstract class NormOps extends FourierOps {
  NormOps() {}

  /// The root of the sum of the squares of all elements.
  ///
  /// {@snippet :
  /// var length = Ops.norm(x);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/linalg/#norm-function">keras.ops.norm</a>
  public static Tensor norm(Tensor x) {
    return norm(x, Axes.all());
  }

  /// The root of the sum of the squares over axes.
  ///
  /// @throws IllegalArgumentException if there is no such axis, or they are more than two
  public static Tensor norm(Tensor x, Axes axes) {
    return called(x, Optional.empty(), axes);
  }

  /// The norm of an order: along one axis of vectors, over two axes of matrices.
  ///
  /// For vectors: infinity, the largest magnitude; -infinity, the smallest; 0, the number of
  /// elements that are not 0; else `sum(|x|^order)^(1/order)`. For matrices: 1 and infinity, the
  /// largest sum of a column and of a row; 2, the largest singular value; negative, the smallest of
  /// these.
  ///
  /// {@snippet :
  /// var largest = Ops.norm(x, Double.POSITIVE_INFINITY, Axes.of(-1));
  /// }
  ///
  /// @throws IllegalArgumentException if the axes are not one or two, or matrices have no norm of
  ///   the order
  /// @see <a href="https://keras.io/api/ops/linalg/#norm-function">keras.ops.norm</a>
  public static Tensor norm(Tensor x, double order, Axes axes) {
    return called(x, Optional.of(order), axes);
  }

  /// The norm of matrices named `fro` (root of the sum of squares) or `nuc` (sum of the singular
  /// values).
  ///
  /// @throws IllegalArgumentException if there are not two axes or the order has another name
  public static Tensor norm(Tensor x, String order, Axes axes) {
    return called(x, Optional.of(order), axes);
  }

  private static Tensor called(Tensor x, Optional<Object> order, Axes axes) {
    return OpCall.of(
        "Norm",
        x,
        () ->
            Map.of(
                "ord",
                order.orElse(Optional.empty()),
                "axis",
                axes.axisParameter(),
                "keepdims",
                axes.keep()),
        t -> {
          Tensor v = inexact(t);
          // Matrices are told from their transposes: the axes stay in the order given.
          var over =
              axes.axis()
                  .map(a -> a.stream().map(v.shape()::axis).toList())
                  .orElseGet(() -> range(0, v.rank()));
          boolean all = axes.axis().isEmpty() && order.isEmpty();
          Tensor kept = all ? euclidean(v, over) : ofOrder(v, order, over);
          return axes.keep() ? kept : Lax.reshape(kept, v.shape().without(over));
        });
  }

  private static Tensor ofOrder(Tensor x, Optional<Object> order, List<Integer> axes) {
    if (axes.size() == 1) {
      return order.map(o -> vector(x, o, axes)).orElseGet(() -> euclidean(x, axes));
    }
    if (axes.size() != 2) {
      throw new IllegalArgumentException(
          "norm takes one axis (vectors) or two (matrices). Received: axis=" + axes);
    }
    return order.map(o -> matrix(x, o, axes)).orElseGet(() -> euclidean(x, axes));
  }

  private static Tensor kept(ReduceOp op, Tensor x, List<Integer> axes) {
    return restored(Lax.reduce(op, x, axes.stream().sorted().toList()), x.shape(), axes);
  }

  private static Tensor euclidean(Tensor x, List<Integer> axes) {
    Tensor size = magnitude(x);
    return Lax.sqrt(kept(ReduceOp.SUM, Lax.mul(size, size), axes));
  }

  private static Tensor magnitude(Tensor x) {
    return x.dtype().isComplex() ? Lax.magnitude(x) : Lax.abs(x);
  }

  private static Tensor vector(Tensor x, Object order, List<Integer> axes) {
    if (!(order instanceof Double p)) {
      throw new IllegalArgumentException(
          "Vectors have norms of numbered orders. Received: ord=" + order);
    }
    Tensor size = magnitude(x);
    if (p.isInfinite()) {
      return kept(p > 0 ? ReduceOp.MAX : ReduceOp.MIN, size, axes);
    }
    if (p == 0) {
      Tensor counts = Lax.convert(Lax.ne(size, constantLike(size, 0)), size.dtype());
      return kept(ReduceOp.SUM, counts, axes);
    }
    if (p == 1) {
      return kept(ReduceOp.SUM, size, axes);
    }
    if (p == 2) {
      return euclidean(x, axes);
    }
    Tensor sum = kept(ReduceOp.SUM, Lax.pow(size, constantLike(size, p)), axes);
    return Lax.pow(sum, constantLike(sum, 1 / p));
  }

  private static Tensor matrix(Tensor x, Object order, List<Integer> axes) {
    return switch (order) {
      case String s when s.equals("fro") -> euclidean(x, axes);
      case String s when s.equals("nuc") -> singular(ReduceOp.SUM, x, axes);
      case Double p when Math.abs(p) == 2 -> singular(p > 0 ? ReduceOp.MAX : ReduceOp.MIN, x, axes);
      case Double p when Math.abs(p) == 1 || p.isInfinite() -> {
        var summed = List.of(axes.get(p.isInfinite() ? 1 : 0));
        var picked = List.of(axes.get(p.isInfinite() ? 0 : 1));
        Tensor sums = kept(ReduceOp.SUM, magnitude(x), summed);
        yield kept(p > 0 ? ReduceOp.MAX : ReduceOp.MIN, sums, picked);
      }
      default ->
          throw new IllegalArgumentException(
              "Matrices have norms of the orders fro, nuc, 1, 2 and infinity, and negative ones. Received: ord="
                  + order);
    };
  }

  private static Tensor singular(ReduceOp op, Tensor x, List<Integer> axes) {
    Tensor last = moveaxis(x, axes, List.of(-2, -1));
    Tensor s = Lax.svd(last, false, false).getFirst();
    Tensor value = Lax.reduce(op, s, List.of(s.rank() - 1));
    Shape shape = x.shape();
    for (int axis : axes) {
      shape = shape.with(axis, 1);
    }
    return Lax.reshape(value, shape);
  }

  /// {@link #normalize(Tensor, Axes, int, double)} along the last axis, with order 2.
  public static Tensor normalize(Tensor x) {
    return normalize(x, Axes.of(-1), 2, Defaults.epsilon());
  }

  /// The tensor divided by its norm over axes.
  ///
  /// - Output: shape of `x`
  ///
  /// {@snippet :
  /// var unit = Ops.normalize(x, Axes.of(-1), 2, 1e-12);
  /// }
  ///
  /// @param order the norm's order
  /// @param epsilon the least norm that is divided by
  /// @throws IllegalArgumentException if the order is less than 1
  /// @see <a href="https://keras.io/api/ops/nn/#normalize-function">keras.ops.normalize</a>
  public static Tensor normalize(Tensor x, Axes axes, int order, double epsilon) {
    if (order < 1) {
      throw new IllegalArgumentException(
          "Expected an order of 1 or more. Received: order=" + order);
    }
    return OpCall.of(
        "Normalize",
        x,
        () -> Map.of("axis", axes.axisParameter(), "order", (long) order, "epsilon", epsilon),
        t -> {
          Tensor given = order == 2 ? ActivationOps.requireFloats("normalize", t) : inexact(t);
          Tensor v = t.rank() == 0 ? Lax.reshape(given, Shape.of(1)) : given;
          var over = axes.within(v.shape());
          if (order == 2) {
            Tensor inverse = Lax.rsqrt(kept(ReduceOp.SUM, Lax.mul(v, v), over));
            Tensor least = Lax.min(inverse, constantLike(inverse, 1 / epsilon));
            return broadcasting(v, least, Lax::mul);
          }
          Tensor norm = ofOrder(v, Optional.of((double) order), over);
          return broadcasting(v, Lax.max(norm, constantLike(norm, epsilon)), Lax::div);
        });
  }
}
