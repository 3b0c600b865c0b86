package org.keras4j.random;

import java.util.List;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Uniform and normal numbers made of random words.
final class Continuous {
  private static final double ERF_OF_ROOT_TWO = 0.9544997361036416;
  private static final double BOUND = 2;

  private Continuous() {}

  /// How the words become the mantissa of a number from 1 to 2.
  private record Layout(DType words, int dropped, DType pattern, long one) {}

  private static Layout layout(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> new Layout(DType.UINT16, 6, DType.UINT16, 0x3c00L);
      case BFLOAT16 -> new Layout(DType.UINT8, 1, DType.UINT16, 0x3f80L);
      case FLOAT32 -> new Layout(DType.UINT32, 9, DType.UINT32, 0x3f80_0000L);
      case FLOAT64 -> new Layout(DType.UINT64, 12, DType.UINT64, 0x3ff0_0000_0000_0000L);
      case BOOL,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          INT8,
          INT16,
          INT32,
          INT64,
          FLOAT8_E4M3FN,
          FLOAT8_E5M2,
          COMPLEX64,
          STRING ->
          throw new IllegalArgumentException(
              "Random numbers need a floating point `dtype` of 16, 32 or 64 bits. Received: dtype="
                  + dtype);
    };
  }

  /// Checks that numbers of a dtype can be drawn.
  static void requireFloat(String function, DType dtype) {
    if (!dtype.isFloat()) {
      throw new IllegalArgumentException(
          "`keras.random.%s` requires a floating point `dtype`. Received: dtype=%s"
              .formatted(function, dtype));
    }
    layout(dtype);
  }

  /// Uniform from 0 (inclusive) to 1 (exclusive).
  static Tensor unit(Bits.Words words, DType dtype) {
    Layout layout = layout(dtype);
    Tensor bits = Lax.convert(words.as(layout.words()), layout.pattern());
    Shape shape = bits.shape();
    Tensor mantissa =
        Lax.shiftRightLogical(bits, Bits.full(layout.pattern(), shape, layout.dropped()));
    Tensor pattern = Lax.or(mantissa, Bits.full(layout.pattern(), shape, layout.one()));
    return Lax.sub(Lax.bitcast(pattern, dtype), constant(dtype, shape, 1));
  }

  /// Uniform from `low` (inclusive) to `high` (exclusive), both rounded to the dtype.
  static Tensor uniform(Bits.Words words, DType dtype, double low, double high) {
    Tensor u = unit(words, dtype);
    double from = rounded(dtype, low);
    double range = rounded(dtype, rounded(dtype, high) - from);
    if (from == 0 && range == 1) {
      return u;
    }
    Shape shape = u.shape();
    return Lax.max(constant(dtype, shape, from), scaled(u, range, from));
  }

  /// `u * range + from`; in float32 without rounding the product, as the fused instruction does
  /// that made the recorded streams.
  private static Tensor scaled(Tensor u, double range, double from) {
    DType dtype = u.dtype();
    boolean exact = from == 0 || Math.scalb(1.0, Math.getExponent(range)) == range;
    if (dtype != DType.FLOAT32 || exact) {
      return affine(u, range, from);
    }
    return Lax.convert(affine(Lax.convert(u, DType.FLOAT64), range, from), dtype);
  }

  /// `x * scale + shift`, each step rounded.
  static Tensor affine(Tensor x, double scale, double shift) {
    Tensor product = Lax.mul(x, constant(x.dtype(), x.shape(), scale));
    return Lax.add(product, constant(x.dtype(), x.shape(), shift));
  }

  /// Standard normal.
  static Tensor normal(Bits.Words words, DType dtype) {
    double low = -1 + Math.scalb(1.0, -mantissaBits(dtype) - 1);
    return rootTwoTimesErfInv(uniform(words, dtype, low, 1));
  }

  private static int mantissaBits(DType dtype) {
    return switch (layout(dtype).pattern()) {
      case UINT16 -> dtype == DType.FLOAT16 ? 10 : 7;
      case UINT32 -> 23;
      default -> 52;
    };
  }

  private static Tensor rootTwoTimesErfInv(Tensor u) {
    return Lax.mul(constant(u.dtype(), u.shape(), Math.sqrt(2)), Lax.erfInv(u));
  }

  /// Standard normal, no farther than two from the mean.
  static Tensor truncatedNormal(Bits.Words words, DType dtype) {
    double edge = erfOfBound(dtype);
    Tensor x = rootTwoTimesErfInv(uniform(words, dtype, -edge, edge));
    double below = BOUND - Math.scalb(1.0, -mantissaBits(dtype));
    Tensor most = constant(dtype, x.shape(), below);
    return Lax.min(Lax.max(x, Lax.neg(most)), most);
  }

  /// erf(2 / sqrt(2)), where the halves round the quotient first.
  private static double erfOfBound(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> 0x1.e8cp-1;
      case BFLOAT16 -> 0x1.e8p-1;
      default -> ERF_OF_ROOT_TWO;
    };
  }

  static double rounded(DType dtype, double value) {
    return Array.scalar(dtype, value).item();
  }

  static Tensor constant(DType dtype, Shape shape, double value) {
    return Lax.broadcast(Array.scalar(dtype, value), shape, List.of());
  }
}
