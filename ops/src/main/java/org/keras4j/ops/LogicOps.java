package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Comparisons, logic and bits, element by element.
abstract class LogicOps extends PairOps {
  LogicOps() {}

  private static Tensor comparison(
      String className, Tensor x, Tensor y, BinaryOperator<Tensor> compare) {
    return pairwise(className, x, y, (a, b) -> promoting(a, b, compare));
  }

  /// Whether the elements are equal; NaN equals nothing.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#equal-function">keras.ops.equal</a>
  public static Tensor equal(Tensor x, Tensor y) {
    return comparison("Equal", x, y, Lax::eq);
  }

  /// As {@link #equal(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor equal(Tensor x, double y) {
    return equal(x, Array.weak(y));
  }

  /// As {@link #equal(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor equal(Tensor x, long y) {
    return equal(x, Array.weak(y));
  }

  /// Whether the elements differ.
  public static Tensor notEqual(Tensor x, Tensor y) {
    return comparison("NotEqual", x, y, Lax::ne);
  }

  /// As {@link #notEqual(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor notEqual(Tensor x, double y) {
    return notEqual(x, Array.weak(y));
  }

  /// As {@link #notEqual(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor notEqual(Tensor x, long y) {
    return notEqual(x, Array.weak(y));
  }

  /// Whether `x > y`.
  public static Tensor greater(Tensor x, Tensor y) {
    return comparison("Greater", x, y, Lax::gt);
  }

  /// As {@link #greater(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor greater(Tensor x, double y) {
    return greater(x, Array.weak(y));
  }

  /// As {@link #greater(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor greater(Tensor x, long y) {
    return greater(x, Array.weak(y));
  }

  /// Whether `x >= y`.
  public static Tensor greaterEqual(Tensor x, Tensor y) {
    return comparison("GreaterEqual", x, y, Lax::ge);
  }

  /// As {@link #greaterEqual(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor greaterEqual(Tensor x, double y) {
    return greaterEqual(x, Array.weak(y));
  }

  /// As {@link #greaterEqual(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor greaterEqual(Tensor x, long y) {
    return greaterEqual(x, Array.weak(y));
  }

  /// Whether `x < y`.
  public static Tensor less(Tensor x, Tensor y) {
    return comparison("Less", x, y, Lax::lt);
  }

  /// As {@link #less(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor less(Tensor x, double y) {
    return less(x, Array.weak(y));
  }

  /// As {@link #less(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor less(Tensor x, long y) {
    return less(x, Array.weak(y));
  }

  /// Whether `x <= y`.
  public static Tensor lessEqual(Tensor x, Tensor y) {
    return comparison("LessEqual", x, y, Lax::le);
  }

  /// As {@link #lessEqual(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor lessEqual(Tensor x, double y) {
    return lessEqual(x, Array.weak(y));
  }

  /// As {@link #lessEqual(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor lessEqual(Tensor x, long y) {
    return lessEqual(x, Array.weak(y));
  }

  /// Whether the elements are close: `|x - y| <= 1e-8 + 1e-5 |y|`.
  public static Tensor isclose(Tensor x, Tensor y) {
    return isclose(x, y, 1e-5, 1e-8, false);
  }

  /// Whether the elements are close: `|x - y| <= atol + rtol |y|`; NaN are close to each other if
  /// `equalNan`.
  public static Tensor isclose(Tensor x, Tensor y, double rtol, double atol, boolean equalNan) {
    return elementwise(
        "Isclose",
        Arguments.of(x, y, rtol, atol),
        () -> Map.of("equal_nan", equalNan),
        in -> inexact(in.get(0), in.get(1), (p, q) -> close(p, q, rtol, atol, equalNan)));
  }

  private static Tensor close(Tensor x, Tensor y, double rtol, double atol, boolean equalNan) {
    Tensor distance = complexMagnitude(Lax.sub(x, y));
    Tensor size = complexMagnitude(y);
    Tensor allowed = Lax.add(constantLike(size, atol), Lax.mul(constantLike(size, rtol), size));
    Tensor near = Lax.and(finite(y), Lax.le(distance, allowed));
    Tensor out = Lax.or(Lax.eq(x, y), near);
    return equalNan ? Lax.or(out, Lax.and(isNan(x), isNan(y))) : out;
  }

  static Tensor complexMagnitude(Tensor x) {
    return x.dtype().isComplex() ? Lax.magnitude(x) : Lax.abs(x);
  }

  private static Tensor finite(Tensor x) {
    if (x.dtype().isComplex()) {
      return Lax.and(finite(Lax.real(x)), finite(Lax.imaginary(x)));
    }
    return x.dtype().isFloat()
        ? Lax.lt(Lax.abs(x), constantLike(x, Double.POSITIVE_INFINITY))
        : constantLike(Lax.convert(x, DType.BOOL), 1);
  }

  /// Whether all elements are close, as one boolean.
  public static Tensor allclose(Tensor x, Tensor y) {
    return allclose(x, y, 1e-5, 1e-8, false);
  }

  /// Whether all elements are close, as one boolean; see {@link #isclose(Tensor, Tensor, double,
  /// double, boolean)}.
  public static Tensor allclose(Tensor x, Tensor y, double rtol, double atol, boolean equalNan) {
    return OpCall.of(
            "AllClose",
            Arguments.of(x, y),
            () -> Map.of("rtol", rtol, "atol", atol, "equal_nan", equalNan),
            a -> {
              var in = a.tensors();
              Tensor near = isclose(in.get(0), in.get(1), rtol, atol, equalNan);
              return Tree.leaf(Lax.reduce(ReduceOp.AND, near, range(0, near.rank())));
            },
            _ -> Tree.leaf(TensorType.of(DType.BOOL)))
        .single();
  }

  private static Tensor logical(
      String className, Tensor x, Tensor y, BinaryOperator<Tensor> combine) {
    return pairwise(className, x, y, (a, b) -> broadcasting(truth(a), truth(b), combine));
  }

  /// Whether both are true (not 0).
  public static Tensor logicalAnd(Tensor x, Tensor y) {
    return logical("LogicalAnd", x, y, Lax::and);
  }

  /// Whether either is true (not 0).
  public static Tensor logicalOr(Tensor x, Tensor y) {
    return logical("LogicalOr", x, y, Lax::or);
  }

  /// Whether exactly one is true (not 0).
  public static Tensor logicalXor(Tensor x, Tensor y) {
    return logical("LogicalXor", x, y, Lax::xor);
  }

  /// Whether the element is false (0).
  public static Tensor logicalNot(Tensor x) {
    return unary("LogicalNot", x, a -> Lax.not(truth(a)));
  }

  private static Tensor bits(String className, Tensor x, Tensor y, BinaryOperator<Tensor> op) {
    return pairwise(className, x, y, (a, b) -> promoting(a, b, op));
  }

  /// The bits set in both integers.
  public static Tensor bitwiseAnd(Tensor x, Tensor y) {
    return bits("BitwiseAnd", x, y, Lax::and);
  }

  /// As {@link #bitwiseAnd(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor bitwiseAnd(Tensor x, double y) {
    return bitwiseAnd(x, Array.weak(y));
  }

  /// As {@link #bitwiseAnd(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor bitwiseAnd(Tensor x, long y) {
    return bitwiseAnd(x, Array.weak(y));
  }

  /// The bits set in either integer.
  public static Tensor bitwiseOr(Tensor x, Tensor y) {
    return bits("BitwiseOr", x, y, Lax::or);
  }

  /// As {@link #bitwiseOr(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor bitwiseOr(Tensor x, double y) {
    return bitwiseOr(x, Array.weak(y));
  }

  /// As {@link #bitwiseOr(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor bitwiseOr(Tensor x, long y) {
    return bitwiseOr(x, Array.weak(y));
  }

  /// The bits set in exactly one of the integers.
  public static Tensor bitwiseXor(Tensor x, Tensor y) {
    return bits("BitwiseXor", x, y, Lax::xor);
  }

  /// As {@link #bitwiseXor(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor bitwiseXor(Tensor x, double y) {
    return bitwiseXor(x, Array.weak(y));
  }

  /// As {@link #bitwiseXor(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor bitwiseXor(Tensor x, long y) {
    return bitwiseXor(x, Array.weak(y));
  }

  /// Every bit of the integers turned over.
  public static Tensor bitwiseInvert(Tensor x) {
    return unary("BitwiseInvert", x, a -> Lax.not(strong(a)));
  }

  /// Another name of {@link #bitwiseInvert}.
  public static Tensor bitwiseNot(Tensor x) {
    return unary("BitwiseNot", x, a -> Lax.not(strong(a)));
  }

  private static Tensor shift(String className, Tensor x, Tensor y, BinaryOperator<Tensor> op) {
    return pairwise(
        className,
        x,
        y,
        (a, b) ->
            promoting(
                a,
                b,
                (p, q) ->
                    p.dtype() == DType.BOOL
                        ? op.apply(Lax.convert(p, DType.INT32), Lax.convert(q, DType.INT32))
                        : op.apply(p, q)));
  }

  private static Tensor shiftedRight(Tensor x, Tensor y) {
    return x.dtype().kind() == DType.Kind.UNSIGNED
        ? Lax.shiftRightLogical(x, y)
        : Lax.shiftRightArithmetic(x, y);
  }

  /// The bits of `x` moved up by `y` places.
  public static Tensor bitwiseLeftShift(Tensor x, Tensor y) {
    return shift("BitwiseLeftShift", x, y, Lax::shiftLeft);
  }

  /// As {@link #bitwiseLeftShift(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor bitwiseLeftShift(Tensor x, double y) {
    return bitwiseLeftShift(x, Array.weak(y));
  }

  /// As {@link #bitwiseLeftShift(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor bitwiseLeftShift(Tensor x, long y) {
    return bitwiseLeftShift(x, Array.weak(y));
  }

  /// Another name of {@link #bitwiseLeftShift(Tensor, Tensor)}.
  public static Tensor leftShift(Tensor x, Tensor y) {
    return shift("LeftShift", x, y, Lax::shiftLeft);
  }

  /// As {@link #leftShift(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor leftShift(Tensor x, double y) {
    return leftShift(x, Array.weak(y));
  }

  /// As {@link #leftShift(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor leftShift(Tensor x, long y) {
    return leftShift(x, Array.weak(y));
  }

  /// The bits of `x` moved down by `y` places, keeping the sign.
  public static Tensor bitwiseRightShift(Tensor x, Tensor y) {
    return shift("BitwiseRightShift", x, y, LogicOps::shiftedRight);
  }

  /// As {@link #bitwiseRightShift(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor bitwiseRightShift(Tensor x, double y) {
    return bitwiseRightShift(x, Array.weak(y));
  }

  /// As {@link #bitwiseRightShift(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor bitwiseRightShift(Tensor x, long y) {
    return bitwiseRightShift(x, Array.weak(y));
  }

  /// Another name of {@link #bitwiseRightShift(Tensor, Tensor)}.
  public static Tensor rightShift(Tensor x, Tensor y) {
    return shift("RightShift", x, y, LogicOps::shiftedRight);
  }

  /// As {@link #rightShift(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor rightShift(Tensor x, double y) {
    return rightShift(x, Array.weak(y));
  }

  /// As {@link #rightShift(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor rightShift(Tensor x, long y) {
    return rightShift(x, Array.weak(y));
  }

  /// Whether the element is neither infinite nor NaN.
  public static Tensor isfinite(Tensor x) {
    return unary("Isfinite", x, a -> finite(strong(a)));
  }

  /// Whether the element is NaN.
  public static Tensor isnan(Tensor x) {
    return unary("Isnan", x, a -> isNan(strong(a)));
  }

  /// Whether the element is infinite, of either sign.
  public static Tensor isinf(Tensor x) {
    return unary("Isinf", x, a -> infinite(strong(a)));
  }

  private static Tensor infinite(Tensor x) {
    if (x.dtype().isComplex()) {
      return Lax.or(infinite(Lax.real(x)), infinite(Lax.imaginary(x)));
    }
    return x.dtype().isFloat()
        ? Lax.eq(Lax.abs(x), constantLike(x, Double.POSITIVE_INFINITY))
        : never(x);
  }

  private static Tensor never(Tensor x) {
    return zerosOf(new TensorType(DType.BOOL, x.shape()));
  }

  private static Tensor equals(Tensor x, double infinity) {
    Tensor own = strong(x);
    if (own.dtype().isComplex()) {
      throw new IllegalArgumentException(
          "Expected real numbers: complex ones have no signed infinity. Received: dtype="
              + own.dtype());
    }
    return own.dtype().isFloat() ? Lax.eq(own, constantLike(own, infinity)) : never(own);
  }

  /// Whether the element is positive infinity.
  public static Tensor isposinf(Tensor x) {
    return unary("Isposinf", x, a -> equals(a, Double.POSITIVE_INFINITY));
  }

  /// Whether the element is negative infinity.
  public static Tensor isneginf(Tensor x) {
    return unary("Isneginf", x, a -> equals(a, Double.NEGATIVE_INFINITY));
  }

  /// Whether the element has no imaginary part.
  public static Tensor isreal(Tensor x) {
    return unary(
        "Isreal",
        x,
        a ->
            a.dtype().isComplex()
                ? Lax.eq(Lax.imaginary(a), constantLike(Lax.imaginary(a), 0))
                : Lax.not(never(a)));
  }

  /// Whether the sign bit is set; negative zero has it.
  public static Tensor signbit(Tensor x) {
    return unary("Signbit", x, a -> signBit(strong(a)));
  }

  static Tensor signBit(Tensor x) {
    if (!x.dtype().isFloat()) {
      return x.dtype() == DType.BOOL ? never(x) : Lax.lt(x, constantLike(x, 0));
    }
    DType bits =
        switch (x.dtype().bytes()) {
          case 1 -> DType.INT8;
          case 2 -> DType.INT16;
          case 4 -> DType.INT32;
          default -> DType.INT64;
        };
    Tensor raw = Lax.bitcast(x, bits);
    return Lax.lt(raw, constantLike(raw, 0));
  }

  /// `onTrue` where the condition holds (is not 0), else `onFalse`; all three broadcast.
  ///
  /// {@snippet :
  /// Ops.where(Ops.greater(x, 0), x, Array.weak(0)); // negative numbers replaced by 0
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#where-function">keras.ops.where</a>
  public static Tensor where(Tensor condition, Tensor onTrue, Tensor onFalse) {
    return elementwise(
        "Where",
        Arguments.of(condition, onTrue, onFalse),
        NO_PARAMETERS,
        in -> chosen(in.get(0), in.get(1), in.get(2)));
  }

  /// As {@link #where(Tensor, Tensor, Tensor)} with a number.
  public static Tensor where(Tensor condition, Tensor onTrue, double onFalse) {
    return where(condition, onTrue, Array.weak(onFalse));
  }

  /// As {@link #where(Tensor, Tensor, Tensor)} with a number.
  public static Tensor where(Tensor condition, double onTrue, Tensor onFalse) {
    return where(condition, Array.weak(onTrue), onFalse);
  }

  static Tensor chosen(Tensor condition, Tensor onTrue, Tensor onFalse) {
    var values = promoted(List.of(onTrue, onFalse));
    Tensor test = truth(condition);
    Shape shape =
        Shape.broadcast(
            test.shape(), Shape.broadcast(values.get(0).shape(), values.get(1).shape()));
    return Lax.select(
        expand(test, shape), expand(values.get(0), shape), expand(values.get(1), shape));
  }
}
