package org.keras4j.backend.java;

import java.util.Optional;
import org.keras4j.backend.java.kernel.Choice;
import org.keras4j.backend.java.kernel.Elementwise;
import org.keras4j.ir.Elementwise.CompareOp;
import org.keras4j.tensor.DType;

/// Stretch-wise comparisons. `GT` and `GE` are `LT` and `LE` with the operands exchanged; `NE` is
/// not `EQ`.
final class MicroCompare {
  private MicroCompare() {}

  static Optional<Micro> of(CompareOp op, DType in) {
    boolean exchanged = op == CompareOp.GT || op == CompareOp.GE;
    int x = exchanged ? 1 : 0;
    int y = 1 - x;
    return switch (in) {
      case FLOAT32 -> Optional.of(floats(op, x, y));
      case FLOAT64 -> Optional.of(doubles(op, x, y));
      case INT32 -> Optional.of(ints(op, x, y));
      case INT64 -> Optional.of(longs(op, x, y));
      case FLOAT16, BFLOAT16 -> Optional.of(MicroHalf.reading(in, floats(op, x, y), 2));
      case BOOL, INT8 -> Optional.of(bytes(op, x, y));
      case UINT8, UINT16, UINT32, UINT64, INT16, FLOAT8_E4M3FN, FLOAT8_E5M2, COMPLEX64, STRING ->
          Optional.empty();
    };
  }

  /// A comparison of float32 and the choice between float32 by its outcome, as one: of the operands
  /// compared and those chosen from.
  static Micro choose(CompareOp op) {
    boolean exchanged = op == CompareOp.GT || op == CompareOp.GE;
    int x = exchanged ? 1 : 0;
    int y = 1 - x;
    int holding = op == CompareOp.NE ? 3 : 2;
    int otherwise = 5 - holding;
    return (a, o, z, zo, n) -> {
      var choice =
          new Choice(
              (float[]) a[x],
              o[x],
              (float[]) a[y],
              o[y],
              (float[]) a[holding],
              o[holding],
              (float[]) a[otherwise],
              o[otherwise]);
      switch (op) {
        case LT, GT -> choice.byLess((float[]) z, zo, n);
        case LE, GE -> choice.byAtMost((float[]) z, zo, n);
        case EQ, NE -> choice.byEqual((float[]) z, zo, n);
      }
    };
  }

  private static Micro floats(CompareOp op, int first, int second) {
    return (a, o, z, zo, n) -> {
      float[] x = (float[]) a[first];
      float[] y = (float[]) a[second];
      byte[] out = (byte[]) z;
      int xo = o[first];
      int yo = o[second];
      switch (op) {
        case EQ -> {
          for (int i = 0; i < n; i++) {
            out[zo + i] = (byte) (x[xo + i] == y[yo + i] ? 1 : 0);
          }
        }
        case NE -> {
          for (int i = 0; i < n; i++) {
            out[zo + i] = (byte) (x[xo + i] != y[yo + i] ? 1 : 0);
          }
        }
        case LT, GT -> Elementwise.less(x, xo, y, yo, out, zo, n);
        case LE, GE -> {
          for (int i = 0; i < n; i++) {
            out[zo + i] = (byte) (x[xo + i] <= y[yo + i] ? 1 : 0);
          }
        }
      }
    };
  }

  private static boolean holds(CompareOp op, double x, double y) {
    return switch (op) {
      case EQ -> x == y;
      case NE -> x != y;
      case LT, GT -> x < y;
      case LE, GE -> x <= y;
    };
  }

  private static boolean holds(CompareOp op, long x, long y) {
    return switch (op) {
      case EQ -> x == y;
      case NE -> x != y;
      case LT, GT -> x < y;
      case LE, GE -> x <= y;
    };
  }

  private static Micro doubles(CompareOp op, int first, int second) {
    return (a, o, z, zo, n) -> {
      double[] x = (double[]) a[first];
      double[] y = (double[]) a[second];
      byte[] out = (byte[]) z;
      for (int i = 0; i < n; i++) {
        out[zo + i] = (byte) (holds(op, x[o[first] + i], y[o[second] + i]) ? 1 : 0);
      }
    };
  }

  private static Micro ints(CompareOp op, int first, int second) {
    return (a, o, z, zo, n) -> {
      int[] x = (int[]) a[first];
      int[] y = (int[]) a[second];
      byte[] out = (byte[]) z;
      for (int i = 0; i < n; i++) {
        out[zo + i] = (byte) (holds(op, (long) x[o[first] + i], (long) y[o[second] + i]) ? 1 : 0);
      }
    };
  }

  private static Micro longs(CompareOp op, int first, int second) {
    return (a, o, z, zo, n) -> {
      long[] x = (long[]) a[first];
      long[] y = (long[]) a[second];
      byte[] out = (byte[]) z;
      for (int i = 0; i < n; i++) {
        out[zo + i] = (byte) (holds(op, x[o[first] + i], y[o[second] + i]) ? 1 : 0);
      }
    };
  }

  private static Micro bytes(CompareOp op, int first, int second) {
    return (a, o, z, zo, n) -> {
      byte[] x = (byte[]) a[first];
      byte[] y = (byte[]) a[second];
      byte[] out = (byte[]) z;
      for (int i = 0; i < n; i++) {
        out[zo + i] = (byte) (holds(op, (long) x[o[first] + i], (long) y[o[second] + i]) ? 1 : 0);
      }
    };
  }
}
