package org.keras4j.transform;

import static org.keras4j.lax.Lax.add;
import static org.keras4j.lax.Lax.complex;
import static org.keras4j.lax.Lax.cos;
import static org.keras4j.lax.Lax.div;
import static org.keras4j.lax.Lax.eq;
import static org.keras4j.lax.Lax.exp;
import static org.keras4j.lax.Lax.floor;
import static org.keras4j.lax.Lax.mul;
import static org.keras4j.lax.Lax.neg;
import static org.keras4j.lax.Lax.rsqrt;
import static org.keras4j.lax.Lax.select;
import static org.keras4j.lax.Lax.sign;
import static org.keras4j.lax.Lax.sub;

import java.util.List;
import java.util.Optional;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.Part;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Tensor;

/// Cotangents of operations on single elements. Complex ones follow JAX: the cotangent of a
/// holomorphic function is multiplied by the derivative, not by its conjugate.
final class ElementwiseVjp {
  private ElementwiseVjp() {}

  static List<Optional<Tensor>> rule(Elementwise op, Application a) {
    return switch (op) {
      case Elementwise.Unary(var f) -> List.of(unary(f, a.x(), a.result(), a.g()));
      case Elementwise.Binary(var f) -> binary(f, a);
      case Elementwise.Compare _, Elementwise.Bitcast _ -> a.none();
      case Elementwise.Select _ -> {
        var zeros = Lax.zeros(a.g().type());
        yield List.of(
            Optional.empty(),
            a.when(1, () -> select(a.x(), a.g(), zeros)),
            a.when(2, () -> select(a.x(), zeros, a.g())));
      }
      case Elementwise.Convert _ -> a.one(() -> Lax.convert(a.g(), a.x().dtype()));
      case Elementwise.Complex _ -> a.two(() -> Lax.real(a.g()), () -> neg(Lax.imaginary(a.g())));
      case Elementwise.ComplexPart(var part) -> a.one(() -> part(part, a));
    };
  }

  private static Tensor part(Part part, Application a) {
    var g = a.g();
    var zeros = Lax.zeros(g.type());
    return switch (part) {
      case REAL -> complex(g, zeros);
      case IMAGINARY -> complex(zeros, neg(g));
      case ABS -> {
        var scale = div(g, replaceZero(a.result()));
        yield mul(complex(scale, zeros), conjugate(a.x()));
      }
    };
  }

  static Tensor conjugate(Tensor x) {
    return x.dtype().isComplex() ? complex(Lax.real(x), neg(Lax.imaginary(x))) : x;
  }

  private static Tensor number(Tensor like, double value) {
    return Lax.full(like.type(), value);
  }

  private static Tensor replaceZero(Tensor x) {
    return select(eq(x, number(x, 0)), number(x, 1), x);
  }

  private static Tensor square(Tensor x) {
    return mul(x, x);
  }

  private static Tensor scale(double factor, Tensor x) {
    return mul(number(x, factor), x);
  }

  private static Optional<Tensor> unary(UnaryOp f, Tensor x, Tensor y, Tensor g) {
    return switch (f) {
      case SIGN, FLOOR, CEIL, TRUNC, ROUND, NOT, POPULATION_COUNT -> Optional.empty();
      case NEG,
          ABS,
          EXP,
          EXPM1,
          LOG,
          LOG1P,
          SQRT,
          RSQRT,
          CBRT,
          SIN,
          COS,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          COSH,
          TANH,
          ASINH,
          ACOSH,
          ATANH,
          LOGISTIC,
          ERF,
          ERFC,
          ERF_INV,
          LGAMMA,
          DIGAMMA,
          BESSEL_I0E,
          BESSEL_I1E ->
          Optional.of(smooth(f, x, y, g));
    };
  }

  private static Tensor smooth(UnaryOp f, Tensor x, Tensor y, Tensor g) {
    return switch (f) {
      case SIGN, FLOOR, CEIL, TRUNC, ROUND, NOT, POPULATION_COUNT ->
          throw new IllegalArgumentException("The derivative of " + f + " is zero.");
      case NEG -> neg(g);
      case ABS -> select(Lax.ge(x, number(x, 0)), g, neg(g));
      case EXP -> mul(g, y);
      case EXPM1 -> mul(g, add(y, number(y, 1)));
      case LOG -> div(g, x);
      case LOG1P -> div(g, add(x, number(x, 1)));
      case SQRT -> mul(g, div(number(x, 0.5), y));
      case RSQRT -> mul(g, scale(-0.5, div(y, x)));
      case CBRT -> mul(g, div(number(x, 1.0 / 3), square(y)));
      case SIN -> mul(g, cos(x));
      case COS -> neg(mul(g, Lax.sin(x)));
      case TAN -> mul(g, add(number(x, 1), square(y)));
      case ASIN -> mul(g, rsqrt(sub(number(x, 1), square(x))));
      case ACOS -> mul(g, neg(rsqrt(sub(number(x, 1), square(x)))));
      case ATAN -> div(g, add(number(x, 1), square(x)));
      case SINH -> mul(g, Lax.cosh(x));
      case COSH -> mul(g, Lax.sinh(x));
      case TANH -> mul(add(g, mul(g, y)), sub(number(y, 1), y));
      case ASINH -> mul(g, rsqrt(add(square(x), number(x, 1))));
      case ACOSH -> mul(g, rsqrt(sub(square(x), number(x, 1))));
      case ATANH -> mul(div(number(x, 1), add(number(x, 1), x)), div(g, sub(number(x, 1), x)));
      case LOGISTIC -> mul(g, mul(y, sub(number(y, 1), y)));
      case ERF -> scale(2 / Math.sqrt(Math.PI), mul(g, exp(neg(square(x)))));
      case ERFC -> scale(-2 / Math.sqrt(Math.PI), mul(g, exp(neg(square(x)))));
      case ERF_INV -> scale(Math.sqrt(Math.PI) / 2, mul(g, exp(square(y))));
      case LGAMMA -> mul(g, Lax.digamma(x));
      case DIGAMMA -> mul(g, SpecialFunctions.trigamma(x));
      case BESSEL_I0E -> mul(g, sub(Lax.besselI1e(x), mul(sign(x), y)));
      case BESSEL_I1E -> mul(g, besselI1eSlope(x, y));
    };
  }

  private static Tensor besselI1eSlope(Tensor x, Tensor y) {
    var tiny = number(x, SpecialFunctions.epsilon(x.dtype()));
    var away = Lax.gt(Lax.abs(x), tiny);
    var safe = select(away, x, tiny);
    var slope = sub(Lax.besselI0e(safe), mul(y, add(sign(safe), div(number(x, 1), safe))));
    return select(away, slope, number(x, 0.5));
  }

  private static List<Optional<Tensor>> binary(BinaryOp f, Application a) {
    var x = a.x();
    var y = a.y();
    var g = a.g();
    return switch (f) {
      case ADD -> a.two(() -> g, () -> g);
      case SUB -> a.two(() -> g, () -> neg(g));
      case MUL -> a.two(() -> mul(g, y), () -> mul(g, x));
      case DIV -> a.two(() -> div(g, y), () -> div(mul(neg(g), x), square(y)));
      case REM ->
          a.two(() -> g, () -> mul(neg(g), mul(sign(div(x, y)), floor(Lax.abs(div(x, y))))));
      case POW ->
          a.two(
              () -> mul(g, mul(y, Lax.pow(x, sub(y, number(y, 1))))),
              () -> mul(g, mul(Lax.log(replaceZero(x)), a.result())));
      case MAX, MIN ->
          a.two(() -> mul(g, balanced(x, a.result(), y)), () -> mul(g, balanced(y, a.result(), x)));
      case ATAN2 ->
          a.two(
              () -> mul(g, div(y, add(square(x), square(y)))),
              () -> mul(g, div(neg(x), add(square(x), square(y)))));
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC -> a.none();
      case NEXT_AFTER -> throw Refusal.of("next_after", "it has no derivative");
    };
  }

  /// 1 where x was chosen, one half where the other equals it.
  private static Tensor balanced(Tensor x, Tensor chosen, Tensor other) {
    return div(
        select(eq(x, chosen), number(x, 1), number(x, 0)),
        select(eq(other, chosen), number(x, 2), number(x, 1)));
  }
}
