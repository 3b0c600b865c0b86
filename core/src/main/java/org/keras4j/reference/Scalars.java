package org.keras4j.reference;

import java.math.BigInteger;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;

/// Functions of real numbers and integers.
final class Scalars {
  private Scalars() {}

  static double unary(UnaryOp op, double x) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case TRUNC -> x < 0 ? Math.ceil(x) : Math.floor(x);
      case ROUND -> Math.rint(x);
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case CBRT -> Math.cbrt(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TAN -> Math.tan(x);
      case ASIN -> Math.asin(x);
      case ACOS -> Math.acos(x);
      case ATAN -> Math.atan(x);
      case SINH -> Math.sinh(x);
      case COSH -> Math.cosh(x);
      case TANH -> Math.tanh(x);
      case ASINH -> asinh(x);
      case ACOSH ->
          x < 0x1p28 ? Math.log(x + Math.sqrt((x - 1) * (x + 1))) : Math.log(x) + Math.log(2);
      case ATANH -> 0.5 * (Math.log1p(x) - Math.log1p(-x));
      case LOGISTIC -> x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
      case ERF -> SpecialFunctions.erf(x);
      case ERFC -> SpecialFunctions.erfc(x);
      case ERF_INV -> SpecialFunctions.erfInv(x);
      case LGAMMA -> SpecialFunctions.lgamma(x);
      case DIGAMMA -> SpecialFunctions.digamma(x);
      case BESSEL_I0E -> SpecialFunctions.besselIe(0, x);
      case BESSEL_I1E -> SpecialFunctions.besselIe(1, x);
      case NOT, POPULATION_COUNT -> throw new IllegalArgumentException(op + " takes no floats");
    };
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    double y =
        a < 0x1p28 ? Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a))) : Math.log(a) + Math.log(2);
    return Math.copySign(y, x);
  }

  static long unary(UnaryOp op, long x, DType dtype) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> dtype.kind() == DType.Kind.SIGNED ? Math.abs(x) : x;
      case SIGN -> dtype.kind() == DType.Kind.SIGNED ? Long.signum(x) : x == 0 ? 0 : 1;
      case NOT -> dtype == DType.BOOL ? 1 - x : ~x;
      case POPULATION_COUNT ->
          Long.bitCount(dtype.bytes() == 8 ? x : x & ((1L << (8 * dtype.bytes())) - 1));
      case FLOOR,
          CEIL,
          TRUNC,
          ROUND,
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
          throw new IllegalArgumentException(op + " takes no integers");
    };
  }

  static double binary(BinaryOp op, double x, double y) {
    return switch (op) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> x / y;
      case REM -> x % y;
      // C's pow: 1 to any power is 1, and -1 to an infinite one; Java says NaN.
      case POW -> x == 1 || (x == -1 && Double.isInfinite(y)) ? 1 : Math.pow(x, y);
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
      case ATAN2 -> Math.atan2(x, y);
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC, NEXT_AFTER ->
          throw new IllegalArgumentException(op + " is not computed in doubles");
    };
  }

  static int order(long x, long y, DType dtype) {
    return dtype == DType.UINT64 ? Long.compareUnsigned(x, y) : Long.compare(x, y);
  }

  static long binary(BinaryOp op, long x, long y, DType dtype) {
    boolean unsigned64 = dtype == DType.UINT64;
    int bits = 8 * dtype.bytes();
    long mask = bits == 64 ? -1 : (1L << bits) - 1;
    boolean beyond = Long.compareUnsigned(y & mask, bits) >= 0;
    return switch (op) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> y == 0 ? -1 : unsigned64 ? Long.divideUnsigned(x, y) : x / y;
      case REM -> y == 0 ? x : unsigned64 ? Long.remainderUnsigned(x, y) : x % y;
      case POW -> power(x, y, dtype);
      case MAX -> order(x, y, dtype) >= 0 ? x : y;
      case MIN -> order(x, y, dtype) <= 0 ? x : y;
      case AND -> x & y;
      case OR -> x | y;
      case XOR -> x ^ y;
      case SHIFT_LEFT -> beyond ? 0 : x << y;
      case SHIFT_RIGHT_LOGICAL -> beyond ? 0 : (x & mask) >>> y;
      case SHIFT_RIGHT_ARITHMETIC ->
          dtype.kind() == DType.Kind.UNSIGNED
              ? (beyond ? 0 : (x & mask) >>> y)
              : x >> (beyond ? 63 : y);
      case ATAN2, NEXT_AFTER -> throw new IllegalArgumentException(op + " takes no integers");
    };
  }

  /// Modulo the width; a negative power of 1 or -1 is exact, of others 0.
  private static long power(long x, long y, DType dtype) {
    boolean negative = y < 0 && dtype != DType.UINT64;
    if (negative) {
      return x == 1 ? 1 : x == -1 ? ((y & 1) == 0 ? 1 : -1) : 0;
    }
    var modulus = BigInteger.ONE.shiftLeft(64);
    return BigInteger.valueOf(x)
        .mod(modulus)
        .modPow(new BigInteger(Long.toUnsignedString(y)), modulus)
        .longValue();
  }

  static void nextAfter(Elements x, Elements y, Elements out, int i) {
    double from = x.getDouble(i);
    double to = y.getDouble(i);
    switch (x.type().dtype()) {
      case FLOAT32 -> out.buffer().floats()[i] = Math.nextAfter(x.buffer().floats()[i], to);
      case FLOAT64 -> out.buffer().doubles()[i] = Math.nextAfter(from, to);
      case FLOAT16, BFLOAT16 -> {
        if (Double.isNaN(from) || Double.isNaN(to) || from == to) {
          out.setDouble(i, from == to ? to : Double.NaN);
        } else if (from == 0) {
          out.buffer().shorts()[i] = (short) (to > 0 ? 1 : 0x8001);
        } else {
          boolean away = (to > from) == (from > 0);
          out.buffer().shorts()[i] = (short) (x.buffer().shorts()[i] + (away ? 1 : -1));
        }
      }
      case FLOAT8_E4M3FN,
          FLOAT8_E5M2,
          BOOL,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          INT8,
          INT16,
          INT32,
          INT64,
          COMPLEX64,
          STRING ->
          throw new IllegalArgumentException("next_after of " + x.type());
    }
  }
}
