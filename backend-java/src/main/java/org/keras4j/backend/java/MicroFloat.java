package org.keras4j.backend.java;

import org.keras4j.backend.java.kernel.Elementwise;
import org.keras4j.backend.java.kernel.VecMath;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.reference.SpecialFunctions;

/// Stretch-wise functions of float32. The rare ones are computed in doubles, number by number.
final class MicroFloat {
  private MicroFloat() {}

  private interface Stretch {
    void run(float[] x, int xo, float[] z, int zo, int n);
  }

  private interface Stretch2 {
    void run(float[] x, int xo, float[] y, int yo, float[] z, int zo, int n);
  }

  private interface Single {
    float of(float v);
  }

  private interface Pair {
    float of(float v, float w);
  }

  private static Micro stretch(Stretch f) {
    return (a, o, z, zo, n) -> f.run((float[]) a[0], o[0], (float[]) z, zo, n);
  }

  private static Micro stretch(Stretch2 f) {
    return (a, o, z, zo, n) ->
        f.run((float[]) a[0], o[0], (float[]) a[1], o[1], (float[]) z, zo, n);
  }

  private static Micro each(Single f) {
    return (a, o, z, zo, n) -> {
      float[] x = (float[]) a[0];
      float[] out = (float[]) z;
      int xo = o[0];
      for (int i = 0; i < n; i++) {
        out[zo + i] = f.of(x[xo + i]);
      }
    };
  }

  private static Micro each(Pair f) {
    return (a, o, z, zo, n) -> {
      float[] x = (float[]) a[0];
      float[] y = (float[]) a[1];
      float[] out = (float[]) z;
      int xo = o[0];
      int yo = o[1];
      for (int i = 0; i < n; i++) {
        out[zo + i] = f.of(x[xo + i], y[yo + i]);
      }
    };
  }

  static Micro unary(UnaryOp op) {
    return switch (op) {
      case NEG -> stretch(Elementwise::negate);
      case ABS -> stretch(Elementwise::abs);
      case SQRT -> stretch(Elementwise::sqrt);
      case EXP -> stretch(VecMath::exp);
      case EXPM1 -> stretch(VecMath::expm1);
      case LOG -> stretch(VecMath::log);
      case LOG1P -> stretch(VecMath::log1p);
      case TANH -> stretch(VecMath::tanh);
      case LOGISTIC -> stretch(VecMath::sigmoid);
      case ERF -> stretch(VecMath::erf);
      case SIGN -> each(v -> Math.signum(v));
      case FLOOR -> each(v -> (float) Math.floor(v));
      case CEIL -> each(v -> (float) Math.ceil(v));
      case TRUNC -> each(v -> (float) (v < 0 ? Math.ceil(v) : Math.floor(v)));
      case ROUND -> each(v -> (float) Math.rint(v));
      case RSQRT -> each(v -> (float) (1 / Math.sqrt(v)));
      case CBRT -> each(v -> (float) Math.cbrt(v));
      case SIN -> each(v -> (float) Math.sin(v));
      case COS -> each(v -> (float) Math.cos(v));
      case TAN -> each(v -> (float) Math.tan(v));
      case ASIN -> each(v -> (float) Math.asin(v));
      case ACOS -> each(v -> (float) Math.acos(v));
      case ATAN -> each(v -> (float) Math.atan(v));
      case SINH -> each(v -> (float) Math.sinh(v));
      case COSH -> each(v -> (float) Math.cosh(v));
      case ASINH -> each(v -> (float) asinh(v));
      case ACOSH -> each(v -> (float) acosh(v));
      case ATANH -> each(v -> (float) (0.5 * (Math.log1p(v) - Math.log1p(-v))));
      case ERFC -> stretch(VecMath::erfc);
      case ERF_INV -> each(v -> (float) SpecialFunctions.erfInv(v));
      case LGAMMA -> each(v -> (float) SpecialFunctions.lgamma(v));
      case DIGAMMA -> each(v -> (float) SpecialFunctions.digamma(v));
      case BESSEL_I0E -> each(v -> (float) SpecialFunctions.besselIe(0, v));
      case BESSEL_I1E -> each(v -> (float) SpecialFunctions.besselIe(1, v));
      case NOT, POPULATION_COUNT -> throw new IllegalArgumentException(op + " takes no floats");
    };
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    return Double.isInfinite(a)
        ? x
        : Math.copySign(Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a))), x);
  }

  private static double acosh(double x) {
    return Math.log(x + Math.sqrt((x - 1) * (x + 1)));
  }

  static Micro binary(BinaryOp op) {
    return switch (op) {
      case ADD -> stretch(Elementwise::add);
      case SUB -> stretch(Elementwise::subtract);
      case MUL -> stretch(Elementwise::multiply);
      case DIV -> stretch(Elementwise::divide);
      case MAX -> stretch(Elementwise::max);
      case MIN -> stretch(Elementwise::min);
      case REM -> each((v, w) -> v % w);
      case POW -> each((v, w) -> (float) power(v, w));
      case ATAN2 -> each((v, w) -> (float) Math.atan2(v, w));
      case NEXT_AFTER -> each((v, w) -> Math.nextAfter(v, w));
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC ->
          throw new IllegalArgumentException(op + " takes no floats");
    };
  }

  /// C's pow: 1 to any power is 1, and -1 to an infinite one; Java says NaN.
  static double power(double x, double y) {
    return x == 1 || (x == -1 && Double.isInfinite(y)) ? 1 : Math.pow(x, y);
  }
}
