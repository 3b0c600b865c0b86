package org.keras4j.reference;

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
import org.keras4j.tensor.Elements;

/// Functions of single numbers: of doubles for floats, of longs for integers, of pairs of doubles
/// for complex numbers.
final class Pointwise {
  private Pointwise() {}

  static Elements compute(Elementwise op, List<Elements> in, Elements out) {
    Elements x = in.getFirst();
    for (int i = 0; i < out.size(); i++) {
      switch (op) {
        case Unary(var f) -> unary(f, x, out, i);
        case Binary(var f) -> binary(f, x, in.get(1), out, i);
        case Compare(var f) -> out.setLong(i, compare(f, x, in.get(1), i) ? 1 : 0);
        case Select() -> Copy.element(x.getLong(i) != 0 ? in.get(1) : in.get(2), i, out, i);
        case Convert(var to) -> convert(x, to, out, i);
        case Bitcast _ -> bitcast(x, out, i);
        case Complex() -> out.setComplex(i, x.getDouble(i), in.get(1).getDouble(i));
        case ComplexPart(var part) ->
            out.setDouble(
                i,
                switch (part) {
                  case REAL -> x.getDouble(i);
                  case IMAGINARY -> x.getImaginary(i);
                  case ABS -> Math.hypot(x.getDouble(i), x.getImaginary(i));
                });
      }
    }
    return out;
  }

  private static void unary(UnaryOp op, Elements x, Elements out, int i) {
    DType dtype = x.type().dtype();
    if (dtype.isFloat()) {
      out.setDouble(i, Scalars.unary(op, x.getDouble(i)));
    } else if (dtype.isComplex()) {
      double[] z = ComplexScalars.unary(op, x.getDouble(i), x.getImaginary(i));
      out.setComplex(i, z[0], z[1]);
    } else {
      out.setLong(i, Scalars.unary(op, x.getLong(i), dtype));
    }
  }

  private static void binary(BinaryOp op, Elements x, Elements y, Elements out, int i) {
    DType dtype = x.type().dtype();
    if (op == BinaryOp.NEXT_AFTER) {
      Scalars.nextAfter(x, y, out, i);
    } else if (dtype.isFloat()) {
      out.setDouble(i, Scalars.binary(op, x.getDouble(i), y.getDouble(i)));
    } else if (dtype.isComplex()) {
      double[] z =
          ComplexScalars.binary(
              op, x.getDouble(i), x.getImaginary(i), y.getDouble(i), y.getImaginary(i));
      out.setComplex(i, z[0], z[1]);
    } else {
      out.setLong(i, Scalars.binary(op, x.getLong(i), y.getLong(i), dtype));
    }
  }

  private static boolean compare(CompareOp op, Elements x, Elements y, int i) {
    DType dtype = x.type().dtype();
    if (dtype.isComplex()) {
      boolean same = x.getDouble(i) == y.getDouble(i) && x.getImaginary(i) == y.getImaginary(i);
      return (op == CompareOp.EQ) == same;
    }
    if (dtype.isFloat()) {
      double a = x.getDouble(i);
      double b = y.getDouble(i);
      return switch (op) {
        case EQ -> a == b;
        case NE -> a != b;
        case LT -> a < b;
        case LE -> a <= b;
        case GT -> a > b;
        case GE -> a >= b;
      };
    }
    int order = Scalars.order(x.getLong(i), y.getLong(i), dtype);
    return switch (op) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }

  private static void convert(Elements x, DType to, Elements out, int i) {
    DType from = x.type().dtype();
    if (to == DType.BOOL) {
      out.setLong(i, x.getDouble(i) != 0 || x.getImaginary(i) != 0 ? 1 : 0);
    } else if (to.isComplex()) {
      out.setComplex(i, x.getDouble(i), x.getImaginary(i));
    } else if (to.isFloat()) {
      out.setDouble(i, x.getDouble(i));
    } else if (from.isFloat() || from.isComplex()) {
      out.setLong(i, saturate(x.getDouble(i), to));
    } else {
      out.setLong(i, x.getLong(i));
    }
  }

  /// Cut towards zero, held within the integer type; NaN is 0.
  private static long saturate(double x, DType to) {
    if (to == DType.UINT64) {
      return x >= 0x1p64
          ? -1
          : x >= 0x1p63 ? (long) (x - 0x1p63) + Long.MIN_VALUE : Math.max(0, (long) x);
    }
    int bits = 8 * to.bytes();
    if (to.kind() == DType.Kind.UNSIGNED) {
      return Math.clamp((long) x, 0L, (1L << bits) - 1);
    }
    return bits == 64 ? (long) x : Math.clamp((long) x, -1L << (bits - 1), (1L << (bits - 1)) - 1);
  }

  private static void bitcast(Elements x, Elements out, int i) {
    setBits(out, i, bits(x, i));
  }

  private static long bits(Elements x, int i) {
    return switch (x.type().dtype()) {
      case FLOAT32 -> Float.floatToRawIntBits(x.buffer().floats()[i]);
      case FLOAT64 -> Double.doubleToRawLongBits(x.buffer().doubles()[i]);
      case FLOAT16, BFLOAT16 -> x.buffer().shorts()[i];
      case FLOAT8_E4M3FN, FLOAT8_E5M2 -> x.buffer().bytes()[i];
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> x.getLong(i);
      case COMPLEX64, STRING -> throw new IllegalArgumentException("no bits of " + x.type());
    };
  }

  private static void setBits(Elements out, int i, long bits) {
    switch (out.type().dtype()) {
      case FLOAT32 -> out.buffer().floats()[i] = Float.intBitsToFloat((int) bits);
      case FLOAT64 -> out.buffer().doubles()[i] = Double.longBitsToDouble(bits);
      case FLOAT16, BFLOAT16 -> out.buffer().shorts()[i] = (short) bits;
      case FLOAT8_E4M3FN, FLOAT8_E5M2 -> out.buffer().bytes()[i] = (byte) bits;
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> out.setLong(i, bits);
      case COMPLEX64, STRING -> throw new IllegalArgumentException("no bits of " + out.type());
    }
  }
}
