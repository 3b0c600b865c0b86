package org.keras4j.ops;

import java.util.Map;
import java.util.Optional;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Tensors made of numbers.
abstract class CreationOps extends ReductionOps {
  CreationOps() {}

  /// Zeros of the default float type.
  public static Tensor zeros(Shape shape) {
    return zeros(shape, Promotion.floatx());
  }

  /// Zeros of a dtype.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#zeros-function">keras.ops.zeros</a>
  public static Tensor zeros(Shape shape, DType dtype) {
    return Lax.full(new TensorType(dtype, shape), 0);
  }

  /// Ones of the default float type.
  public static Tensor ones(Shape shape) {
    return ones(shape, Promotion.floatx());
  }

  /// Ones of a dtype.
  public static Tensor ones(Shape shape, DType dtype) {
    return Lax.full(new TensorType(dtype, shape), 1);
  }

  /// A tensor whose values do not matter: zeros of the default float type.
  public static Tensor empty(Shape shape) {
    return zeros(shape);
  }

  /// A tensor whose values do not matter: zeros of a dtype.
  public static Tensor empty(Shape shape, DType dtype) {
    return zeros(shape, dtype);
  }

  /// One number everywhere, in the default float type.
  public static Tensor full(Shape shape, double value) {
    return full(shape, value, Promotion.floatx());
  }

  /// One number everywhere.
  public static Tensor full(Shape shape, double value, DType dtype) {
    return Lax.full(new TensorType(dtype, shape), value);
  }

  /// A value, which broadcasts, everywhere.
  public static Tensor full(Shape shape, Tensor value, DType dtype) {
    return OpCall.of(
            "Full",
            Arguments.of(value),
            () -> Map.of("shape", longs(shape.toList()), "dtype", dtype.kerasName()),
            a -> Tree.leaf(expand(as(a.tensors().getFirst(), dtype), shape)),
            _ -> Tree.leaf(new TensorType(dtype, shape)))
        .single();
  }

  /// Zeros of the shape and dtype of a tensor.
  public static Tensor zerosLike(Tensor x) {
    return like("ZerosLike", x, Optional.empty(), 0);
  }

  /// Zeros of the shape of a tensor.
  public static Tensor zerosLike(Tensor x, DType dtype) {
    return like("ZerosLike", x, Optional.of(dtype), 0);
  }

  /// Ones of the shape and dtype of a tensor.
  public static Tensor onesLike(Tensor x) {
    return like("OnesLike", x, Optional.empty(), 1);
  }

  /// Ones of the shape of a tensor.
  public static Tensor onesLike(Tensor x, DType dtype) {
    return like("OnesLike", x, Optional.of(dtype), 1);
  }

  /// A tensor like another whose values do not matter: zeros.
  public static Tensor emptyLike(Tensor x) {
    return like("EmptyLike", x, Optional.empty(), 0);
  }

  /// A tensor like another whose values do not matter: zeros.
  public static Tensor emptyLike(Tensor x, DType dtype) {
    return like("EmptyLike", x, Optional.of(dtype), 0);
  }

  private static Tensor like(String className, Tensor x, Optional<DType> dtype, double value) {
    return OpCall.of(
        className,
        x,
        () -> Map.of("dtype", name(dtype)),
        a -> Lax.full(new TensorType(dtype.orElseGet(() -> strong(a).dtype()), a.shape()), value));
  }

  /// One value, which broadcasts, in the shape and dtype of a tensor.
  public static Tensor fullLike(Tensor x, Tensor value) {
    return filled(x, value, Optional.empty());
  }

  /// One value, which broadcasts, in the shape of a tensor.
  public static Tensor fullLike(Tensor x, Tensor value, DType dtype) {
    return filled(x, value, Optional.of(dtype));
  }

  /// One number in the shape and dtype of a tensor.
  public static Tensor fullLike(Tensor x, double value) {
    return fullLike(x, Array.weak(value));
  }

  private static Tensor filled(Tensor x, Tensor value, Optional<DType> dtype) {
    return OpCall.of(
        "FullLike",
        x,
        value,
        () -> Map.of("dtype", name(dtype)),
        (a, v) -> expand(as(v, dtype.orElseGet(() -> strong(a).dtype())), a.shape()));
  }

  /// 0, 1, … below `stop`, as int32.
  public static Tensor arange(long stop) {
    return arange(0, stop, 1);
  }

  /// `start`, `start + 1`, … below `stop`, as int32.
  public static Tensor arange(long start, long stop) {
    return arange(start, stop, 1);
  }

  /// `start`, `start + step`, … up to `stop`, exclusive, as int32.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#arange-function">keras.ops.arange</a>
  public static Tensor arange(long start, long stop, long step) {
    return arange(start, stop, step, DType.INT32);
  }

  /// 0, 1, … below `stop`, in the default float type.
  public static Tensor arange(double stop) {
    return arange(0.0, stop, 1.0, Promotion.floatx());
  }

  /// `start`, `start + step`, … up to `stop`, exclusive, in the default float type.
  public static Tensor arange(double start, double stop, double step) {
    return arange(start, stop, step, Promotion.floatx());
  }

  /// `start`, `start + step`, … up to `stop`, exclusive.
  ///
  /// @throws IllegalArgumentException if `step` is 0
  public static Tensor arange(double start, double stop, double step, DType dtype) {
    if (step == 0) {
      throw new IllegalArgumentException("arange expects a step other than 0. Received: step=0");
    }
    int n = Math.toIntExact(Math.max(0, (long) Math.ceil((stop - start) / step)));
    var type = TensorType.of(dtype, n);
    if (dtype.isInteger() && start == 0 && step == 1) {
      return Lax.iota(type, 0);
    }
    var out = Elements.zeros(type);
    for (int i = 0; i < n; i++) {
      if (dtype.isInteger()) {
        out.setLong(i, (long) start + i * (long) step);
      } else {
        out.setDouble(i, start + i * step);
      }
    }
    return out.toArray();
  }

  /// The identity matrix of the default float type.
  public static Tensor eye(int rows) {
    return eye(rows, rows, 0, Promotion.floatx());
  }

  /// Ones on the diagonal number `k` (0 the main one, positive above), zeros elsewhere.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#eye-function">keras.ops.eye</a>
  public static Tensor eye(int rows, int columns, int k, DType dtype) {
    var type = TensorType.of(DType.INT32, rows, columns);
    Tensor row = Lax.add(Lax.iota(type, 0), constantOf(type, k));
    return Lax.convert(Lax.eq(row, Lax.iota(type, 1)), dtype);
  }

  /// The identity matrix.
  public static Tensor identity(int size, DType dtype) {
    return eye(size, size, 0, dtype);
  }

  /// The identity matrix of the default float type.
  public static Tensor identity(int size) {
    return eye(size);
  }

  /// Ones on and below the diagonal number `k`, zeros above.
  public static Tensor tri(int rows, int columns, int k, DType dtype) {
    return Lax.convert(below(Shape.of(rows, columns), k), dtype);
  }

  /// Ones on and below the main diagonal, zeros above.
  public static Tensor tri(int size) {
    return tri(size, size, 0, Promotion.floatx());
  }

  /// Where the last two axes are on or below the diagonal number `k`.
  static Tensor below(Shape shape, int k) {
    var type = new TensorType(DType.INT32, shape);
    Tensor row = Lax.add(Lax.iota(type, shape.rank() - 2), constantOf(type, k));
    return Lax.ge(row, Lax.iota(type, shape.rank() - 1));
  }

  static Tensor constantOf(TensorType type, double value) {
    return Lax.full(type, value);
  }

  /// The elements on and below the main diagonal of the last two axes, zeros above.
  public static Tensor tril(Tensor x) {
    return tril(x, 0);
  }

  /// The elements on and below the diagonal number `k` of the last two axes, zeros above.
  public static Tensor tril(Tensor x, int k) {
    return OpCall.of(
        "Tril",
        x,
        () -> Map.of("k", (long) k),
        a -> {
          matrices("tril", a);
          return Lax.select(below(a.shape(), k), a, constantLike(a, 0));
        });
  }

  /// The elements on and above the main diagonal of the last two axes, zeros below.
  public static Tensor triu(Tensor x) {
    return triu(x, 0);
  }

  /// The elements on and above the diagonal number `k` of the last two axes, zeros below.
  public static Tensor triu(Tensor x, int k) {
    return OpCall.of(
        "Triu",
        x,
        () -> Map.of("k", (long) k),
        a -> {
          matrices("triu", a);
          return Lax.select(below(a.shape(), k - 1), constantLike(a, 0), a);
        });
  }

  static void matrices(String op, Tensor x) {
    if (x.rank() < 2) {
      throw new IllegalArgumentException(
          "%s expects a tensor of at least 2 axes. Received: x of shape %s"
              .formatted(op, x.shape()));
    }
  }

  /// The tensor, with a dtype of its own if it is a bare number.
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/core/#converttotensor-function">keras.ops.convert_to_tensor</a>
  public static Tensor convertToTensor(Tensor x) {
    return strong(x);
  }

  /// The tensor in a dtype.
  public static Tensor convertToTensor(Tensor x, DType dtype) {
    return OpCall.of(
        "ConvertToTensor",
        x,
        () ->
            Map.of(
                "dtype", dtype.kerasName(), "sparse", Optional.empty(), "ragged", Optional.empty()),
        a -> as(a, dtype));
  }

  /// A float32 vector.
  public static Tensor array(float... values) {
    return Array.of(Shape.of(values.length), values.clone());
  }

  /// An int32 vector.
  public static Tensor array(int... values) {
    return Array.ofInts(Shape.of(values.length), values.clone());
  }
}
