package org.keras4j.backend.java;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.UnaryOp;

/// Stretch-wise functions of float64.
final class MicroDouble {
  private MicroDouble() {}

  private static Micro each(DoubleUnaryOperator f) {
    return (a, o, z, zo, n) -> {
      double[] x = (double[]) a[0];
      double[] out = (double[]) z;
      int xo = o[0];
      for (int i = 0; i < n; i++) {
        out[zo + i] = f.applyAsDouble(x[xo + i]);
      }
    };
  }

  private static Micro each(DoubleBinaryOperator f) {
    return (a, o, z, zo, n) -> {
      double[] x = (double[]) a[0];
      double[] y = (double[]) a[1];
      double[] out = (double[]) z;
      int xo = o[0];
      int yo = o[1];
      for (int i = 0; i < n; i++) {
        out[zo + i] = f.applyAsDouble(x[xo + i], y[yo + i]);
      }
    };
  }

  static Optional<Micro> unary(UnaryOp op) {
    return switch (op) {
      case SIGN -> Optional.of(each(v -> Math.signum(v)));
      case FLOOR -> Optional.of(each(v -> Math.floor(v)));
      case CEIL -> Optional.of(each(v -> Math.ceil(v)));
      case ROUND -> Optional.of(each(v -> Math.rint(v)));
      case EXP -> Optional.of(each(v -> Math.exp(v)));
      case EXPM1 -> Optional.of(each(v -> Math.expm1(v)));
      case LOG -> Optional.of(each(v -> Math.log(v)));
      case LOG1P -> Optional.of(each(v -> Math.log1p(v)));
      case SQRT -> Optional.of(each(v -> Math.sqrt(v)));
      case RSQRT -> Optional.of(each(v -> 1 / Math.sqrt(v)));
      case TANH -> Optional.of(each(v -> Math.tanh(v)));
      case SIN -> Optional.of(each(v -> Math.sin(v)));
      case COS -> Optional.of(each(v -> Math.cos(v)));
      case NEG -> Optional.of(each(v -> -v));
      case ABS -> Optional.of(each(v -> Math.abs(v)));
      case TRUNC,
          CBRT,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          COSH,
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
          BESSEL_I1E,
          NOT,
          POPULATION_COUNT ->
          Optional.empty();
    };
  }

  static Micro binary(BinaryOp op) {
    return switch (op) {
      case ADD -> each((v, w) -> v + w);
      case SUB -> each((v, w) -> v - w);
      case MUL -> each((v, w) -> v * w);
      case DIV -> each((v, w) -> v / w);
      case REM -> each((v, w) -> v % w);
      case POW -> each(MicroFloat::power);
      case MAX -> each(Math::max);
      case MIN -> each(Math::min);
      case ATAN2 -> each(Math::atan2);
      case NEXT_AFTER -> each(Math::nextAfter);
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC ->
          throw new IllegalArgumentException(op + " takes no floats");
    };
  }
}
