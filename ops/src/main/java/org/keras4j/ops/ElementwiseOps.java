package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Functions of single elements.
abstract class ElementwiseOps extends LogicOps {
  ElementwiseOps() {}

  /// The exponential. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.exp</a>
  public static Tensor exp(Tensor x) {
    return unary("Exp", x, a -> Lax.exp(inexact(a)));
  }

  /// `exp(x) - 1`, precise near 0. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.expm1</a>
  public static Tensor expm1(Tensor x) {
    return unary("Expm1", x, a -> Lax.expm1(inexact(a)));
  }

  /// The natural logarithm: NaN below 0, negative infinity at 0. Integers and booleans become the
  /// default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.log</a>
  public static Tensor log(Tensor x) {
    return unary("Log", x, a -> Lax.log(inexact(a)));
  }

  /// `log(1 + x)`, precise near 0. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.log1p</a>
  public static Tensor log1p(Tensor x) {
    return unary("Log1p", x, a -> Lax.log1p(inexact(a)));
  }

  /// The square root: NaN below 0. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.sqrt</a>
  public static Tensor sqrt(Tensor x) {
    return unary("Sqrt", x, a -> Lax.sqrt(inexact(a)));
  }

  /// `1 / sqrt(x)`.
  ///
  /// @throws IllegalArgumentException if x is not of a float dtype
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.rsqrt</a>
  public static Tensor rsqrt(Tensor x) {
    return unary("Rsqrt", x, a -> Lax.rsqrt(floats("rsqrt", a)));
  }

  /// The cube root, of negative numbers too. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.cbrt</a>
  public static Tensor cbrt(Tensor x) {
    return unary("Cbrt", x, a -> Lax.cbrt(inexact(a)));
  }

  /// The sine. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.sin</a>
  public static Tensor sin(Tensor x) {
    return unary("Sin", x, a -> Lax.sin(inexact(a)));
  }

  /// The cosine. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.cos</a>
  public static Tensor cos(Tensor x) {
    return unary("Cos", x, a -> Lax.cos(inexact(a)));
  }

  /// The tangent. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.tan</a>
  public static Tensor tan(Tensor x) {
    return unary("Tan", x, a -> Lax.tan(inexact(a)));
  }

  /// The inverse sine: NaN outside [-1, 1]. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.arcsin</a>
  public static Tensor arcsin(Tensor x) {
    return unary("Arcsin", x, a -> Lax.asin(inexact(a)));
  }

  /// The inverse cosine: NaN outside [-1, 1]. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.arccos</a>
  public static Tensor arccos(Tensor x) {
    return unary("Arccos", x, a -> Lax.acos(inexact(a)));
  }

  /// The inverse tangent. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.arctan</a>
  public static Tensor arctan(Tensor x) {
    return unary("Arctan", x, a -> Lax.atan(inexact(a)));
  }

  /// The hyperbolic sine. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.sinh</a>
  public static Tensor sinh(Tensor x) {
    return unary("Sinh", x, a -> Lax.sinh(inexact(a)));
  }

  /// The hyperbolic cosine. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.cosh</a>
  public static Tensor cosh(Tensor x) {
    return unary("Cosh", x, a -> Lax.cosh(inexact(a)));
  }

  /// The hyperbolic tangent. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.tanh</a>
  public static Tensor tanh(Tensor x) {
    return unary("Tanh", x, a -> Lax.tanh(inexact(a)));
  }

  /// The inverse hyperbolic sine. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.arcsinh</a>
  public static Tensor arcsinh(Tensor x) {
    return unary("Arcsinh", x, a -> Lax.asinh(inexact(a)));
  }

  /// The inverse hyperbolic cosine: NaN below 1. Integers and booleans become the default float
  /// type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.arccosh</a>
  public static Tensor arccosh(Tensor x) {
    return unary("Arccosh", x, a -> Lax.acosh(inexact(a)));
  }

  /// The inverse hyperbolic tangent: NaN outside [-1, 1]. Integers and booleans become the default
  /// float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.arctanh</a>
  public static Tensor arctanh(Tensor x) {
    return unary("Arctanh", x, a -> Lax.atanh(inexact(a)));
  }

  /// The logistic function, `1 / (1 + exp(-x))`. Integers and booleans become the default float
  /// type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.sigmoid</a>
  public static Tensor sigmoid(Tensor x) {
    return unary("Sigmoid", x, a -> Lax.logistic(floats("sigmoid", a)));
  }

  /// The error function.
  ///
  /// @throws IllegalArgumentException if x is not of a float dtype
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.erf</a>
  public static Tensor erf(Tensor x) {
    return unary("Erf", x, a -> Lax.erf(floats("erf", a)));
  }

  /// One minus the error function, precise for large numbers. Integers and booleans become the
  /// default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.erfc</a>
  public static Tensor erfc(Tensor x) {
    return unary("Erfc", x, a -> Lax.erfc(inexact(a)));
  }

  /// The inverse of the error function. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.erfinv</a>
  public static Tensor erfinv(Tensor x) {
    return unary("Erfinv", x, a -> Lax.erfInv(inexact(a)));
  }

  /// The largest whole number not above, as a float. Integers and booleans become the default float
  /// type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.floor</a>
  public static Tensor floor(Tensor x) {
    return unary("Floor", x, a -> Lax.floor(inexact(a)));
  }

  /// The smallest whole number not below, as a float. Integers and booleans become the default
  /// float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.ceil</a>
  public static Tensor ceil(Tensor x) {
    return unary("Ceil", x, a -> Lax.ceil(inexact(a)));
  }

  /// The absolute value as a float. Integers and booleans become the default float type.
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.fabs</a>
  public static Tensor fabs(Tensor x) {
    return unary("Fabs", x, a -> Lax.abs(inexact(a)));
  }

  private static Tensor floats(String op, Tensor x) {
    Tensor own = strong(x);
    if (!own.dtype().isDifferentiable()) {
      throw new IllegalArgumentException(
          "%s expects floats; cast x first. Received: x of %s".formatted(op, own.type()));
    }
    return own;
  }

  /// The absolute value; of complex numbers the magnitude.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#absolute-function">keras.ops.absolute</a>
  public static Tensor absolute(Tensor x) {
    return unary("Absolute", x, a -> magnitudeOf(strong(a)));
  }

  /// Short for {@link #absolute}.
  public static Tensor abs(Tensor x) {
    return absolute(x);
  }

  private static Tensor magnitudeOf(Tensor x) {
    return switch (x.dtype().kind()) {
      case BOOL, UNSIGNED -> x;
      case SIGNED, FLOAT -> Lax.abs(x);
      case COMPLEX -> Lax.magnitude(x);
      case STRING -> throw new IllegalArgumentException("absolute does not take strings.");
    };
  }

  /// The number with the opposite sign.
  public static Tensor negative(Tensor x) {
    return unary("Negative", x, a -> Lax.neg(strong(a)));
  }

  /// -1, 0 or 1 as the sign is; NaN stays.
  public static Tensor sign(Tensor x) {
    return unary("Sign", x, a -> Lax.sign(strong(a)));
  }

  /// The number times itself; booleans become int32.
  public static Tensor square(Tensor x) {
    return unary(
        "Square",
        x,
        a -> {
          Tensor own = strong(a);
          Tensor number = own.dtype() == DType.BOOL ? Lax.convert(own, DType.INT32) : own;
          return Lax.mul(number, number);
        });
  }

  /// `1 / x`; integers and booleans become the default float type.
  public static Tensor reciprocal(Tensor x) {
    return unary(
        "Reciprocal",
        x,
        a -> {
          Tensor number = inexact(a);
          return Lax.div(constantLike(number, 1), number);
        });
  }

  /// The larger of the number and 0.
  ///
  /// @see <a href="https://keras.io/api/ops/nn/#relu-function">keras.ops.relu</a>
  public static Tensor relu(Tensor x) {
    return unary("Relu", x, ElementwiseOps::rectified);
  }

  static Tensor rectified(Tensor x) {
    Tensor own = x.dtype() == DType.BOOL ? as(x, DType.INT32) : strong(x);
    if (!own.dtype().isFloat()) {
      return Lax.max(own, constantLike(own, 0));
    }
    return Lax.composite(
            "relu",
            Map.of(),
            List.of(own),
            in -> List.of(Lax.max(in.getFirst(), constantLike(in.getFirst(), 0))),
            Optional.of((_, out, g) -> List.of(g.getFirst().map(d -> rectifiedBack(out, d)))))
        .getFirst();
  }

  /// The composite `relu_grad`, of the result and its cotangent. At the kink the derivative is 0,
  /// where that of `max` would be a half.
  private static Tensor rectifiedBack(List<Tensor> out, Tensor g) {
    return Lax.composite(
            "relu_grad",
            Map.of(),
            List.of(out.getFirst(), g),
            in -> {
              Tensor zero = constantLike(g, 0);
              return List.of(Lax.select(Lax.gt(in.get(0), zero), in.get(1), zero));
            },
            Optional.empty())
        .getFirst();
  }

  /// Two to the power of the number.
  public static Tensor exp2(Tensor x) {
    return unary(
        "Exp2",
        x,
        a -> {
          Tensor number = inexact(a);
          return Lax.pow(constantLike(number, 2), number);
        });
  }

  /// The logarithm to base 2.
  public static Tensor log2(Tensor x) {
    return unary("Log2", x, a -> overLog(inexact(a), 2));
  }

  /// The logarithm to base 10.
  public static Tensor log10(Tensor x) {
    return unary("Log10", x, a -> overLog(inexact(a), 10));
  }

  private static Tensor overLog(Tensor x, double base) {
    return Lax.div(Lax.log(x), constantLike(x, Math.log(base)));
  }

  /// Degrees as radians.
  public static Tensor deg2rad(Tensor x) {
    return unary("Deg2rad", x, a -> times(inexact(a), Math.PI / 180));
  }

  /// Radians as degrees.
  public static Tensor rad2deg(Tensor x) {
    return unary("Rad2deg", x, a -> times(inexact(a), 180 / Math.PI));
  }

  private static Tensor times(Tensor x, double factor) {
    return Lax.mul(x, constantLike(x, factor));
  }

  /// `sin(πx) / (πx)`, 1 at 0.
  public static Tensor sinc(Tensor x) {
    return unary(
        "Sinc",
        x,
        a -> {
          Tensor number = inexact(a);
          Tensor zero = Lax.eq(number, constantLike(number, 0));
          Tensor angle = times(number, Math.PI);
          Tensor safe = Lax.select(zero, constantLike(number, 1), angle);
          return Lax.select(zero, constantLike(number, 1), Lax.div(Lax.sin(safe), safe));
        });
  }

  /// The modified Bessel function of the first kind, of order 0.
  public static Tensor i0(Tensor x) {
    return unary(
        "I0",
        x,
        a -> {
          Tensor number = inexact(a);
          return Lax.mul(Lax.exp(Lax.abs(number)), Lax.besselI0e(number));
        });
  }

  /// The whole number nearest, ties to the even one; integers stay as they are.
  ///
  /// @throws IllegalArgumentException if x is boolean
  public static Tensor round(Tensor x) {
    return round(x, 0);
  }

  /// The nearest number with that many decimals, ties to the even one; negative `decimals` round
  /// before the point.
  ///
  /// @throws IllegalArgumentException if x is boolean
  public static Tensor round(Tensor x, int decimals) {
    return OpCall.of(
        "Round", x, () -> Map.of("decimals", (long) decimals), a -> rounded(strong(a), decimals));
  }

  private static Tensor rounded(Tensor x, int decimals) {
    if (x.dtype() == DType.BOOL) {
      throw new IllegalArgumentException("round expects numbers. Received: x of dtype bool");
    }
    if (x.dtype().isComplex()) {
      return Lax.complex(rounded(Lax.real(x), decimals), rounded(Lax.imaginary(x), decimals));
    }
    if (x.dtype().isInteger()) {
      return decimals >= 0
          ? x
          : Lax.convert(rounded(Lax.convert(x, DType.FLOAT32), decimals), x.dtype());
    }
    if (decimals == 0) {
      return Lax.round(x);
    }
    // 10**decimals does not fit into half precision.
    DType wide = x.dtype() == DType.FLOAT16 ? DType.FLOAT32 : x.dtype();
    Tensor number = Lax.convert(x, wide);
    Tensor factor = constantLike(number, Math.pow(10, decimals));
    return Lax.convert(Lax.div(Lax.round(Lax.mul(number, factor)), factor), x.dtype());
  }

  /// The whole number towards 0; integers stay as they are.
  public static Tensor trunc(Tensor x) {
    return unary(
        "Trunc",
        x,
        a -> {
          Tensor own = strong(a);
          return own.dtype().isFloat() ? Lax.trunc(own) : own;
        });
  }

  /// NaN replaced by 0, infinities by the largest and smallest numbers of the dtype.
  public static Tensor nanToNum(Tensor x) {
    return nanToNum(x, 0, Optional.empty(), Optional.empty());
  }

  /// NaN and infinities replaced by numbers; infinities without one become the largest and smallest
  /// numbers of the dtype.
  public static Tensor nanToNum(
      Tensor x, double nan, Optional<Double> positive, Optional<Double> negative) {
    return OpCall.of(
        "NanToNum",
        x,
        () ->
            Map.of(
                "nan",
                nan,
                "posinf",
                positive.<Object>map(v -> v).orElse(Optional.empty()),
                "neginf",
                negative.<Object>map(v -> v).orElse(Optional.empty())),
        a -> replaced(strong(a), nan, positive, negative));
  }

  private static Tensor replaced(
      Tensor x, double nan, Optional<Double> positive, Optional<Double> negative) {
    if (x.dtype().isComplex()) {
      return Lax.complex(
          replaced(Lax.real(x), nan, positive, negative),
          replaced(Lax.imaginary(x), nan, positive, negative));
    }
    if (!x.dtype().isFloat()) {
      return x;
    }
    double largest = NumberRange.of(x.dtype()).high();
    Tensor infinity = constantLike(x, Double.POSITIVE_INFINITY);
    Tensor out = Lax.select(isNan(x), constantLike(x, nan), x);
    out = Lax.select(Lax.eq(out, infinity), constantLike(x, positive.orElse(largest)), out);
    return Lax.select(
        Lax.eq(out, Lax.neg(infinity)), constantLike(x, negative.orElse(-largest)), out);
  }

  /// The real part; real numbers stay as they are.
  public static Tensor real(Tensor x) {
    return unary("Real", x, a -> a.dtype().isComplex() ? Lax.real(a) : strong(a));
  }

  /// The imaginary part; of real numbers 0.
  public static Tensor imag(Tensor x) {
    return unary(
        "Imag", x, a -> a.dtype().isComplex() ? Lax.imaginary(a) : constantLike(strong(a), 0));
  }

  /// The complex conjugate; real numbers stay as they are.
  public static Tensor conjugate(Tensor x) {
    return unary("Conjugate", x, ElementwiseOps::conjugated);
  }

  /// Short for {@link #conjugate}.
  public static Tensor conj(Tensor x) {
    return unary("Conj", x, ElementwiseOps::conjugated);
  }

  static Tensor conjugated(Tensor x) {
    return x.dtype().isComplex() ? Lax.complex(Lax.real(x), Lax.neg(Lax.imaginary(x))) : strong(x);
  }

  /// The angle of a complex number, from -π to π; of real numbers 0 or π.
  public static Tensor angle(Tensor x) {
    return unary(
        "Angle",
        x,
        a -> {
          Tensor number = inexact(a);
          return number.dtype().isComplex()
              ? Lax.atan2(Lax.imaginary(number), Lax.real(number))
              : Lax.atan2(constantLike(number, 0), number);
        });
  }

  /// A tensor of the same elements.
  public static Tensor copy(Tensor x) {
    return unary("Copy", x, OpsBase::strong);
  }

  /// The tensor in another dtype; floats become integers by cutting towards 0.
  ///
  /// {@snippet :
  /// Ops.cast(Array.of(Shape.of(2), -1.5f, 2.7f), DType.INT32); // [-1, 2]
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/core/#cast-function">keras.ops.cast</a>
  public static Tensor cast(Tensor x, DType dtype) {
    return OpCall.of("Cast", x, () -> Map.of("dtype", dtype.kerasName()), a -> as(a, dtype));
  }

  /// As {@link #cast(Tensor, DType)}, by Keras's name of the dtype.
  public static Tensor cast(Tensor x, String dtype) {
    return cast(x, DType.of(dtype));
  }

  /// The tensor in another dtype; numbers beyond its range become its smallest and largest.
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/core/#saturatecast-function">keras.ops.saturate_cast</a>
  public static Tensor saturateCast(Tensor x, DType dtype) {
    return OpCall.of(
        "SaturateCast",
        x,
        () -> Map.of("dtype", dtype.kerasName()),
        a -> Lax.convert(saturated(strong(a), dtype), dtype));
  }

  private static Tensor saturated(Tensor x, DType dtype) {
    NumberRange from = NumberRange.of(x.dtype());
    NumberRange to = NumberRange.of(dtype);
    Tensor number = x.dtype() == DType.BOOL ? Lax.convert(x, DType.INT32) : x;
    double low = inside(number.dtype(), Math.max(from.low(), to.low()), to);
    double high = inside(number.dtype(), Math.min(from.high(), to.high()), to);
    return Lax.min(constantLike(number, high), Lax.max(constantLike(number, low), number));
  }

  /// The bound, or the next number towards 0 if rounding to the dtype takes it out of the range.
  private static double inside(DType dtype, double bound, NumberRange range) {
    double rounded = Array.scalar(dtype, bound).item();
    if (rounded >= range.low() && rounded <= range.high()) {
      return rounded;
    }
    double step = Math.ulp((float) rounded) * (dtype.bytes() == 2 ? 1 << 16 : 1);
    return rounded - Math.copySign(dtype == DType.FLOAT16 ? step / 8 : step, rounded) / 2;
  }

  /// The same bits as another dtype; a narrower one makes the last axis longer, a wider one
  /// shorter.
  public static Tensor view(Tensor x, DType dtype) {
    return OpCall.of(
        "View", x, () -> Map.of("dtype", dtype.kerasName()), a -> Bits.view(strong(a), dtype));
  }

  /// The same value, through which no gradient flows.
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/core/#stopgradient-function">keras.ops.stop_gradient</a>
  public static Tensor stopGradient(Tensor x) {
    return unary("StopGradient", x, a -> held(strong(a)));
  }

  static Tensor held(Tensor x) {
    return Lax.composite(
            "stop_gradient",
            Map.of(),
            List.of(x),
            in -> in,
            Optional.of((_, _, _) -> List.of(Optional.empty())))
        .getFirst();
  }
}
