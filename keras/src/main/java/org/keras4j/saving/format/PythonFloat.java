package org.keras4j.saving.format;

import java.math.BigDecimal;
import java.math.MathContext;

/// Floating-point numbers as Python prints them.
public final class PythonFloat {
  private PythonFloat() {}

  /// What Python's `repr` gives for a float: `0.001`, `1e-07`, `1e+16`, `nan`, `inf`.
  public static String repr(double x) {
    if (Double.isNaN(x)) {
      return "nan";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "inf" : "-inf";
    }
    if (x == 0) {
      return 1 / x > 0 ? "0.0" : "-0.0";
    }
    BigDecimal decimal = shortest(Math.abs(x));
    String digits = decimal.unscaledValue().toString();
    // The value is 0.DIGITS times ten to the power of `point`.
    int point = digits.length() - decimal.scale();
    return (x < 0 ? "-" : "")
        + (point > -4 && point <= 16 ? plain(digits, point) : scientific(digits, point - 1));
  }

  /// What Python's `json.dumps` gives for a float: as `repr`, but `NaN`, `Infinity`, `-Infinity`.
  static String json(double x) {
    if (Double.isNaN(x)) {
      return "NaN";
    }
    return Double.isInfinite(x) ? (x > 0 ? "Infinity" : "-Infinity") : repr(x);
  }

  /// The fewest digits that give the number back. Java prints two where one is enough: `4.9E-324`.
  private static BigDecimal shortest(double x) {
    BigDecimal decimal = new BigDecimal(Double.toString(x)).stripTrailingZeros();
    if (decimal.precision() == 2) {
      BigDecimal rounded = decimal.round(new MathContext(1));
      if (rounded.doubleValue() == x) {
        return rounded.stripTrailingZeros();
      }
    }
    return decimal;
  }

  private static String plain(String digits, int point) {
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    return point >= digits.length()
        ? digits + "0".repeat(point - digits.length()) + ".0"
        : digits.substring(0, point) + "." + digits.substring(point);
  }

  private static String scientific(String digits, int exponent) {
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String sign = exponent < 0 ? "-" : "+";
    int size = Math.abs(exponent);
    return mantissa + "e" + sign + (size < 10 ? "0" : "") + size;
  }
}
