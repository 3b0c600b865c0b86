package org.keras4j.reference;

import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.UnaryOp;

/// Functions of complex numbers, as pairs of doubles.
final class ComplexScalars {
  private static final double[] ONE = {1, 0};
  private static final double[] I = {0, 1};

  private ComplexScalars() {}

  static double[] unary(UnaryOp op, double re, double im) {
    double[] z = {re, im};
    return switch (op) {
      case NEG -> new double[] {-re, -im};
      case SIGN -> {
        double r = Math.hypot(re, im);
        yield r == 0 ? new double[] {0, 0} : new double[] {re / r, im / r};
      }
      case EXP -> exp(z);
      case EXPM1 -> sub(exp(z), ONE);
      case LOG -> log(z);
      case LOG1P -> log(add(z, ONE));
      case SQRT -> sqrt(z);
      case RSQRT -> div(ONE, sqrt(z));
      case SIN -> new double[] {Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im)};
      case COS -> new double[] {Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im)};
      case TAN -> div(unary(UnaryOp.SIN, re, im), unary(UnaryOp.COS, re, im));
      case SINH -> new double[] {Math.sinh(re) * Math.cos(im), Math.cosh(re) * Math.sin(im)};
      case COSH -> new double[] {Math.cosh(re) * Math.cos(im), Math.sinh(re) * Math.sin(im)};
      case TANH -> div(unary(UnaryOp.SINH, re, im), unary(UnaryOp.COSH, re, im));
      case LOGISTIC -> div(ONE, add(ONE, exp(new double[] {-re, -im})));
      case ASINH -> log(add(z, sqrt(add(mul(z, z), ONE))));
      case ACOSH -> log(add(z, mul(sqrt(add(z, ONE)), sqrt(sub(z, ONE)))));
      case ATANH -> scale(sub(log(add(ONE, z)), log(sub(ONE, z))), 0.5);
      case ASIN -> div(unary(UnaryOp.ASINH, -im, re), I);
      case ACOS -> {
        double[] s = unary(UnaryOp.ASIN, re, im);
        yield new double[] {Math.PI / 2 - s[0], -s[1]};
      }
      case ATAN -> div(unary(UnaryOp.ATANH, -im, re), I);
      case ABS,
          FLOOR,
          CEIL,
          TRUNC,
          ROUND,
          CBRT,
          ERF,
          ERFC,
          ERF_INV,
          LGAMMA,
          DIGAMMA,
          BESSEL_I0E,
          BESSEL_I1E,
          NOT,
          POPULATION_COUNT ->
          throw new IllegalArgumentException(op + " takes no complex numbers");
    };
  }

  static double[] binary(BinaryOp op, double a, double b, double c, double d) {
    double[] x = {a, b};
    double[] y = {c, d};
    return switch (op) {
      case ADD -> add(x, y);
      case SUB -> sub(x, y);
      case MUL -> mul(x, y);
      case DIV -> div(x, y);
      case POW ->
          a == 0 && b == 0
              ? (c == 0 && d == 0 ? ONE.clone() : new double[] {0, 0})
              : exp(mul(y, log(x)));
      case REM,
          MAX,
          MIN,
          ATAN2,
          AND,
          OR,
          XOR,
          SHIFT_LEFT,
          SHIFT_RIGHT_LOGICAL,
          SHIFT_RIGHT_ARITHMETIC,
          NEXT_AFTER ->
          throw new IllegalArgumentException(op + " takes no complex numbers");
    };
  }

  static double[] add(double[] x, double[] y) {
    return new double[] {x[0] + y[0], x[1] + y[1]};
  }

  static double[] sub(double[] x, double[] y) {
    return new double[] {x[0] - y[0], x[1] - y[1]};
  }

  static double[] mul(double[] x, double[] y) {
    return new double[] {x[0] * y[0] - x[1] * y[1], x[0] * y[1] + x[1] * y[0]};
  }

  static double[] div(double[] x, double[] y) {
    double n = y[0] * y[0] + y[1] * y[1];
    return new double[] {(x[0] * y[0] + x[1] * y[1]) / n, (x[1] * y[0] - x[0] * y[1]) / n};
  }

  static double[] scale(double[] x, double by) {
    return new double[] {x[0] * by, x[1] * by};
  }

  private static double[] exp(double[] z) {
    double r = Math.exp(z[0]);
    return z[1] == 0 ? new double[] {r, 0} : new double[] {r * Math.cos(z[1]), r * Math.sin(z[1])};
  }

  private static double[] log(double[] z) {
    return new double[] {Math.log(Math.hypot(z[0], z[1])), Math.atan2(z[1], z[0])};
  }

  static double[] sqrt(double[] z) {
    double r = Math.hypot(z[0], z[1]);
    double re = Math.sqrt((r + Math.abs(z[0])) / 2);
    if (re == 0) {
      return new double[] {0, z[1]};
    }
    double im = Math.abs(z[1]) / (2 * re);
    return z[0] >= 0
        ? new double[] {re, Math.copySign(im, z[1])}
        : new double[] {im, Math.copySign(re, z[1])};
  }
}
