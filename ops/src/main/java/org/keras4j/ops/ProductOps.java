package org.keras4j.ops;

import static org.keras4j.ops.Contractions.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// The functions of {@link Ops} that multiply tensors.
abstract class ProductOps extends IndexingOps {
  ProductOps() {}

  /// Matrix product: the last axis of `x1` with the second to last of `x2`.
  ///
  /// - Input: `(..., m, k)` and `(..., k, n)`; the axes before broadcast; vectors count as a row
  ///   and a column, and their axis is removed again
  /// - Output: `(..., m, n)` of the promoted dtype; int8 with int8 gives int32
  ///
  /// {@snippet :
  /// var y = Ops.matmul(x, kernel);
  /// }
  ///
  /// @throws IllegalArgumentException if an operand is a scalar or the axes do not agree
  /// @see <a href="https://keras.io/api/ops/numpy/#matmul-function">keras.ops.matmul</a>
  public static Tensor matmul(Tensor x1, Tensor x2) {
    return OpCall.of(
        "Matmul",
        x1,
        x2,
        NO_PARAMETERS,
        (a, b) -> {
          var p = promoted(List.of(a, b));
          boolean narrow = a.dtype() == DType.INT8 && b.dtype() == DType.INT8;
          var result = narrow ? DType.INT32 : p.getFirst().dtype();
          return Contractions.matmul(p.get(0), p.get(1), result);
        });
  }

  /// A square matrix multiplied with itself `n` times; the inverse for a negative `n`.
  ///
  /// - Input and output: `(..., m, m)`
  ///
  /// {@snippet :
  /// var paths = Ops.matrixPower(adjacency, 3);
  /// }
  ///
  /// @throws IllegalArgumentException if the matrices are not square
  /// @see <a href="https://keras.io/api/ops/linalg/">keras.ops.matrix_power</a>
  public static Tensor matrixPower(Tensor x, int n) {
    return OpCall.of(
        "MatrixPower",
        x,
        () -> Map.of("n", (long) n),
        t -> power(n < 0 ? Ops.inv(t) : strong(t), Math.abs(n)));
  }

  private static Tensor power(Tensor x, int n) {
    if (x.rank() < 2 || x.shape().dim(-1) != x.shape().dim(-2)) {
      throw new IllegalArgumentException(
          "matrixPower takes square matrices (..., n, n). Received: shape=" + x.shape());
    }
    if (n == 0) {
      return LinalgOps.identityLike(x);
    }
    Tensor half = n == 1 ? x : power(x, n >>> 1);
    Tensor even = n == 1 ? half : Contractions.matmul(half, half, x.dtype());
    return n == 1 || (n & 1) == 0 ? even : Contractions.matmul(even, x, x.dtype());
  }

  /// Dot product: the last axis of `x1` with the second to last (or only) axis of `x2`. A scalar
  /// multiplies.
  ///
  /// - Output: the other axes of `x1`, then those of `x2`
  ///
  /// {@snippet :
  /// var y = Ops.dot(x, kernel);
  /// }
  ///
  /// @throws IllegalArgumentException if the axes do not agree
  /// @see <a href="https://keras.io/api/ops/numpy/#dot-function">keras.ops.dot</a>
  public static Tensor dot(Tensor x1, Tensor x2) {
    return OpCall.of("Dot", x1, x2, NO_PARAMETERS, ProductOps::plainDot);
  }

  private static Tensor plainDot(Tensor x1, Tensor x2) {
    var p = promoted(List.of(x1, x2));
    Tensor a = p.get(0);
    Tensor b = p.get(1);
    if (a.rank() == 0 || b.rank() == 0) {
      refuseNarrow(x1, x2, a.dtype());
      return scaled(a, b);
    }
    requireEqual("dot", a.shape().dim(-1), b.shape().dim(b.rank() == 1 ? 0 : -2), a, b);
    return contract(a, b, List.of(a.rank() - 1), List.of(Math.max(0, b.rank() - 2)));
  }

  /// Keras takes no dot product of a bare integer with 8- or 16-bit ones.
  private static void refuseNarrow(Tensor x1, Tensor x2, DType dtype) {
    boolean bare = isBareInteger(x1) || isBareInteger(x2);
    if (bare && dtype.isInteger() && dtype.bytes() < 4) {
      throw new IllegalArgumentException(
          "dot of a bare integer takes 32-bit integers or floats. Received: dtypes=%s, %s. Use multiply."
              .formatted(x1.dtype(), x2.dtype()));
    }
  }

  private static boolean isBareInteger(Tensor x) {
    return x instanceof Array a && a.isWeak() && a.dtype().isInteger();
  }

  /// The product with a scalar; of booleans, both.
  private static Tensor scaled(Tensor a, Tensor b) {
    return a.dtype() == DType.BOOL ? logicalAnd(a, b) : multiply(a, b);
  }

  private static void requireEqual(String function, int left, int right, Tensor a, Tensor b) {
    if (left != right) {
      throw new IllegalArgumentException(
          "%s needs the axes it sums over to agree. Received: x1.shape=%s, x2.shape=%s"
              .formatted(function, a.shape(), b.shape()));
    }
  }

  /// Inner product: the last axis of both. A scalar multiplies.
  ///
  /// - Output: the other axes of `x1`, then those of `x2`
  ///
  /// {@snippet :
  /// var y = Ops.inner(a, b);
  /// }
  ///
  /// @throws IllegalArgumentException if the last axes do not agree
  /// @see <a href="https://keras.io/api/ops/numpy/#inner-function">keras.ops.inner</a>
  public static Tensor inner(Tensor x1, Tensor x2) {
    return OpCall.of(
        "Inner",
        x1,
        x2,
        NO_PARAMETERS,
        (x, y) -> {
          var p = promoted(List.of(x, y));
          Tensor a = p.get(0);
          Tensor b = p.get(1);
          if (a.rank() == 0 || b.rank() == 0) {
            return scaled(a, b);
          }
          requireEqual("inner", a.shape().dim(-1), b.shape().dim(-1), a, b);
          return contract(a, b, List.of(a.rank() - 1), List.of(b.rank() - 1));
        });
  }

  /// Outer product of the elements of both, flattened.
  ///
  /// - Output: `(x1.size, x2.size)`
  ///
  /// {@snippet :
  /// var table = Ops.outer(a, b);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#outer-function">keras.ops.outer</a>
  public static Tensor outer(Tensor x1, Tensor x2) {
    return OpCall.of(
        "Outer",
        x1,
        x2,
        NO_PARAMETERS,
        (x, y) -> {
          var p = promoted(List.of(x, y));
          Tensor a = flat(p.get(0));
          Tensor b = flat(p.get(1));
          Shape shape = a.shape().concat(b.shape());
          Tensor rows = Lax.broadcast(a, shape, List.of(0));
          Tensor columns = Lax.broadcast(b, shape, List.of(1));
          return a.dtype() == DType.BOOL ? Lax.and(rows, columns) : Lax.mul(rows, columns);
        });
  }

  /// Dot product of the elements of both, flattened; of complex numbers, with the conjugate of the
  /// first.
  ///
  /// - Output: a scalar
  ///
  /// {@snippet :
  /// var energy = Ops.vdot(a, a);
  /// }
  ///
  /// @throws IllegalArgumentException if the sizes differ
  /// @see <a href="https://keras.io/api/ops/numpy/#vdot-function">keras.ops.vdot</a>
  public static Tensor vdot(Tensor x1, Tensor x2) {
    return OpCall.of(
        "Vdot",
        x1,
        x2,
        NO_PARAMETERS,
        (x, y) -> {
          var p = promoted(List.of(x, y));
          Tensor a = flat(p.get(0));
          Tensor b = flat(p.get(1));
          requireEqual("vdot", a.shape().dim(0), b.shape().dim(0), x, y);
          Tensor left = a.dtype().isComplex() ? conjugate(a) : a;
          return contract(left, b, List.of(0), List.of(0));
        });
  }

  /// Sum of products over the last `axes` axes of `x1` and the first of `x2`.
  ///
  /// {@snippet :
  /// var y = Ops.tensordot(a, b, 2);
  /// }
  ///
  /// @throws IllegalArgumentException if the axes do not agree
  /// @see <a href="https://keras.io/api/ops/numpy/#tensordot-function">keras.ops.tensordot</a>
  public static Tensor tensordot(Tensor x1, Tensor x2, int axes) {
    return OpCall.of(
        "Tensordot",
        x1,
        x2,
        () -> Map.of("axes", (long) axes),
        (a, b) -> {
          if (axes > a.rank() || axes > b.rank()) {
            throw new IllegalArgumentException(
                "tensordot cannot sum over more axes than the operands have. Received: axes=%d, x1.shape=%s, x2.shape=%s"
                    .formatted(axes, a.shape(), b.shape()));
          }
          return tensordot(a, b, range(a.rank() - axes, a.rank()), range(0, axes), "tensordot");
        });
  }

  /// Sum of products over `axes1` of `x1` paired with `axes2` of `x2`; negative axes count from the
  /// end.
  ///
  /// {@snippet :
  /// var y = Ops.tensordot(a, b, List.of(1, 0), List.of(0, 1));
  /// }
  ///
  /// @throws IllegalArgumentException if the axes do not agree
  /// @see <a href="https://keras.io/api/ops/numpy/#tensordot-function">keras.ops.tensordot</a>
  public static Tensor tensordot(Tensor x1, Tensor x2, List<Integer> axes1, List<Integer> axes2) {
    return OpCall.of(
        "Tensordot",
        x1,
        x2,
        () -> Map.of("axes", List.of(longs(axes1), longs(axes2))),
        (a, b) -> tensordot(a, b, axes1, axes2, "tensordot"));
  }

  private static Tensor tensordot(
      Tensor x1, Tensor x2, List<Integer> axes1, List<Integer> axes2, String function) {
    var p = promoted(List.of(x1, x2));
    Tensor a = p.get(0);
    Tensor b = p.get(1);
    var left = axes1.stream().map(a.shape()::axis).toList();
    var right = axes2.stream().map(b.shape()::axis).toList();
    if (left.size() != right.size()) {
      throw new IllegalArgumentException(
          "%s pairs equally many axes. Received: axes=[%s, %s]".formatted(function, axes1, axes2));
    }
    for (int i = 0; i < left.size(); i++) {
      requireEqual(function, a.shape().dim(left.get(i)), b.shape().dim(right.get(i)), a, b);
    }
    return contract(a, b, left, right);
  }

  /// Kronecker product.
  ///
  /// - Output: each size the product of the operands' sizes
  ///
  /// {@snippet :
  /// var blocks = Ops.kron(a, b);
  /// }
  ///
  /// @throws IllegalArgumentException if both are boolean
  /// @see <a href="https://keras.io/api/ops/numpy/#kron-function">keras.ops.kron</a>
  public static Tensor kron(Tensor x1, Tensor x2) {
    return OpCall.of(
        "Kron",
        x1,
        x2,
        NO_PARAMETERS,
        (x, y) -> {
          var p = promoted(List.of(x, y));
          refuseBooleans("kron", p.getFirst());
          int rank = Math.max(x.rank(), y.rank());
          var sizes = new ArrayList<Integer>();
          var left = new ArrayList<Integer>();
          var right = new ArrayList<Integer>();
          Shape a = leadingOnes(x.shape(), rank);
          Shape b = leadingOnes(y.shape(), rank);
          for (int i = 0; i < rank; i++) {
            sizes.add(a.dim(i) * b.dim(i));
            left.addAll(List.of(a.dim(i), 1));
            right.addAll(List.of(1, b.dim(i)));
          }
          Tensor product =
              multiply(
                  Lax.reshape(p.get(0), Shape.of(left)), Lax.reshape(p.get(1), Shape.of(right)));
          return Lax.reshape(product, Shape.of(sizes));
        });
  }

  private static Shape leadingOnes(Shape shape, int rank) {
    Shape out = shape;
    while (out.rank() < rank) {
      out = out.insert(0, 1);
    }
    return out;
  }

  private static void refuseBooleans(String function, Tensor x) {
    if (x.dtype() == DType.BOOL) {
      throw new IllegalArgumentException(
          function + " takes numbers. Received: dtype=bool. Cast the operands first.");
    }
  }

  /// Cross product of vectors of 2 or 3 elements along the last axis.
  ///
  /// {@snippet :
  /// var normal = Ops.cross(u, v);
  /// }
  ///
  /// @throws IllegalArgumentException if the vectors are not of size 2 or 3
  /// @see <a href="https://keras.io/api/ops/numpy/#cross-function">keras.ops.cross</a>
  public static Tensor cross(Tensor x1, Tensor x2) {
    return cross(x1, x2, -1, -1, -1);
  }

  /// Cross product of vectors along one axis of both, which is also the result's.
  ///
  /// @throws IllegalArgumentException if the vectors are not of size 2 or 3
  /// @see <a href="https://keras.io/api/ops/numpy/#cross-function">keras.ops.cross</a>
  public static Tensor cross(Tensor x1, Tensor x2, int axis) {
    return cross(x1, x2, axis, axis, axis);
  }

  /// Cross product of vectors along `axisA` of `x1` and `axisB` of `x2`; that of the result is
  /// `axisC`. Two vectors of size 2 give their scalar product of areas, without the axis.
  ///
  /// @throws IllegalArgumentException if the vectors are not of size 2 or 3
  /// @see <a href="https://keras.io/api/ops/numpy/#cross-function">keras.ops.cross</a>
  public static Tensor cross(Tensor x1, Tensor x2, int axisA, int axisB, int axisC) {
    return OpCall.of(
        "Cross",
        x1,
        x2,
        () -> Map.of("axisa", (long) axisA, "axisb", (long) axisB, "axisc", (long) axisC),
        (x, y) -> {
          var p = promoted(List.of(x, y));
          refuseBooleans("cross", p.getFirst());
          Tensor a = moveaxis(p.get(0), axisA, -1);
          Tensor b = moveaxis(p.get(1), axisB, -1);
          if (!isVector(a) || !isVector(b)) {
            throw new IllegalArgumentException(
                "cross takes vectors of 2 or 3 elements. Received: x1.shape=%s, x2.shape=%s"
                    .formatted(x.shape(), y.shape()));
          }
          Tensor area = minor(a, b, 0, 1);
          if (a.shape().dim(-1) == 2 && b.shape().dim(-1) == 2) {
            return area;
          }
          return moveaxis(
              stack(List.of(minor(a, b, 1, 2), minor(a, b, 2, 0), area), -1), -1, axisC);
        });
  }

  private static boolean isVector(Tensor x) {
    return x.shape().dim(-1) == 2 || x.shape().dim(-1) == 3;
  }

  private static Tensor minor(Tensor a, Tensor b, int i, int j) {
    return subtract(
        multiply(component(a, i), component(b, j)), multiply(component(a, j), component(b, i)));
  }

  private static Tensor component(Tensor x, int i) {
    Shape shape = x.shape().slice(0, x.rank() - 1);
    return i < x.shape().dim(-1)
        ? Lax.reshape(Lax.sliceAxis(x, x.rank() - 1, i, i + 1), shape)
        : Lax.zeros(x.type().withShape(shape));
  }

  /// Einstein summation.
  ///
  /// Letters name axes; those that the result lacks are summed over; a letter used twice in one
  /// operand means its diagonal; `...` stands for any axes, which broadcast. Without `->` the
  /// result has the letters that occur once, in alphabetical order. More than two operands are
  /// multiplied in the order that keeps intermediate results small.
  ///
  /// - Output: of the promoted dtype; int8 operands give int32
  ///
  /// {@snippet :
  /// var scores = Ops.einsum("bqd,bkd->bqk", query, key);
  /// }
  ///
  /// @throws IllegalArgumentException if the subscripts do not fit the operands
  /// @see <a href="https://keras.io/api/ops/numpy/#einsum-function">keras.ops.einsum</a>
  public static Tensor einsum(String subscripts, Tensor... operands) {
    return OpCall.of(
        "Einsum",
        List.of(operands),
        () -> Map.of("subscripts", subscripts),
        in -> {
          var p = promoted(in);
          boolean narrow = in.stream().allMatch(t -> t.dtype() == DType.INT8);
          return Einsum.compute(subscripts, p, narrow ? DType.INT32 : p.getFirst().dtype());
        });
  }
}
