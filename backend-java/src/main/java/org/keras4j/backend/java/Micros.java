package org.keras4j.backend.java;

import java.util.Optional;
import org.keras4j.backend.java.kernel.Elementwise;
import org.keras4j.ir.Elementwise.Binary;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.Bitcast;
import org.keras4j.ir.Elementwise.Compare;
import org.keras4j.ir.Elementwise.Complex;
import org.keras4j.ir.Elementwise.ComplexPart;
import org.keras4j.ir.Elementwise.Convert;
import org.keras4j.ir.Elementwise.Select;
import org.keras4j.ir.Elementwise.Unary;
import org.keras4j.tensor.DType;

/// Finds the stretch-wise form of elementwise primitives, where there is one; what has none is
/// computed by the reference engine.
final class Micros {
  private Micros() {}

  /// The form of an operation on operands whose last has the dtype `in`.
  static Optional<Micro> of(org.keras4j.ir.Elementwise op, DType in) {
    return switch (op) {
      case Unary(var f) -> unary(f, in);
      case Binary(var f) -> binary(f, in);
      case Compare(var f) -> MicroCompare.of(f, in);
      case Select() -> select(in);
      case Convert(var to) -> MicroConvert.of(in, to);
      case Bitcast(var to) -> bitcast(in, to);
      case Complex _, ComplexPart _ -> Optional.empty();
    };
  }

  private static Optional<Micro> unary(org.keras4j.ir.Elementwise.UnaryOp op, DType in) {
    return switch (in) {
      case FLOAT32 -> Optional.of(MicroFloat.unary(op));
      case FLOAT64 -> MicroDouble.unary(op);
      case FLOAT16, BFLOAT16 -> Optional.of(MicroHalf.around(in, MicroFloat.unary(op), 1));
      case INT32, INT64 -> MicroInteger.unary(op, in);
      case BOOL -> MicroInteger.unaryBool(op);
      case UINT8,
          UINT16,
          UINT32,
          UINT64,
          INT8,
          INT16,
          FLOAT8_E4M3FN,
          FLOAT8_E5M2,
          COMPLEX64,
          STRING ->
          Optional.empty();
    };
  }

  private static Optional<Micro> binary(BinaryOp op, DType in) {
    return switch (in) {
      case FLOAT32 -> Optional.of(MicroFloat.binary(op));
      case FLOAT64 -> Optional.of(MicroDouble.binary(op));
      case FLOAT16, BFLOAT16 ->
          op == BinaryOp.NEXT_AFTER
              ? Optional.empty()
              : Optional.of(MicroHalf.around(in, MicroFloat.binary(op), 2));
      case INT32, INT64 -> MicroInteger.binary(op, in);
      case UINT32 -> MicroInteger.binaryUnsigned(op);
      case BOOL -> MicroInteger.binaryBool(op);
      case UINT8, UINT16, UINT64, INT8, INT16, FLOAT8_E4M3FN, FLOAT8_E5M2, COMPLEX64, STRING ->
          Optional.empty();
    };
  }

  private static Optional<Micro> bitcast(DType in, DType to) {
    if (to == DType.FLOAT32 && (in == DType.INT32 || in == DType.UINT32)) {
      return Optional.of(
          (a, o, z, zo, n) -> {
            int[] x = (int[]) a[0];
            float[] out = (float[]) z;
            for (int i = 0; i < n; i++) {
              out[zo + i] = Float.intBitsToFloat(x[o[0] + i]);
            }
          });
    }
    if (in == DType.FLOAT32 && (to == DType.INT32 || to == DType.UINT32)) {
      return Optional.of(
          (a, o, z, zo, n) -> {
            float[] x = (float[]) a[0];
            int[] out = (int[]) z;
            for (int i = 0; i < n; i++) {
              out[zo + i] = Float.floatToRawIntBits(x[o[0] + i]);
            }
          });
    }
    return Optional.empty();
  }

  private static Optional<Micro> select(DType in) {
    return switch (in) {
      case FLOAT32 -> Optional.of(Micros::selectFloats);
      case FLOAT64 -> Optional.of(Micros::selectDoubles);
      case INT32, UINT32 -> Optional.of(Micros::selectInts);
      case INT64, UINT64 -> Optional.of(Micros::selectLongs);
      case INT16, UINT16, FLOAT16, BFLOAT16 -> Optional.of(Micros::selectShorts);
      case BOOL, INT8, UINT8, FLOAT8_E4M3FN, FLOAT8_E5M2 -> Optional.of(Micros::selectBytes);
      case COMPLEX64, STRING -> Optional.empty();
    };
  }

  private static void selectFloats(Object[] a, int[] o, Object z, int zo, int n) {
    Elementwise.select(
        (byte[]) a[0], o[0], (float[]) a[1], o[1], (float[]) a[2], o[2], (float[]) z, zo, n);
  }

  private static void selectDoubles(Object[] a, int[] o, Object z, int zo, int n) {
    byte[] p = (byte[]) a[0];
    double[] x = (double[]) a[1];
    double[] y = (double[]) a[2];
    double[] out = (double[]) z;
    for (int i = 0; i < n; i++) {
      out[zo + i] = p[o[0] + i] != 0 ? x[o[1] + i] : y[o[2] + i];
    }
  }

  private static void selectInts(Object[] a, int[] o, Object z, int zo, int n) {
    byte[] p = (byte[]) a[0];
    int[] x = (int[]) a[1];
    int[] y = (int[]) a[2];
    int[] out = (int[]) z;
    for (int i = 0; i < n; i++) {
      out[zo + i] = p[o[0] + i] != 0 ? x[o[1] + i] : y[o[2] + i];
    }
  }

  private static void selectLongs(Object[] a, int[] o, Object z, int zo, int n) {
    byte[] p = (byte[]) a[0];
    long[] x = (long[]) a[1];
    long[] y = (long[]) a[2];
    long[] out = (long[]) z;
    for (int i = 0; i < n; i++) {
      out[zo + i] = p[o[0] + i] != 0 ? x[o[1] + i] : y[o[2] + i];
    }
  }

  private static void selectShorts(Object[] a, int[] o, Object z, int zo, int n) {
    byte[] p = (byte[]) a[0];
    short[] x = (short[]) a[1];
    short[] y = (short[]) a[2];
    short[] out = (short[]) z;
    for (int i = 0; i < n; i++) {
      out[zo + i] = p[o[0] + i] != 0 ? x[o[1] + i] : y[o[2] + i];
    }
  }

  private static void selectBytes(Object[] a, int[] o, Object z, int zo, int n) {
    byte[] p = (byte[]) a[0];
    byte[] x = (byte[]) a[1];
    byte[] y = (byte[]) a[2];
    byte[] out = (byte[]) z;
    for (int i = 0; i < n; i++) {
      out[zo + i] = p[o[0] + i] != 0 ? x[o[1] + i] : y[o[2] + i];
    }
  }
}
