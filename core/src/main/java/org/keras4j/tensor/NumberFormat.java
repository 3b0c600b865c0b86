package org.keras4j.tensor;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/// How NumPy writes the floats of an array: the fewest digits that tell them apart, at most {@value
/// #PRECISION} behind the point, all points below each other; with exponents where the numbers are
/// very large, very small, or far apart.
final class NumberFormat {
  private static final int PRECISION = 8;

  private final boolean wide;
  private final boolean scientific;
  private final int digits;

  private NumberFormat(boolean wide, boolean scientific, int digits) {
    this.wide = wide;
    this.scientific = scientific;
    this.digits = digits;
  }

  /// The format of some numbers.
  ///
  /// @param wide whether they are float64; others have the digits of float32
  static NumberFormat of(double[] numbers, boolean wide) {
    double[] sizes =
        Arrays.stream(numbers).filter(x -> x != 0 && Double.isFinite(x)).map(Math::abs).toArray();
    double largest = Arrays.stream(sizes).max().orElse(0);
    double smallest = Arrays.stream(sizes).min().orElse(1);
    boolean scientific = largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000;
    var plain = new NumberFormat(wide, scientific, 0);
    int digits =
        Arrays.stream(numbers)
            .filter(Double::isFinite)
            .mapToInt(x -> plain.rounded(x).scale())
            .max()
            .orElse(0);
    return new NumberFormat(wide, scientific, Math.max(0, digits));
  }

  /// The shortest digits of a number; with exponents those of its mantissa.
  private BigDecimal rounded(double x) {
    var exact = new BigDecimal(wide ? Double.toString(x) : Float.toString((float) x));
    BigDecimal number = scientific ? exact.movePointLeft(exponent(exact)) : exact;
    return number.setScale(PRECISION, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }

  private static int exponent(BigDecimal x) {
    return x.signum() == 0 ? 0 : x.precision() - x.scale() - 1;
  }

  /// One number; shorter ones have spaces where others have further digits.
  String format(double x) {
    if (Double.isNaN(x)) {
      return "nan";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "inf" : "-inf";
    }
    String sign = x < 0 || (x == 0 && 1 / x < 0) ? "-" : "";
    BigDecimal number = rounded(x).abs();
    if (scientific) {
      var exact = new BigDecimal(wide ? Double.toString(x) : Float.toString((float) x));
      int exponent = exponent(exact);
      return "%s%s%se%s%02d"
          .formatted(
              sign,
              number.setScale(digits, RoundingMode.UNNECESSARY).toPlainString(),
              digits == 0 ? "." : "",
              exponent < 0 ? "-" : "+",
              Math.abs(exponent));
    }
    int own = Math.max(0, number.scale());
    String plain = number.setScale(own, RoundingMode.UNNECESSARY).toPlainString();
    return sign + plain + (own == 0 ? "." : "") + " ".repeat(digits - own);
  }
}
