package org.keras4j.backend.torch;

import java.util.List;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.ir.Elementwise.Convert;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// Conversions between dtypes. The library's own leave what does not fit undefined.
final class Conversion {
  private final Assembly assembly;

  Conversion(Assembly assembly) {
    this.assembly = assembly;
  }

  Ref convert(Operand x, DType to) {
    DType from = x.dtype();
    if (from == to) {
      return x.ref();
    }
    if (isByReference(from, to)) {
      return ByReference.step(
              assembly, new Convert(to), List.of(x), List.of(x.type().withDType(to)))
          .getFirst();
    }
    if (to == DType.BOOL) {
      return assembly.call(Aten.NE_SCALAR, x.shape(), Kind.BOOL, x.ref(), 0L);
    }
    if (from.isComplex() && !to.isComplex()) {
      Ref real = assembly.call(Aten.REAL, x.shape(), Kind.FLOAT, x.ref());
      return convert(new Operand(real, x.type().withDType(DType.FLOAT32)), to);
    }
    if (from.isFloat() && to.isInteger()) {
      return saturated(x, to);
    }
    Ref source = ElementwiseLowering.isWideUnsigned(from) ? bits(x) : x.ref();
    return to(source, x.shape(), Kind.of(to));
  }

  /// The library has no arithmetic on eight-bit floats, takes 64 unsigned bits for signed ones, and
  /// rounds twice on the way from wide numbers to floats of 16 bits.
  private static boolean isByReference(DType from, DType to) {
    boolean rounding =
        Lowering.isHalf(to)
            && switch (from) {
              case FLOAT64, INT32, INT64, UINT32 -> true;
              case BOOL,
                  UINT8,
                  UINT16,
                  UINT64,
                  INT8,
                  INT16,
                  FLOAT8_E4M3FN,
                  FLOAT8_E5M2,
                  FLOAT16,
                  BFLOAT16,
                  FLOAT32,
                  COMPLEX64,
                  STRING ->
                  false;
            };
    return rounding
        || isEightBitFloat(from)
        || isEightBitFloat(to)
        || (from == DType.UINT64 && !to.isInteger() && to != DType.BOOL)
        || (to == DType.UINT64 && !from.isInteger() && from != DType.BOOL);
  }

  private static boolean isEightBitFloat(DType dtype) {
    return dtype == DType.FLOAT8_E4M3FN || dtype == DType.FLOAT8_E5M2;
  }

  private Ref to(Ref x, Shape shape, Kind kind) {
    return x.kind() == kind ? x : assembly.call(Aten.TO, shape, kind, x, kind);
  }

  /// The bits of an integer as a non-negative 64-bit number (of 64 bits: the bits themselves).
  Ref bits(Operand x) {
    Ref wide = to(x.ref(), x.shape(), Kind.LONG);
    int bytes = x.dtype().bytes();
    return bytes == 8 || x.ref().kind() == Kind.BYTE || x.ref().kind() == Kind.BOOL
        ? wide
        : assembly.call(
            Aten.BITWISE_AND_SCALAR, x.shape(), Kind.LONG, wide, (1L << (8 * bytes)) - 1);
  }

  /// Cut towards zero, held within the type, NaN as 0.
  private Ref saturated(Operand x, DType to) {
    Ref wide = to(x.ref(), x.shape(), Kind.DOUBLE);
    Ref number = assembly.call(Aten.NAN_TO_NUM, x.shape(), Kind.DOUBLE, wide, 0.0);
    if (to == DType.INT64) {
      return saturatedLong(x.shape(), number);
    }
    boolean signed = to.kind() == DType.Kind.SIGNED;
    double low = signed ? lowest(to) : 0;
    double high = Math.scalb(1.0, 8 * to.bytes() - (signed ? 1 : 0)) - 1;
    Ref held = assembly.call(Aten.CLAMP, x.shape(), Kind.DOUBLE, number, low, high);
    Kind kind = Kind.of(to);
    // Through 64 bits, so that large unsigned numbers keep their bits.
    return to(to(held, x.shape(), Kind.LONG), x.shape(), kind);
  }

  private Ref saturatedLong(Shape shape, Ref number) {
    Ref held =
        assembly.call(Aten.CLAMP, shape, Kind.DOUBLE, number, -0x1p63, Math.nextDown(0x1p63));
    Ref cut = to(held, shape, Kind.LONG);
    Ref beyond = assembly.call(Aten.GE_SCALAR, shape, Kind.BOOL, number, 0x1p63);
    Ref most = assembly.constant(Array.scalar(DType.INT64, Long.MAX_VALUE));
    return assembly.call(Aten.WHERE, shape, Kind.LONG, beyond, most, cut);
  }

  /// The lowest number of the signed type of a dtype's width.
  static long lowest(DType dtype) {
    return -1L << (8 * dtype.bytes() - 1);
  }
}
