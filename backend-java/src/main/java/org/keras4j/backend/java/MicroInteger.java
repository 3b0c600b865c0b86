package org.keras4j.backend.java;

import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.tensor.DType;

/// Stretch-wise functions of int32, int64, uint32 and bool.
final class MicroInteger {
  private MicroInteger() {}

  private static Optional<Micro> ints(IntUnaryOperator f) {
    return Optional.of(
        (a, o, z, zo, n) -> {
          int[] x = (int[]) a[0];
          int[] out = (int[]) z;
          int xo = o[0];
          for (int i = 0; i < n; i++) {
            out[zo + i] = f.applyAsInt(x[xo + i]);
          }
        });
  }

  private static Optional<Micro> ints(IntBinaryOperator f) {
    return Optional.of(
        (a, o, z, zo, n) -> {
          int[] x = (int[]) a[0];
          int[] y = (int[]) a[1];
          int[] out = (int[]) z;
          int xo = o[0];
          int yo = o[1];
          for (int i = 0; i < n; i++) {
            out[zo + i] = f.applyAsInt(x[xo + i], y[yo + i]);
          }
        });
  }

  /// What turns random bits into numbers has loops of its own: a function called for each number
  /// costs several times as much.
  private static void or(Object[] a, int[] o, Object z, int zo, int n) {
    int[] x = (int[]) a[0];
    int[] y = (int[]) a[1];
    int[] out = (int[]) z;
    int xo = o[0];
    int yo = o[1];
    for (int i = 0; i < n; i++) {
      out[zo + i] = x[xo + i] | y[yo + i];
    }
  }

  private static void xor(Object[] a, int[] o, Object z, int zo, int n) {
    int[] x = (int[]) a[0];
    int[] y = (int[]) a[1];
    int[] out = (int[]) z;
    int xo = o[0];
    int yo = o[1];
    for (int i = 0; i < n; i++) {
      out[zo + i] = x[xo + i] ^ y[yo + i];
    }
  }

  private static void shiftRight(Object[] a, int[] o, Object z, int zo, int n) {
    int[] x = (int[]) a[0];
    int[] y = (int[]) a[1];
    int[] out = (int[]) z;
    int xo = o[0];
    int yo = o[1];
    for (int i = 0; i < n; i++) {
      int by = y[yo + i];
      out[zo + i] = (by & ~31) != 0 ? 0 : x[xo + i] >>> by;
    }
  }

  private static Optional<Micro> longs(LongUnaryOperator f) {
    return Optional.of(
        (a, o, z, zo, n) -> {
          long[] x = (long[]) a[0];
          long[] out = (long[]) z;
          int xo = o[0];
          for (int i = 0; i < n; i++) {
            out[zo + i] = f.applyAsLong(x[xo + i]);
          }
        });
  }

  private static Optional<Micro> longs(LongBinaryOperator f) {
    return Optional.of(
        (a, o, z, zo, n) -> {
          long[] x = (long[]) a[0];
          long[] y = (long[]) a[1];
          long[] out = (long[]) z;
          int xo = o[0];
          int yo = o[1];
          for (int i = 0; i < n; i++) {
            out[zo + i] = f.applyAsLong(x[xo + i], y[yo + i]);
          }
        });
  }

  private static Optional<Micro> bytes(IntBinaryOperator f) {
    return Optional.of(
        (a, o, z, zo, n) -> {
          byte[] x = (byte[]) a[0];
          byte[] y = (byte[]) a[1];
          byte[] out = (byte[]) z;
          int xo = o[0];
          int yo = o[1];
          for (int i = 0; i < n; i++) {
            out[zo + i] = (byte) f.applyAsInt(x[xo + i], y[yo + i]);
          }
        });
  }

  static Optional<Micro> unary(UnaryOp op, DType dtype) {
    boolean narrow = dtype == DType.INT32;
    if (op == UnaryOp.NEG) {
      return narrow ? ints(v -> -v) : longs(v -> -v);
    }
    if (op == UnaryOp.ABS) {
      return narrow ? ints(Math::abs) : longs(Math::abs);
    }
    if (op == UnaryOp.SIGN) {
      return narrow ? ints(Integer::signum) : longs(v -> Long.signum(v));
    }
    if (op == UnaryOp.NOT) {
      return narrow ? ints(v -> ~v) : longs(v -> ~v);
    }
    return Optional.empty();
  }

  static Optional<Micro> unaryBool(UnaryOp op) {
    if (op != UnaryOp.NOT) {
      return Optional.empty();
    }
    return Optional.of(
        (a, o, z, zo, n) -> {
          byte[] x = (byte[]) a[0];
          byte[] out = (byte[]) z;
          for (int i = 0; i < n; i++) {
            out[zo + i] = (byte) (1 - x[o[0] + i]);
          }
        });
  }

  static Optional<Micro> binary(BinaryOp op, DType dtype) {
    return dtype == DType.INT32 ? binaryInt(op) : binaryLong(op);
  }

  private static Optional<Micro> binaryInt(BinaryOp op) {
    return switch (op) {
      case ADD -> ints((v, w) -> v + w);
      case SUB -> ints((v, w) -> v - w);
      case MUL -> ints((v, w) -> v * w);
      case DIV -> ints((v, w) -> w == 0 ? -1 : v / w);
      case REM -> ints((v, w) -> w == 0 ? v : v % w);
      case MAX -> ints(Math::max);
      case MIN -> ints(Math::min);
      case AND -> ints((v, w) -> v & w);
      case OR -> Optional.of(MicroInteger::or);
      case XOR -> Optional.of(MicroInteger::xor);
      case SHIFT_LEFT -> ints((v, w) -> (w & ~31) != 0 ? 0 : v << w);
      case SHIFT_RIGHT_LOGICAL -> Optional.of(MicroInteger::shiftRight);
      case SHIFT_RIGHT_ARITHMETIC -> ints((v, w) -> v >> ((w & ~31) != 0 ? 31 : w));
      case POW, ATAN2, NEXT_AFTER -> Optional.empty();
    };
  }

  private static Optional<Micro> binaryLong(BinaryOp op) {
    return switch (op) {
      case ADD -> longs((v, w) -> v + w);
      case SUB -> longs((v, w) -> v - w);
      case MUL -> longs((v, w) -> v * w);
      case DIV -> longs((v, w) -> w == 0 ? -1 : v / w);
      case REM -> longs((v, w) -> w == 0 ? v : v % w);
      case MAX -> longs(Math::max);
      case MIN -> longs(Math::min);
      case AND -> longs((v, w) -> v & w);
      case OR -> longs((v, w) -> v | w);
      case XOR -> longs((v, w) -> v ^ w);
      case SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC, POW, ATAN2, NEXT_AFTER ->
          Optional.empty();
    };
  }

  /// What random bits need.
  static Optional<Micro> binaryUnsigned(BinaryOp op) {
    return switch (op) {
      case ADD, SUB, MUL, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL -> binaryInt(op);
      case SHIFT_RIGHT_ARITHMETIC -> binaryInt(BinaryOp.SHIFT_RIGHT_LOGICAL);
      case DIV -> ints((v, w) -> w == 0 ? -1 : Integer.divideUnsigned(v, w));
      case REM -> ints((v, w) -> w == 0 ? v : Integer.remainderUnsigned(v, w));
      case MAX -> ints((v, w) -> Integer.compareUnsigned(v, w) >= 0 ? v : w);
      case MIN -> ints((v, w) -> Integer.compareUnsigned(v, w) <= 0 ? v : w);
      case POW, ATAN2, NEXT_AFTER -> Optional.empty();
    };
  }

  static Optional<Micro> binaryBool(BinaryOp op) {
    return switch (op) {
      case AND, MIN -> bytes((v, w) -> v & w);
      case OR, MAX -> bytes((v, w) -> v | w);
      case XOR -> bytes((v, w) -> v ^ w);
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
          Optional.empty();
    };
  }
}
