package org.keras4j.ops;

import java.util.Optional;
import java.util.function.BinaryOperator;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Tensor;

/// Arithmetic on two tensors, element by element.
abstract class ArithmeticOps extends OpsBase {
  ArithmeticOps() {}

  /// The sum, element by element; booleans are or-ed.
  ///
  /// The operands are brought to one dtype and broadcast to one shape.
  ///
  /// {@snippet :
  /// Ops.add(Array.of(Shape.of(2), 1f, 2f), 1); // [2, 3]
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#add-function">keras.ops.add</a>
  public static Tensor add(Tensor x, Tensor y) {
    return pairwise("Add", x, y, ArithmeticOps::sumOf);
  }

  /// As {@link #add(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor add(Tensor x, double y) {
    return add(x, Array.weak(y));
  }

  /// As {@link #add(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor add(Tensor x, long y) {
    return add(x, Array.weak(y));
  }

  /// As {@link #add(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor add(double x, Tensor y) {
    return add(Array.weak(x), y);
  }

  /// As {@link #add(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor add(long x, Tensor y) {
    return add(Array.weak(x), y);
  }

  private static Tensor sumOf(Tensor x, Tensor y) {
    return promoting(x, y, (a, b) -> a.dtype() == DType.BOOL ? Lax.or(a, b) : Lax.add(a, b));
  }

  /// The difference, element by element.
  ///
  /// @throws IllegalArgumentException if both are boolean
  /// @see <a href="https://keras.io/api/ops/numpy/#subtract-function">keras.ops.subtract</a>
  public static Tensor subtract(Tensor x, Tensor y) {
    return pairwise("Subtract", x, y, (a, b) -> promoting(a, b, Lax::sub));
  }

  /// As {@link #subtract(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor subtract(Tensor x, double y) {
    return subtract(x, Array.weak(y));
  }

  /// As {@link #subtract(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor subtract(Tensor x, long y) {
    return subtract(x, Array.weak(y));
  }

  /// As {@link #subtract(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor subtract(double x, Tensor y) {
    return subtract(Array.weak(x), y);
  }

  /// As {@link #subtract(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor subtract(long x, Tensor y) {
    return subtract(Array.weak(x), y);
  }

  /// The product, element by element; booleans are and-ed.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#multiply-function">keras.ops.multiply</a>
  public static Tensor multiply(Tensor x, Tensor y) {
    return pairwise("Multiply", x, y, ArithmeticOps::productOf);
  }

  /// As {@link #multiply(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor multiply(Tensor x, double y) {
    return multiply(x, Array.weak(y));
  }

  /// As {@link #multiply(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor multiply(Tensor x, long y) {
    return multiply(x, Array.weak(y));
  }

  /// As {@link #multiply(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor multiply(double x, Tensor y) {
    return multiply(Array.weak(x), y);
  }

  /// As {@link #multiply(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor multiply(long x, Tensor y) {
    return multiply(Array.weak(x), y);
  }

  private static Tensor productOf(Tensor x, Tensor y) {
    return promoting(x, y, (a, b) -> a.dtype() == DType.BOOL ? Lax.and(a, b) : Lax.mul(a, b));
  }

  /// The quotient, element by element, in a float dtype: integers become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#divide-function">keras.ops.divide</a>
  public static Tensor divide(Tensor x, Tensor y) {
    return pairwise("Divide", x, y, (a, b) -> inexact(a, b, Lax::div));
  }

  /// As {@link #divide(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor divide(Tensor x, double y) {
    return divide(x, Array.weak(y));
  }

  /// As {@link #divide(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor divide(Tensor x, long y) {
    return divide(x, Array.weak(y));
  }

  /// As {@link #divide(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor divide(double x, Tensor y) {
    return divide(Array.weak(x), y);
  }

  /// As {@link #divide(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor divide(long x, Tensor y) {
    return divide(Array.weak(x), y);
  }

  /// Another name of {@link #divide(Tensor, Tensor)}.
  public static Tensor trueDivide(Tensor x, Tensor y) {
    return pairwise("TrueDivide", x, y, (a, b) -> inexact(a, b, Lax::div));
  }

  /// The quotient, and 0 where the divisor is 0.
  public static Tensor divideNoNan(Tensor x, Tensor y) {
    return pairwise(
        "DivideNoNan",
        x,
        y,
        (a, b) ->
            inexact(
                a,
                b,
                (n, d) -> {
                  Tensor zero = Lax.eq(d, constantLike(d, 0));
                  Tensor safe = Lax.select(zero, constantLike(d, 1), d);
                  return Lax.select(zero, constantLike(n, 0), Lax.div(n, safe));
                }));
  }

  /// The quotient rounded down to an integer, in the operands' dtype.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#floordivide-function">keras.ops.floor_divide</a>
  public static Tensor floorDivide(Tensor x, Tensor y) {
    return pairwise("FloorDivide", x, y, (a, b) -> numeric(a, b, ArithmeticOps::floorQuotient));
  }

  /// As {@link #floorDivide(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor floorDivide(Tensor x, double y) {
    return floorDivide(x, Array.weak(y));
  }

  /// As {@link #floorDivide(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor floorDivide(Tensor x, long y) {
    return floorDivide(x, Array.weak(y));
  }

  private static Tensor floorQuotient(Tensor x, Tensor y) {
    Tensor zero = constantLike(x, 0);
    if (x.dtype().isInteger()) {
      // What is divided by zero is zero, as in NumPy.
      return Lax.select(Lax.eq(y, zero), zero, floored(x, y));
    }
    Tensor rest = Lax.rem(x, y);
    Tensor whole = Lax.select(Lax.eq(y, zero), x, Lax.sub(x, rest));
    Tensor quotient = Lax.div(whole, y);
    Tensor opposite = Lax.and(Lax.ne(rest, zero), Lax.ne(Lax.sign(y), Lax.sign(rest)));
    return Lax.round(Lax.select(opposite, Lax.sub(quotient, constantLike(x, 1)), quotient));
  }

  private static Tensor floored(Tensor x, Tensor y) {
    Tensor quotient = Lax.div(x, y);
    if (x.dtype().kind() == DType.Kind.UNSIGNED) {
      return quotient;
    }
    Tensor inexactAndOpposite =
        Lax.and(Lax.ne(Lax.sign(x), Lax.sign(y)), Lax.ne(Lax.rem(x, y), constantLike(x, 0)));
    return Lax.select(inexactAndOpposite, Lax.sub(quotient, constantLike(x, 1)), quotient);
  }

  /// The remainder with the sign of the divisor, as Python's `%`.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#mod-function">keras.ops.mod</a>
  public static Tensor mod(Tensor x, Tensor y) {
    return pairwise("Mod", x, y, (a, b) -> numeric(a, b, ArithmeticOps::remainder));
  }

  /// As {@link #mod(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor mod(Tensor x, double y) {
    return mod(x, Array.weak(y));
  }

  /// As {@link #mod(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor mod(Tensor x, long y) {
    return mod(x, Array.weak(y));
  }

  private static Tensor remainder(Tensor x, Tensor y) {
    Tensor zero = constantLike(x, 0);
    Tensor divisor = nonZeroInteger(y);
    Tensor rest = Lax.rem(x, divisor);
    Tensor opposite = Lax.ne(Lax.lt(rest, zero), Lax.lt(divisor, zero));
    return Lax.select(Lax.and(opposite, Lax.ne(rest, zero)), Lax.add(rest, divisor), rest);
  }

  private static Tensor nonZeroInteger(Tensor y) {
    return y.dtype().isInteger()
        ? Lax.select(Lax.eq(y, constantLike(y, 0)), constantLike(y, 1), y)
        : y;
  }

  /// The remainder with the sign of the dividend, as C's `fmod`.
  public static Tensor fmod(Tensor x, Tensor y) {
    return pairwise("Fmod", x, y, (a, b) -> numeric(a, b, (n, d) -> Lax.rem(n, nonZeroInteger(d))));
  }

  /// Brings two tensors to one dtype, not boolean, and one shape.
  private static Tensor numeric(Tensor x, Tensor y, BinaryOperator<Tensor> op) {
    DType type = Promotion.resultType(x, y);
    DType number = type == DType.BOOL ? DType.INT32 : type;
    return broadcasting(as(x, number), as(y, number), op);
  }

  /// `x` to the power of `y`, element by element.
  ///
  /// A whole number as exponent multiplies `x` by itself; integers to integer powers stay integers.
  ///
  /// @throws IllegalArgumentException if an integer is raised to a negative number
  /// @see <a href="https://keras.io/api/ops/numpy/#power-function">keras.ops.power</a>
  public static Tensor power(Tensor x, Tensor y) {
    return pairwise("Power", x, y, ArithmeticOps::powerOf);
  }

  /// As {@link #power(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor power(Tensor x, double y) {
    return power(x, Array.weak(y));
  }

  /// As {@link #power(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor power(Tensor x, long y) {
    return power(x, Array.weak(y));
  }

  /// As {@link #power(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor power(double x, Tensor y) {
    return power(Array.weak(x), y);
  }

  /// As {@link #power(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor power(long x, Tensor y) {
    return power(Array.weak(x), y);
  }

  private static Tensor powerOf(Tensor x, Tensor y) {
    if (y instanceof Array a && a.rank() == 0 && a.dtype().isInteger()) {
      Tensor base = strong(x);
      return wholePower(
          base.dtype() == DType.BOOL ? Lax.convert(base, DType.INT32) : base,
          a.elements().getLong(0));
    }
    return numeric(x, y, (a, b) -> a.dtype().isInteger() ? integerPower(a, b) : Lax.pow(a, b));
  }

  private static Tensor wholePower(Tensor x, long exponent) {
    if (exponent == 0) {
      return constantLike(x, 1);
    }
    if (exponent < 0) {
      if (x.dtype().isInteger()) {
        throw new IllegalArgumentException(
            "power expects exponents >= 0 for integers; cast x to a float dtype. Received: x of %s, exponent=%d"
                .formatted(x.type(), exponent));
      }
      return Lax.div(constantLike(x, 1), wholePower(x, -exponent));
    }
    Optional<Tensor> product = Optional.empty();
    Tensor squared = x;
    for (long rest = exponent; ; squared = Lax.mul(squared, squared)) {
      if ((rest & 1) == 1) {
        Tensor factor = squared;
        product = Optional.of(product.map(p -> Lax.mul(p, factor)).orElse(factor));
      }
      rest >>= 1;
      if (rest == 0) {
        return product.orElseThrow();
      }
    }
  }

  private static Tensor integerPower(Tensor x, Tensor y) {
    Tensor zero = constantLike(y, 0);
    Tensor one = constantLike(y, 1);
    Tensor product =
        Lax.select(
            Lax.and(Lax.eq(x, zero), Lax.ne(y, zero)), constantLike(x, 0), constantLike(x, 1));
    Tensor squared = x;
    Tensor rest = y;
    for (int bit = 0; bit < 6; bit++) {
      Tensor odd = Lax.ne(Lax.and(rest, one), zero);
      product = Lax.select(odd, Lax.mul(product, squared), product);
      squared = Lax.mul(squared, squared);
      rest = Lax.shiftRightLogical(rest, one);
    }
    return product;
  }

  /// The larger of the two; NaN if either is.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#maximum-function">keras.ops.maximum</a>
  public static Tensor maximum(Tensor x, Tensor y) {
    return pairwise("Maximum", x, y, (a, b) -> promoting(a, b, Lax::max));
  }

  /// As {@link #maximum(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor maximum(Tensor x, double y) {
    return maximum(x, Array.weak(y));
  }

  /// As {@link #maximum(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor maximum(Tensor x, long y) {
    return maximum(x, Array.weak(y));
  }

  /// As {@link #maximum(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor maximum(double x, Tensor y) {
    return maximum(Array.weak(x), y);
  }

  /// As {@link #maximum(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor maximum(long x, Tensor y) {
    return maximum(Array.weak(x), y);
  }

  /// The smaller of the two; NaN if either is.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#minimum-function">keras.ops.minimum</a>
  public static Tensor minimum(Tensor x, Tensor y) {
    return pairwise("Minimum", x, y, (a, b) -> promoting(a, b, Lax::min));
  }

  /// As {@link #minimum(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor minimum(Tensor x, double y) {
    return minimum(x, Array.weak(y));
  }

  /// As {@link #minimum(Tensor, Tensor)}; the number takes the dtype of `x`.
  public static Tensor minimum(Tensor x, long y) {
    return minimum(x, Array.weak(y));
  }

  /// As {@link #minimum(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor minimum(double x, Tensor y) {
    return minimum(Array.weak(x), y);
  }

  /// As {@link #minimum(Tensor, Tensor)}; the number takes the dtype of `y`.
  public static Tensor minimum(long x, Tensor y) {
    return minimum(Array.weak(x), y);
  }

  /// The larger of the two; the other one if one is NaN.
  public static Tensor fmax(Tensor x, Tensor y) {
    return pairwise(
        "Fmax",
        x,
        y,
        (a, b) -> promoting(a, b, (p, q) -> Lax.select(Lax.or(Lax.gt(p, q), isNan(q)), p, q)));
  }

  /// The smaller of the two; the other one if one is NaN.
  public static Tensor fmin(Tensor x, Tensor y) {
    return pairwise(
        "Fmin",
        x,
        y,
        (a, b) -> promoting(a, b, (p, q) -> Lax.select(Lax.or(Lax.lt(p, q), isNan(q)), p, q)));
  }

  static Tensor isNan(Tensor x) {
    return Lax.ne(x, x);
  }
}
