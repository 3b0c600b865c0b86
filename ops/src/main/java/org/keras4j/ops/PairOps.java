package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Further functions of two tensors, element by element.
abstract class PairOps extends ArithmeticOps {
  PairOps() {}

  /// The length of the hypotenuse, `sqrt(x² + y²)`, without overflow on the way.
  public static Tensor hypot(Tensor x, Tensor y) {
    return pairwise("Hypot", x, y, (a, b) -> inexact(a, b, PairOps::hypotenuse));
  }

  private static Tensor hypotenuse(Tensor x, Tensor y) {
    Tensor a = Lax.abs(x);
    Tensor b = Lax.abs(y);
    Tensor infinity = constantLike(x, Double.POSITIVE_INFINITY);
    Tensor infinite = Lax.or(Lax.eq(a, infinity), Lax.eq(b, infinity));
    Tensor large = Lax.max(a, b);
    Tensor small = Lax.min(a, b);
    Tensor zero = Lax.eq(large, constantLike(x, 0));
    Tensor one = constantLike(x, 1);
    Tensor ratio = Lax.div(small, Lax.select(zero, one, large));
    Tensor length = Lax.mul(large, Lax.sqrt(Lax.add(one, Lax.mul(ratio, ratio))));
    return Lax.select(infinite, infinity, Lax.select(zero, large, length));
  }

  /// The angle of the point `(y, x)`, from -π to π.
  public static Tensor arctan2(Tensor x, Tensor y) {
    return pairwise("Arctan2", x, y, (a, b) -> inexact(strong(a), strong(b), Lax::atan2));
  }

  /// The regularized lower incomplete gamma function: the share of a gamma distribution of shape
  /// `x1` that lies below `x2`.
  ///
  /// - Output: float, the shapes broadcast; NaN where an argument is negative
  ///
  /// {@snippet :
  /// Ops.gammainc(Array.of(Shape.of(2), 1f, 2f), Array.of(Shape.of(2), 0.5f, 1f)); // [0.3935 0.2642]
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/">keras.ops.gammainc</a>
  public static Tensor gammainc(Tensor x1, Tensor x2) {
    return pairwise("Gammainc", x1, x2, (a, b) -> inexact(a, b, PairOps::incompleteGamma));
  }

  private static Tensor incompleteGamma(Tensor a, Tensor x) {
    DType own = x.dtype();
    DType wide = own == DType.FLOAT64 ? own : DType.FLOAT32;
    return Lax.convert(IncompleteGamma.lower(Lax.convert(a, wide), Lax.convert(x, wide)), own);
  }

  /// `log(exp(x) + exp(y))` without overflow.
  public static Tensor logaddexp(Tensor x, Tensor y) {
    return pairwise("Logaddexp", x, y, (a, b) -> inexact(strong(a), strong(b), PairOps::logOfSum));
  }

  static Tensor logOfSum(Tensor x, Tensor y) {
    return Lax.composite(
            "logaddexp",
            Map.of(),
            List.of(x, y),
            in -> {
              Tensor a = in.get(0);
              Tensor b = in.get(1);
              Tensor difference = Lax.sub(a, b);
              Tensor stable =
                  Lax.add(Lax.max(a, b), Lax.log1p(Lax.exp(Lax.neg(Lax.abs(difference)))));
              return List.of(Lax.select(isNan(difference), Lax.add(a, b), stable));
            },
            Optional.of(
                (in, out, g) ->
                    in.stream()
                        .map(
                            a ->
                                g.getFirst()
                                    .map(
                                        d ->
                                            Lax.mul(
                                                d,
                                                Lax.exp(
                                                    Lax.sub(finite(a), finite(out.getFirst()))))))
                        .toList()))
        .getFirst();
  }

  /// Positive infinity replaced by 0, so that differences of infinities stay numbers.
  private static Tensor finite(Tensor x) {
    Tensor infinite = Lax.eq(x, constantLike(x, Double.POSITIVE_INFINITY));
    return Lax.select(infinite, constantLike(x, 0), x);
  }

  /// `log2(2**x + 2**y)` without overflow.
  public static Tensor logaddexp2(Tensor x, Tensor y) {
    return pairwise(
        "Logaddexp2",
        x,
        y,
        (a, b) ->
            inexact(
                strong(a),
                strong(b),
                (p, q) -> {
                  Tensor ln2 = constantLike(p, Math.log(2));
                  return Lax.div(logOfSum(Lax.mul(p, ln2), Lax.mul(q, ln2)), ln2);
                }));
  }

  /// 0 where `x` is negative, 1 where it is positive, `y` where it is 0.
  public static Tensor heaviside(Tensor x, Tensor y) {
    return pairwise("Heaviside", x, y, (a, b) -> inexact(a, b, PairOps::step));
  }

  private static Tensor step(Tensor x, Tensor y) {
    Tensor zero = constantLike(x, 0);
    Tensor otherwise = Lax.select(isNan(x), x, y);
    return Lax.select(
        Lax.lt(x, zero), zero, Lax.select(Lax.gt(x, zero), constantLike(x, 1), otherwise));
  }

  /// `x * 2**y`, exact where the result can be represented.
  ///
  /// @throws IllegalArgumentException if `y` is not of an integer dtype
  public static Tensor ldexp(Tensor x, Tensor y) {
    return pairwise("Ldexp", x, y, PairOps::scaled);
  }

  private static Tensor scaled(Tensor x, Tensor y) {
    Tensor exponent = strong(y);
    if (!exponent.dtype().isInteger()) {
      throw new IllegalArgumentException(
          "ldexp expects exponents of an integer dtype. Received: y of " + exponent.dtype());
    }
    Tensor base = inexact(x);
    return broadcasting(
        base,
        Lax.convert(exponent, base.dtype()),
        (a, b) -> {
          // Two steps, because 2**y alone may leave the range where x * 2**y does not.
          Tensor two = constantLike(a, 2);
          Tensor half = Lax.floor(Lax.mul(b, constantLike(b, 0.5)));
          Tensor rest = Lax.sub(b, half);
          return Lax.mul(Lax.mul(a, Lax.pow(two, half)), Lax.pow(two, rest));
        });
  }

  /// The next number that can be represented after `x` in the direction of `y`.
  public static Tensor nextafter(Tensor x, Tensor y) {
    return pairwise("Nextafter", x, y, (a, b) -> inexact(a, b, PairOps::next));
  }

  /// The neighbour moves along with x, and does not depend on how far away y is.
  private static Tensor next(Tensor x, Tensor y) {
    return Lax.composite(
            "nextafter",
            Map.of(),
            List.of(x, y),
            in -> List.of(Lax.nextAfter(in.get(0), in.get(1))),
            Optional.of((_, _, g) -> List.of(g.getFirst(), Optional.empty())))
        .getFirst();
  }

  /// The greatest common divisor of integers.
  ///
  /// @throws IllegalArgumentException if the operands are not of integer dtypes
  public static Tensor gcd(Tensor x, Tensor y) {
    return pairwise("Gcd", x, y, (a, b) -> promoting(a, b, PairOps::greatestDivisor));
  }

  private static Tensor greatestDivisor(Tensor x, Tensor y) {
    integers("gcd", x);
    // Euclid needs at most this many steps: Fibonacci numbers are the worst case.
    int steps = (int) Math.ceil(x.dtype().bytes() * 8 / 0.694) + 1;
    Tensor a = magnitude(x);
    Tensor b = magnitude(y);
    Tensor zero = constantLike(a, 0);
    Tensor one = constantLike(a, 1);
    for (int i = 0; i < steps; i++) {
      Tensor going = Lax.ne(b, zero);
      Tensor rest = Lax.rem(a, Lax.select(going, b, one));
      a = Lax.select(going, b, a);
      b = Lax.select(going, rest, zero);
    }
    return a;
  }

  /// The least common multiple of integers.
  ///
  /// @throws IllegalArgumentException if the operands are not of integer dtypes
  public static Tensor lcm(Tensor x, Tensor y) {
    return pairwise(
        "Lcm",
        x,
        y,
        (a, b) ->
            promoting(
                a,
                b,
                (p, q) -> {
                  Tensor divisor = greatestDivisor(p, q);
                  Tensor zero = Lax.eq(divisor, constantLike(divisor, 0));
                  Tensor safe = Lax.select(zero, constantLike(divisor, 1), divisor);
                  Tensor multiple = Lax.mul(magnitude(p), Lax.div(magnitude(q), safe));
                  return Lax.select(zero, divisor, multiple);
                }));
  }

  private static Tensor magnitude(Tensor x) {
    return x.dtype().kind() == DType.Kind.UNSIGNED ? x : Lax.abs(x);
  }

  static void integers(String op, Tensor x) {
    if (!x.dtype().isInteger()) {
      throw new IllegalArgumentException(
          "%s expects tensors of integer dtypes. Received: dtype=%s".formatted(op, x.dtype()));
    }
  }

  /// The elements held between two bounds, which broadcast.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#clip-function">keras.ops.clip</a>
  public static Tensor clip(Tensor x, Tensor low, Tensor high) {
    if (low instanceof Array a && a.isWeak() && high instanceof Array b && b.isWeak()) {
      return OpCall.of(
          "Clip",
          x,
          () -> Map.of("x_min", number(a), "x_max", number(b)),
          own -> clipped(own, low, high));
    }
    return elementwise(
        "Clip",
        Arguments.of(x, low, high),
        NO_PARAMETERS,
        in -> clipped(in.get(0), in.get(1), in.get(2)));
  }

  /// A bare number as configurations hold it.
  private static Object number(Array weak) {
    return weak.dtype().isFloat() ? (Object) weak.item() : (Object) weak.elements().getLong(0);
  }

  private static Tensor clipped(Tensor x, Tensor low, Tensor high) {
    Tensor number = x.dtype() == DType.BOOL ? as(x, DType.INT32) : x;
    // The value gives way to the bounds if it is a bare number.
    Tensor raised = promoting(low, number, Lax::max);
    return promoting(high, raised, Lax::min);
  }

  /// The elements held between two numbers.
  ///
  /// {@snippet :
  /// Ops.clip(Array.of(Shape.of(3), -2f, 0.5f, 7f), 0, 1); // [0, 0.5, 1]
  /// }
  public static Tensor clip(Tensor x, double low, double high) {
    return clip(x, Array.weak(low), Array.weak(high));
  }

  /// The elements held between two whole numbers.
  public static Tensor clip(Tensor x, long low, long high) {
    return clip(x, Array.weak(low), Array.weak(high));
  }
}
