package org.keras4j.stablehlo;

import java.util.List;
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
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// Operations on each element by itself.
final class ElementwiseHlo {
  private final Hlo hlo;

  ElementwiseHlo(Hlo hlo) {
    this.hlo = hlo;
  }

  Value write(Elementwise op, List<Value> in) {
    return switch (op) {
      case Unary(UnaryOp f) -> narrow(in.getFirst(), x -> unary(f, x));
      case Binary(BinaryOp f) -> binary(f, in.get(0), in.get(1));
      case Compare(CompareOp f) -> hlo.compare(f, widened(in.get(0)), widened(in.get(1)));
      case Select _ -> hlo.select(in.get(0), in.get(1), in.get(2));
      case Convert(DType to) -> convert(in.getFirst(), to);
      case Bitcast(DType to) -> bitcast(in.getFirst(), to);
      case Complex _ ->
          hlo.value(
              "stablehlo.complex %s, %s : %s"
                  .formatted(
                      in.get(0).name(),
                      in.get(1).name(),
                      HloTypes.of(in.getFirst().type().withDType(DType.COMPLEX64))),
              in.getFirst().type().withDType(DType.COMPLEX64));
      case ComplexPart part -> part(part, in.getFirst());
    };
  }

  private static boolean isFloat8(DType dtype) {
    return dtype == DType.FLOAT8_E4M3FN || dtype == DType.FLOAT8_E5M2;
  }

  /// Floats of 8 bits are computed with as float32.
  private Value widened(Value x) {
    return isFloat8(x.dtype()) ? hlo.convert(x, DType.FLOAT32) : x;
  }

  private Value narrow(Value x, java.util.function.UnaryOperator<Value> f) {
    return isFloat8(x.dtype()) ? convert(f.apply(widened(x)), x.dtype()) : f.apply(x);
  }

  private Value unary(UnaryOp op, Value x) {
    return switch (op) {
      case NEG -> hlo.same("stablehlo.negate", x);
      case ABS -> x.dtype().kind() == DType.Kind.UNSIGNED ? x : hlo.same("stablehlo.abs", x);
      case SIGN ->
          x.dtype().kind() == DType.Kind.UNSIGNED
              ? hlo.same("stablehlo.minimum", x, hlo.like(x, 1))
              : hlo.same("stablehlo.sign", x);
      case FLOOR -> hlo.same("stablehlo.floor", x);
      case CEIL -> hlo.same("stablehlo.ceil", x);
      case TRUNC ->
          hlo.select(
              hlo.compare(CompareOp.LT, x, hlo.like(x, 0)),
              hlo.same("stablehlo.ceil", x),
              hlo.same("stablehlo.floor", x));
      case ROUND -> hlo.same("stablehlo.round_nearest_even", x);
      case EXP -> hlo.same("stablehlo.exponential", x);
      case EXPM1 -> hlo.same("stablehlo.exponential_minus_one", x);
      case LOG -> hlo.same("stablehlo.log", x);
      case LOG1P -> hlo.same("stablehlo.log_plus_one", x);
      case SQRT -> hlo.same("stablehlo.sqrt", x);
      case RSQRT -> hlo.same("stablehlo.rsqrt", x);
      case CBRT -> hlo.same("stablehlo.cbrt", x);
      case SIN -> hlo.same("stablehlo.sine", x);
      case COS -> hlo.same("stablehlo.cosine", x);
      case TANH -> hlo.same("stablehlo.tanh", x);
      case LOGISTIC -> hlo.same("stablehlo.logistic", x);
      case TAN -> extended("tan", x);
      case ASIN -> extended("asin", x);
      case ACOS -> extended("acos", x);
      case ATAN -> extended("atan", x);
      case SINH -> extended("sinh", x);
      case COSH -> extended("cosh", x);
      case ASINH -> extended("asinh", x);
      case ACOSH -> extended("acosh", x);
      case ATANH -> extended("atanh", x);
      case ERF -> extended("erf", x);
      case ERFC -> extended("erfc", x);
      case ERF_INV -> extended("erf_inv", x);
      case LGAMMA -> extended("lgamma", x);
      case DIGAMMA -> extended("digamma", x);
      case BESSEL_I1E -> extended("bessel_i1e", x);
      case BESSEL_I0E -> throw new IllegalArgumentException("XLA has no bessel_i0e.");
      case NOT -> hlo.same("stablehlo.not", x);
      case POPULATION_COUNT -> hlo.same("stablehlo.popcnt", x);
    };
  }

  /// A function of the dialect of higher operations, which XLA expands.
  private Value extended(String op, Value x) {
    return hlo.value(
        "chlo.%s %s : %s -> %s"
            .formatted(op, x.name(), HloTypes.of(x.type()), HloTypes.of(x.type())),
        x.type());
  }

  private Value binary(BinaryOp op, Value a, Value b) {
    return isFloat8(a.dtype())
        ? convert(exact(op, widened(a), widened(b)), a.dtype())
        : exact(op, a, b);
  }

  private Value exact(BinaryOp op, Value a, Value b) {
    return switch (op) {
      case ADD -> hlo.add(a, b);
      case SUB -> hlo.subtract(a, b);
      case MUL -> hlo.multiply(a, b);
      case DIV -> hlo.same("stablehlo.divide", a, b);
      case REM -> hlo.same("stablehlo.remainder", a, b);
      case POW -> hlo.same("stablehlo.power", a, b);
      case MAX -> hlo.extreme("stablehlo.maximum", a, b);
      case MIN -> hlo.extreme("stablehlo.minimum", a, b);
      case ATAN2 -> hlo.same("stablehlo.atan2", a, b);
      case AND -> hlo.and(a, b);
      case OR -> hlo.or(a, b);
      case XOR -> hlo.same("stablehlo.xor", a, b);
      case SHIFT_LEFT -> hlo.same("stablehlo.shift_left", a, b);
      case SHIFT_RIGHT_LOGICAL -> hlo.same("stablehlo.shift_right_logical", a, b);
      case SHIFT_RIGHT_ARITHMETIC -> hlo.same("stablehlo.shift_right_arithmetic", a, b);
      case NEXT_AFTER ->
          hlo.value(
              "chlo.broadcast_next_after %s, %s : %s -> %s"
                  .formatted(
                      a.name(),
                      b.name(),
                      HloTypes.operands(List.of(a.type(), b.type())),
                      HloTypes.of(a.type())),
              a.type());
    };
  }

  /// Complex numbers become real by their real part, and true where either part is not zero.
  private Value convert(Value x, DType to) {
    if (to == DType.BOOL && x.dtype() != DType.BOOL) {
      return hlo.compare(CompareOp.NE, widened(x), hlo.like(widened(x), 0));
    }
    if (x.dtype().isComplex() && !to.isComplex()) {
      return convert(part(new ComplexPart(Elementwise.Part.REAL), x), to);
    }
    if (isFloat8(x.dtype()) || isFloat8(to)) {
      return hlo.convert(hlo.convert(x, DType.FLOAT32), to);
    }
    return hlo.convert(x, to);
  }

  private Value bitcast(Value x, DType to) {
    if (x.dtype() == DType.BOOL || to == DType.BOOL) {
      return x.dtype() == DType.BOOL
          ? bitcast(hlo.convert(x, DType.UINT8), to)
          : convert(bitcast(x, DType.UINT8), to);
    }
    return x.dtype() == to
        ? x
        : hlo.call("stablehlo.bitcast_convert", List.of(x), "", x.type().withDType(to));
  }

  private Value part(ComplexPart part, Value x) {
    TensorType out = x.type().withDType(DType.FLOAT32);
    String op =
        switch (part.part()) {
          case REAL -> "real";
          case IMAGINARY -> "imag";
          case ABS -> "abs";
        };
    return hlo.call("stablehlo." + op, List.of(x), "", out);
  }
}
