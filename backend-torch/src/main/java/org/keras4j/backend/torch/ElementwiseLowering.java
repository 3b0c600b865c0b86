package org.keras4j.backend.torch;

import java.util.List;
import java.util.Optional;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Elementwise.Binary;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.Bitcast;
import org.keras4j.ir.Elementwise.Compare;
import org.keras4j.ir.Elementwise.CompareOp;
import org.keras4j.ir.Elementwise.Complex;
import org.keras4j.ir.Elementwise.ComplexPart;
import org.keras4j.ir.Elementwise.Convert;
import org.keras4j.ir.Elementwise.Select;
import org.keras4j.ir.Elementwise.Unary;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// Functions of single numbers.
final class ElementwiseLowering {
  private final Assembly assembly;

  ElementwiseLowering(Assembly assembly) {
    this.assembly = assembly;
  }

  Ref lower(Elementwise op, List<Operand> in, TensorType result) {
    Operand x = in.getFirst();
    return switch (op) {
      case Unary(var f) -> unary(f, x, op, result);
      case Binary(var f) -> binary(f, x, in.get(1), op, result);
      case Compare(var f) -> compare(f, x, in.get(1));
      case Select() ->
          assembly.call(
              Aten.WHERE,
              x.shape(),
              in.get(1).ref().kind(),
              x.ref(),
              in.get(1).ref(),
              in.get(2).ref());
      case Convert(var to) -> new Conversion(assembly).convert(x, to);
      case Bitcast(var to) -> {
        Kind kind = Kind.of(to);
        yield kind == x.ref().kind()
            ? x.ref()
            : assembly.call(Aten.VIEW_DTYPE, x.shape(), kind, x.ref(), kind);
      }
      case Complex() ->
          assembly.call(Aten.COMPLEX, x.shape(), Kind.COMPLEX, x.ref(), in.get(1).ref());
      case ComplexPart(var part) ->
          assembly.call(
              switch (part) {
                case REAL -> Aten.REAL;
                case IMAGINARY -> Aten.IMAG;
                case ABS -> Aten.ABS;
              },
              x.shape(),
              Kind.FLOAT,
              x.ref());
    };
  }

  private Ref byReference(Elementwise op, List<Operand> in, TensorType result) {
    return ByReference.step(assembly, op, in, List.of(result)).getFirst();
  }

  private Ref same(Aten op, Operand x, Object... more) {
    Object[] all = new Object[more.length + 1];
    all[0] = x.ref();
    System.arraycopy(more, 0, all, 1, more.length);
    return assembly.call(op, x.shape(), x.ref().kind(), all);
  }

  private Ref unary(UnaryOp f, Operand x, Elementwise op, TensorType result) {
    boolean unsigned = x.dtype().kind() == DType.Kind.UNSIGNED;
    return switch (f) {
      case NEG -> same(Aten.NEG, x);
      case ABS -> unsigned ? x.ref() : same(Aten.ABS, x);
      case SIGN -> sign(x, unsigned);
      case FLOOR -> same(Aten.FLOOR, x);
      case CEIL -> same(Aten.CEIL, x);
      case TRUNC -> same(Aten.TRUNC, x);
      case ROUND -> same(Aten.ROUND, x);
      case EXP -> same(Aten.EXP, x);
      case EXPM1 -> same(Aten.EXPM1, x);
      case LOG -> same(Aten.LOG, x);
      case LOG1P -> same(Aten.LOG1P, x);
      case SQRT -> same(Aten.SQRT, x);
      case RSQRT -> same(Aten.RSQRT, x);
      case SIN -> same(Aten.SIN, x);
      case COS -> same(Aten.COS, x);
      case TAN -> same(Aten.TAN, x);
      case ASIN -> same(Aten.ASIN, x);
      case ACOS -> same(Aten.ACOS, x);
      case ATAN -> same(Aten.ATAN, x);
      case SINH -> same(Aten.SINH, x);
      case COSH -> same(Aten.COSH, x);
      case TANH -> same(Aten.TANH, x);
      case ASINH -> same(Aten.ASINH, x);
      case ACOSH -> same(Aten.ACOSH, x);
      case ATANH -> same(Aten.ATANH, x);
      case LOGISTIC -> same(Aten.SIGMOID, x);
      case ERF -> same(Aten.ERF, x);
      case ERFC -> same(Aten.ERFC, x);
      case ERF_INV -> same(Aten.ERFINV, x);
      case LGAMMA -> same(Aten.LGAMMA, x);
      case DIGAMMA -> same(Aten.DIGAMMA, x);
      case BESSEL_I0E -> same(Aten.I0E, x);
      case BESSEL_I1E -> same(Aten.I1E, x);
      case NOT -> same(Aten.BITWISE_NOT, x);
      // The library has neither.
      case CBRT, POPULATION_COUNT -> byReference(op, List.of(x), result);
    };
  }

  private Ref sign(Operand x, boolean unsigned) {
    if (x.dtype().isComplex()) {
      return same(Aten.SGN, x);
    }
    if (unsigned) {
      Ref nonzero = assembly.call(Aten.NE_SCALAR, x.shape(), Kind.BOOL, x.ref(), 0L);
      return assembly.call(Aten.TO, x.shape(), x.ref().kind(), nonzero, x.ref().kind());
    }
    Ref sign = same(Aten.SIGN, x);
    if (x.dtype().isFloat()) {
      // The library says 0 of NaN.
      Ref number = assembly.call(Aten.EQ, x.shape(), Kind.BOOL, x.ref(), x.ref());
      return assembly.call(Aten.WHERE, x.shape(), x.ref().kind(), number, sign, x.ref());
    }
    return sign;
  }

  private Ref binary(BinaryOp f, Operand x, Operand y, Elementwise op, TensorType result) {
    boolean integers = x.dtype().isInteger();
    return switch (f) {
      case ADD ->
          between(x.ref(), y.ref())
              .or(() -> between(y.ref(), x.ref()))
              .or(() -> withOf(Aten.ADDCMUL, Aten.MUL, x.ref(), y.ref(), 1))
              .or(() -> withOf(Aten.ADDCMUL, Aten.MUL, y.ref(), x.ref(), 1))
              .orElseGet(() -> same(Aten.ADD, x, y.ref()));
      case SUB ->
          withOf(Aten.ADDCDIV, Aten.DIV, x.ref(), y.ref(), -1)
              .orElseGet(() -> same(Aten.SUB, x, y.ref()));
      case MUL -> same(Aten.MUL, x, y.ref());
      case DIV -> integers ? divide(f, x, y, op, result) : same(Aten.DIV, x, y.ref());
      case REM -> integers ? divide(f, x, y, op, result) : same(Aten.FMOD, x, y.ref());
      case POW ->
          // Of integers the library's gives 0 for every negative exponent.
          integers ? byReference(op, List.of(x, y), result) : same(Aten.POW, x, y.ref());
      case MAX -> extreme(Aten.MAXIMUM, x, y);
      case MIN -> extreme(Aten.MINIMUM, x, y);
      case ATAN2 -> same(Aten.ATAN2, x, y.ref());
      case AND -> same(Aten.BITWISE_AND, x, y.ref());
      case OR -> same(Aten.BITWISE_OR, x, y.ref());
      case XOR -> same(Aten.BITWISE_XOR, x, y.ref());
      case SHIFT_LEFT -> same(Aten.SHIFT_LEFT, x, y.ref());
      case SHIFT_RIGHT_LOGICAL -> shiftRight(x, y, op, result, true);
      case SHIFT_RIGHT_ARITHMETIC ->
          shiftRight(x, y, op, result, x.dtype().kind() == DType.Kind.UNSIGNED);
      case NEXT_AFTER ->
          Lowering.isHalf(x.dtype())
              ? byReference(op, List.of(x, y), result)
              : same(Aten.NEXTAFTER, x, y.ref());
    };
  }

  /// x and a product or quotient of floats that is made for it, in one pass.
  private Optional<Ref> withOf(Aten both, Aten inner, Ref x, Ref made, long sign) {
    if (!isWideFloat(x.kind())) {
      return Optional.empty();
    }
    return assembly
        .madeBy(inner, made)
        .map(
            terms -> assembly.call(both, x.shape(), x.kind(), x, terms.get(0), terms.get(1), sign));
  }

  private static boolean isWideFloat(Kind kind) {
    return kind == Kind.FLOAT || kind == Kind.DOUBLE;
  }

  /// `x + (end - x) * weight` of floats, the running averages of optimizers, in one pass.
  private Optional<Ref> between(Ref x, Ref change) {
    if (!isWideFloat(x.kind())) {
      return Optional.empty();
    }
    return assembly
        .madeBy(Aten.MUL, change)
        .flatMap(
            product -> {
              Ref difference = (Ref) product.get(0);
              Ref factor = (Ref) product.get(1);
              return assembly
                  .number(factor)
                  .flatMap(
                      weight ->
                          assembly
                              .madeBy(Aten.SUB, difference)
                              .filter(terms -> terms.get(1).equals(x) && terms.size() == 2)
                              .map(
                                  terms ->
                                      assembly.call(
                                          Aten.LERP,
                                          x.shape(),
                                          x.kind(),
                                          x,
                                          terms.get(0),
                                          weight)));
            });
  }

  /// The processor stops the program at a division by zero and at that of the lowest number by -1;
  /// neither is left to it.
  private Ref divide(BinaryOp f, Operand x, Operand y, Elementwise op, TensorType result) {
    if (x.dtype() == DType.UINT64) {
      return byReference(op, List.of(x, y), result);
    }
    if (isWideUnsigned(x.dtype())) {
      return inLongs(op, x, y, result);
    }
    var shape = x.shape();
    Kind kind = x.ref().kind();
    Ref zero = assembly.call(Aten.EQ_SCALAR, shape, Kind.BOOL, y.ref(), 0L);
    Ref one = assembly.constant(Array.scalar(x.dtype(), 1L));
    Ref all = assembly.constant(Array.scalar(x.dtype(), -1L));
    Ref safe = assembly.call(Aten.WHERE, shape, kind, zero, one, y.ref());
    boolean signed = x.dtype().kind() == DType.Kind.SIGNED;
    Ref negative = signed ? assembly.call(Aten.EQ_SCALAR, shape, Kind.BOOL, safe, -1L) : zero;
    if (signed) {
      safe = assembly.call(Aten.WHERE, shape, kind, negative, one, safe);
    }
    if (f == BinaryOp.REM) {
      // By 1 and -1 nothing remains; by zero everything.
      Ref rest = assembly.call(Aten.FMOD, shape, kind, x.ref(), safe);
      return assembly.call(Aten.WHERE, shape, kind, zero, x.ref(), rest);
    }
    Ref quotient = assembly.call(Aten.DIV_MODE, shape, kind, x.ref(), safe, "trunc");
    if (signed) {
      Ref opposite = assembly.call(Aten.NEG, shape, kind, x.ref());
      quotient = assembly.call(Aten.WHERE, shape, kind, negative, opposite, quotient);
    }
    return assembly.call(Aten.WHERE, shape, kind, zero, all, quotient);
  }

  static boolean isWideUnsigned(DType dtype) {
    return dtype == DType.UINT16 || dtype == DType.UINT32 || dtype == DType.UINT64;
  }

  /// The same on 64 bits, where the numbers of 16 or 32 unsigned bits are themselves.
  private Ref inLongs(Elementwise op, Operand x, Operand y, TensorType result) {
    var conversion = new Conversion(assembly);
    var type = x.type().withDType(DType.INT64);
    var wide =
        List.of(
            new Operand(conversion.convert(x, DType.INT64), type),
            new Operand(conversion.convert(y, DType.INT64), type));
    Ref answer = lower(op, wide, result.withDType(DType.INT64));
    return conversion.convert(new Operand(answer, type), result.dtype());
  }

  private Ref shiftRight(Operand x, Operand y, Elementwise op, TensorType result, boolean logical) {
    if (!logical || x.ref().kind() == Kind.BYTE) {
      return same(Aten.SHIFT_RIGHT, x, y.ref());
    }
    if (x.ref().kind() == Kind.LONG) {
      return byReference(op, List.of(x, y), result);
    }
    // On 64 bits with zeros in front; amounts are those of the narrow type, none of them negative.
    var conversion = new Conversion(assembly);
    Ref wide = conversion.bits(x);
    Ref amount = conversion.bits(y);
    Ref shifted = assembly.call(Aten.SHIFT_RIGHT, x.shape(), Kind.LONG, wide, amount);
    return assembly.call(Aten.TO, x.shape(), x.ref().kind(), shifted, x.ref().kind());
  }

  private Ref extreme(Aten op, Operand x, Operand y) {
    if (!isWideUnsigned(x.dtype())) {
      return same(op, x, y.ref());
    }
    var ordering = new Ordering(assembly);
    Ref chosen = assembly.call(op, x.shape(), x.ref().kind(), ordering.of(x), ordering.of(y));
    return ordering.back(chosen, x.type());
  }

  private Ref compare(CompareOp f, Operand x, Operand y) {
    var ordering = new Ordering(assembly);
    return assembly.call(
        switch (f) {
          case EQ -> Aten.EQ;
          case NE -> Aten.NE;
          case LT -> Aten.LT;
          case LE -> Aten.LE;
          case GT -> Aten.GT;
          case GE -> Aten.GE;
        },
        x.shape(),
        Kind.BOOL,
        isWideUnsigned(x.dtype()) ? ordering.of(x) : x.ref(),
        isWideUnsigned(x.dtype()) ? ordering.of(y) : y.ref());
  }
}
