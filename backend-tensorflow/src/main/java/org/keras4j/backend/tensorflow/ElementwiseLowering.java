package org.keras4j.backend.tensorflow;

import java.util.List;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.CompareOp;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.DType.Kind;

/// What operations on elements are in TensorFlow. Half-precision numbers are computed in float32
/// and rounded once.
final class ElementwiseLowering {
  private final Emitter e;

  ElementwiseLowering(Emitter e) {
    this.e = e;
  }

  Value lower(Elementwise op, List<Value> in) {
    Value x = in.getFirst();
    return switch (op) {
      case Elementwise.Unary(var f) -> unary(f, x);
      case Elementwise.Binary(var f) -> binary(f, x, in.get(1));
      case Elementwise.Compare(var f) -> compare(f, x, in.get(1));
      case Elementwise.Select() -> select(x, in.get(1), in.get(2));
      case Elementwise.Convert(var to) -> convert(x, to);
      case Elementwise.Bitcast(var to) -> bitcast(x, to);
      case Elementwise.Complex() -> e.map("Complex", DType.COMPLEX64, x, in.get(1));
      case Elementwise.ComplexPart(var part) ->
          e.map(
              switch (part) {
                case REAL -> "Real";
                case IMAGINARY -> "Imag";
                case ABS -> "ComplexAbs";
              },
              DType.FLOAT32,
              x);
    };
  }

  static boolean isNarrow(DType dtype) {
    return dtype.isFloat() && dtype.bytes() < 4;
  }

  private Value select(Value predicate, Value onTrue, Value onFalse) {
    DType dtype = onTrue.dtype();
    return isTiny(dtype)
        ? e.cast(select(predicate, wide(onTrue), wide(onFalse)), dtype)
        : e.select(predicate, onTrue, onFalse);
  }

  static boolean isTiny(DType dtype) {
    return dtype == DType.FLOAT8_E4M3FN || dtype == DType.FLOAT8_E5M2;
  }

  private Value wide(Value x) {
    return e.cast(x, DType.FLOAT32);
  }

  // One operand.

  private Value unary(UnaryOp op, Value x) {
    DType dtype = x.dtype();
    if (dtype == DType.BOOL) {
      return e.map("LogicalNot", x); // the only one booleans take
    }
    if (dtype.isInteger()) {
      return ofInteger(op, x);
    }
    return isNarrow(dtype) ? e.cast(ofFloat(op, wide(x)), dtype) : ofFloat(op, x);
  }

  private Value ofInteger(UnaryOp op, Value x) {
    boolean signed = x.dtype().kind() == Kind.SIGNED;
    return switch (op) {
      case NEG -> signed ? e.map("Neg", x) : e.map("Sub", zero(x), x);
      case ABS -> signed ? e.map("Abs", x) : x;
      case SIGN ->
          signed ? e.map("Sign", x) : e.cast(e.map("NotEqual", DType.BOOL, x, zero(x)), x.dtype());
      case NOT -> e.map("Invert", x);
      case POPULATION_COUNT -> e.cast(e.map("PopulationCount", DType.UINT8, x), x.dtype());
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

  private Value ofFloat(UnaryOp op, Value x) {
    return switch (op) {
      case NEG -> e.map("Neg", x);
      case ABS -> e.map("Abs", x);
      case SIGN -> e.map("Sign", x);
      case FLOOR -> e.map("Floor", x);
      case CEIL -> e.map("Ceil", x);
      case TRUNC ->
          e.select(e.map("Less", DType.BOOL, x, zero(x)), e.map("Ceil", x), e.map("Floor", x));
      case ROUND -> e.map("Rint", x);
      case EXP -> e.map("Exp", x);
      case EXPM1 -> e.map("Expm1", x);
      case LOG -> e.map("Log", x);
      case LOG1P -> e.map("Log1p", x);
      case SQRT -> e.map("Sqrt", x);
      case RSQRT -> e.map("Rsqrt", x);
      case CBRT -> cubeRoot(x);
      case SIN -> e.map("Sin", x);
      case COS -> e.map("Cos", x);
      case TAN -> e.map("Tan", x);
      case ASIN -> e.map("Asin", x);
      case ACOS -> e.map("Acos", x);
      case ATAN -> e.map("Atan", x);
      case SINH -> e.map("Sinh", x);
      case COSH -> e.map("Cosh", x);
      case TANH -> e.map("Tanh", x);
      case ASINH -> e.map("Asinh", x);
      case ACOSH -> e.map("Acosh", x);
      case ATANH -> e.map("Atanh", x);
      case LOGISTIC -> e.map("Sigmoid", x);
      case ERF -> e.map("Erf", x);
      case ERFC -> e.map("Erfc", x);
      // In float32 it loses digits that initializers of weights bring to light.
      case ERF_INV -> e.cast(e.map("Erfinv", e.cast(x, DType.FLOAT64)), x.dtype());
      case LGAMMA -> e.map("Lgamma", x);
      case DIGAMMA -> e.map("Digamma", x);
      case BESSEL_I0E -> e.map("BesselI0e", x);
      case BESSEL_I1E -> e.map("BesselI1e", x);
      case NOT, POPULATION_COUNT -> throw new IllegalArgumentException(op + " takes no floats");
    };
  }

  /// By a power, and one step of Newton's that makes it exact to the last places.
  private Value cubeRoot(Value x) {
    Value size = e.map("Abs", x);
    Value y = e.map("Pow", size, number(x, 1.0 / 3));
    Value square = e.map("Mul", y, y);
    Value step =
        e.map(
            "RealDiv",
            e.map("Sub", e.map("Mul", square, y), size),
            e.map("Mul", square, number(x, 3)));
    Value ordinary =
        e.map(
            "LogicalAnd",
            e.map("Greater", DType.BOOL, size, zero(x)),
            e.map("Less", DType.BOOL, size, number(x, Double.POSITIVE_INFINITY)));
    Value root = e.map("Sub", y, e.select(ordinary, step, zero(x)));
    return e.map("Mul", e.map("Sign", x), root);
  }

  private Value zero(Value like) {
    return number(like, 0);
  }

  private Value number(Value like, double value) {
    return e.fill(like.type(), value);
  }

  private Value integer(Value like, long value) {
    return e.fill(like.type(), value);
  }

  // Two operands.

  private Value binary(BinaryOp op, Value x, Value y) {
    DType dtype = x.dtype();
    if (dtype == DType.BOOL) {
      return ofBooleans(op, x, y);
    }
    if (dtype.isInteger()) {
      return ofIntegers(op, x, y);
    }
    return isNarrow(dtype) ? e.cast(ofFloats(op, wide(x), wide(y)), dtype) : ofFloats(op, x, y);
  }

  private Value ofBooleans(BinaryOp op, Value x, Value y) {
    return switch (op) {
      case AND, MIN -> e.map("LogicalAnd", x, y);
      case OR, MAX -> e.map("LogicalOr", x, y);
      case XOR -> e.map("NotEqual", x, y);
      case ADD,
          SUB,
          MUL,
          DIV,
          REM,
          POW,
          ATAN2,
          SHIFT_LEFT,
          SHIFT_RIGHT_LOGICAL,
          SHIFT_RIGHT_ARITHMETIC,
          NEXT_AFTER ->
          throw new IllegalArgumentException(op + " takes no booleans");
    };
  }

  private Value ofFloats(BinaryOp op, Value x, Value y) {
    return switch (op) {
      case ADD -> e.map("AddV2", x, y);
      case SUB -> e.map("Sub", x, y);
      case MUL -> e.map("Mul", x, y);
      case DIV -> e.map("RealDiv", x, y);
      case REM -> e.map("TruncateMod", x, y);
      case POW -> e.map("Pow", x, y);
      case MAX -> e.map("Maximum", x, y);
      case MIN -> e.map("Minimum", x, y);
      case ATAN2 -> e.map("Atan2", x, y);
      case NEXT_AFTER -> e.map("NextAfter", x, y);
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC ->
          throw new IllegalArgumentException(op + " takes no floats");
    };
  }

  private Value ofIntegers(BinaryOp op, Value x, Value y) {
    return switch (op) {
      case ADD -> e.map("AddV2", x, y);
      case SUB -> e.map("Sub", x, y);
      case MUL -> e.map("Mul", x, y);
      case DIV -> quotient(x, y);
      case REM -> {
        Value rest = e.map("Sub", x, e.map("Mul", quotient(x, y), y));
        yield e.select(equal(y, 0), x, rest);
      }
      case POW -> power(x, y);
      case MAX -> e.map("Maximum", x, y);
      case MIN -> e.map("Minimum", x, y);
      case AND -> e.map("BitwiseAnd", x, y);
      case OR -> e.map("BitwiseOr", x, y);
      case XOR -> e.map("BitwiseXor", x, y);
      case SHIFT_LEFT -> e.select(isBeyond(y), zero(x), e.map("LeftShift", x, y));
      case SHIFT_RIGHT_LOGICAL -> {
        DType bits = unsigned(x.dtype());
        Value shifted = e.map("RightShift", e.bitcast(x, bits), e.bitcast(y, bits));
        yield e.select(isBeyond(y), zero(x), e.bitcast(shifted, x.dtype()));
      }
      case SHIFT_RIGHT_ARITHMETIC -> {
        boolean signed = x.dtype().kind() == Kind.SIGNED;
        Value far =
            signed ? e.map("RightShift", x, integer(x, 8L * x.dtype().bytes() - 1)) : zero(x);
        yield e.select(isBeyond(y), far, e.map("RightShift", x, y));
      }
      case ATAN2, NEXT_AFTER -> throw new IllegalArgumentException(op + " takes no integers");
    };
  }

  private Value equal(Value x, long value) {
    return e.map("Equal", DType.BOOL, x, integer(x, value));
  }

  /// Division by zero gives -1, and the smallest number by -1 itself; the processor would stop at
  /// either.
  private Value quotient(Value x, Value y) {
    Value byZero = equal(y, 0);
    if (x.dtype().kind() == Kind.UNSIGNED) {
      Value safe = e.select(byZero, integer(y, 1), y);
      return e.select(byZero, integer(x, -1), e.map("TruncateDiv", x, safe));
    }
    Value byMinusOne = equal(y, -1);
    Value safe = e.select(e.map("LogicalOr", byZero, byMinusOne), integer(y, 1), y);
    return e.select(
        byZero,
        integer(x, -1),
        e.select(byMinusOne, e.map("Neg", x), e.map("TruncateDiv", x, safe)));
  }

  /// By squaring, bit by bit of the exponent; negative exponents leave 1 and -1 only.
  private Value power(Value x, Value y) {
    Value result = integer(x, 1);
    Value square = x;
    int bits = 8 * y.dtype().bytes();
    for (int bit = 0; bit < bits; bit++) {
      Value mask = integer(y, 1L << bit);
      Value isSet = e.map("NotEqual", DType.BOOL, e.map("BitwiseAnd", y, mask), zero(y));
      result = e.select(isSet, e.map("Mul", result, square), result);
      square = e.map("Mul", square, square);
    }
    if (y.dtype().kind() == Kind.UNSIGNED) {
      return result;
    }
    Value isOdd = e.map("NotEqual", DType.BOOL, e.map("BitwiseAnd", y, integer(y, 1)), zero(y));
    Value ofMinusOne = e.select(isOdd, integer(x, -1), integer(x, 1));
    Value reciprocal =
        e.select(equal(x, 1), integer(x, 1), e.select(equal(x, -1), ofMinusOne, zero(x)));
    return e.select(e.map("Less", DType.BOOL, y, zero(y)), reciprocal, result);
  }

  /// Whether a shift leaves nothing: as an unsigned number it is the width or more.
  private Value isBeyond(Value shift) {
    DType bits = unsigned(shift.dtype());
    Value amount = e.bitcast(shift, bits);
    return e.map("GreaterEqual", DType.BOOL, amount, integer(amount, 8L * bits.bytes()));
  }

  static DType unsigned(DType dtype) {
    return switch (dtype.bytes()) {
      case 1 -> DType.UINT8;
      case 2 -> DType.UINT16;
      case 4 -> DType.UINT32;
      default -> DType.UINT64;
    };
  }

  // Comparison and conversion.

  private Value compare(CompareOp op, Value x, Value y) {
    if (isTiny(x.dtype())) {
      return compare(op, wide(x), wide(y));
    }
    boolean ordered = op != CompareOp.EQ && op != CompareOp.NE;
    if (ordered && x.dtype() == DType.BOOL) {
      return compare(op, e.cast(x, DType.UINT8), e.cast(y, DType.UINT8));
    }
    return e.map(
        switch (op) {
          case EQ -> "Equal";
          case NE -> "NotEqual";
          case LT -> "Less";
          case LE -> "LessEqual";
          case GT -> "Greater";
          case GE -> "GreaterEqual";
        },
        DType.BOOL,
        x,
        y);
  }

  private Value bitcast(Value x, DType to) {
    if (x.dtype() == to) {
      return x;
    }
    if (x.dtype() == DType.BOOL) {
      return e.bitcast(e.cast(x, DType.UINT8), to);
    }
    return to == DType.BOOL
        ? e.map("NotEqual", DType.BOOL, e.bitcast(x, DType.UINT8), zero(x))
        : e.bitcast(x, to);
  }

  Value convert(Value x, DType to) {
    DType from = x.dtype();
    if (from == to) {
      return x;
    }
    if (to == DType.BOOL) {
      Value wide = isTiny(from) ? wide(x) : x;
      return e.map("NotEqual", DType.BOOL, wide, zero(wide));
    }
    if (from.isComplex() && !to.isComplex()) {
      return convert(e.map("Real", DType.FLOAT32, x), to);
    }
    if (from.isFloat() && to.isInteger()) {
      return e.cast(saturated(x, to), to);
    }
    if (isTiny(to) && from != DType.FLOAT32 && !isNarrow(from)) {
      return e.cast(wide(x), to);
    }
    return e.cast(x, to);
  }

  /// A conversion to an integer is defined for numbers it can hold only: what lies beyond goes to
  /// the ends, NaN to 0.
  private Value saturated(Value x, DType to) {
    int bits = 8 * to.bytes() - (to.kind() == Kind.SIGNED ? 1 : 0);
    double least = to.kind() == Kind.SIGNED ? -Math.scalb(1.0, bits) : 0;
    Value wide = e.cast(x, DType.FLOAT64);
    Value number = e.select(e.map("Equal", DType.BOOL, wide, wide), wide, zero(wide));
    Value held = e.map("Maximum", number, number(wide, least));
    if (bits < 53) {
      return e.map("Minimum", held, number(wide, Math.scalb(1.0, bits) - 1));
    }
    // 2^bits - 1 is no double: the ends are chosen after the conversion.
    Value within = e.map("Less", DType.BOOL, held, number(wide, Math.scalb(1.0, bits)));
    Value converted = e.cast(e.select(within, held, zero(held)), to);
    long most = to.kind() == Kind.SIGNED ? Long.MAX_VALUE : -1;
    return e.select(within, converted, integer(converted, most));
  }
}
