package org.keras4j.reference;

/// Functions the JDK lacks, to nearly full double precision, by series and continued fractions.
///
/// @see <a href="https://dlmf.nist.gov/">NIST Digital Library of Mathematical Functions</a>,
///   chapters 5, 7 and 10
public final class SpecialFunctions {
  private static final double[] LANCZOS = {
    0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746,
    -0.4919138160976202, 3.399464998481189E-05, 4.652362892704858E-05, -9.837447530487956E-05,
    0.0001580887032249125, -0.00021026444172410488, 0.00021743961811521265, -0.0001643181065367639,
    8.441822398385275E-05, -2.6190838401581408E-05, 3.6899182659531625E-06
  };

  private SpecialFunctions() {}

  /// The error function.
  public static double erf(double x) {
    double a = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    return a < 2.5 ? erfSeries(x) : Math.copySign(1 - erfcFraction(a), x);
  }

  /// `1 - erf(x)` without cancellation.
  public static double erfc(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (x < 0) {
      return 2 - erfc(-x);
    }
    return x < 1.5 ? 1 - erfSeries(x) : erfcFraction(x);
  }

  /// All terms of one sign (DLMF 7.6.2).
  private static double erfSeries(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /// Continued fraction (DLMF 7.9.1), evaluated from behind.
  private static double erfcFraction(double x) {
    if (x > 30) {
      return 0;
    }
    double tail = 0;
    for (int n = 120; n >= 1; n--) {
      tail = n / 2.0 / (x + tail);
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + tail);
  }

  /// The inverse of the error function: infinite at ±1, NaN beyond.
  public static double erfInv(double y) {
    double a = Math.abs(y);
    if (!(a < 1)) {
      return a == 1 ? Math.copySign(Double.POSITIVE_INFINITY, y) : Double.NaN;
    }
    // Winitzki's approximation, then Newton on erf, or on log(erfc) in the tails.
    double l = Math.log1p(-a * a);
    double b = 2 / (Math.PI * 0.147) + l / 2;
    double x = Math.sqrt(Math.sqrt(b * b - l / 0.147) - b);
    for (int i = 0; i < 4; i++) {
      double density = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
      if (a < 0.5) {
        x -= (erf(x) - a) / density;
      } else {
        double tail = erfc(x);
        x += Math.log(tail / (1 - a)) * tail / density;
      }
    }
    return Math.copySign(a == 0 ? 0 : x, y);
  }

  /// Logarithm of the absolute value of the gamma function.
  public static double lgamma(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      return Double.isNaN(x) ? x : Double.POSITIVE_INFINITY;
    }
    if (x <= 0 && x == Math.rint(x)) {
      return Double.POSITIVE_INFINITY;
    }
    if (x < 0.5) {
      double s = Math.abs(Math.sin(Math.PI * (x - 2 * Math.floor(x / 2))));
      return Math.log(Math.PI / s) - lgamma(1 - x);
    }
    double z = x - 1;
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (z + i);
    }
    double t = z + 607.0 / 128 + 0.5;
    return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
  }

  /// The derivative of {@link #lgamma}.
  public static double digamma(double x) {
    if (x == Double.POSITIVE_INFINITY) {
      return x;
    }
    if (x <= 0) {
      return x == Math.rint(x)
          ? Double.NaN
          : digamma(1 - x) - Math.PI / Math.tan(Math.PI * (x - Math.floor(x)));
    }
    double shift = 0;
    double y = x;
    while (y < 12) {
      shift -= 1 / y;
      y++;
    }
    double s = 1 / (y * y);
    double series =
        s
            * (1 / 12.0
                - s
                    * (1 / 120.0
                        - s
                            * (1 / 252.0
                                - s
                                    * (1 / 240.0
                                        - s * (1 / 132.0 - s * (691 / 32760.0 - s / 12))))));
    return shift + Math.log(y) - 0.5 / y - series;
  }

  /// Modified Bessel function of the first kind of order 0 or 1, times `exp(-|x|)`.
  public static double besselIe(int order, double x) {
    double a = Math.abs(x);
    double value = a < 30 ? besselSeries(order, a) : besselAsymptotic(order, a);
    return order == 1 && x < 0 ? -value : value;
  }

  private static double besselSeries(int order, double a) {
    double term = order == 0 ? 1 : a / 2;
    double sum = term;
    for (int k = 1; term > 1e-18 * sum; k++) {
      term *= a * a / 4 / k / (k + order);
      sum += term;
    }
    return sum * Math.exp(-a);
  }

  private static double besselAsymptotic(int order, double a) {
    double mu = 4.0 * order * order;
    double term = 1;
    double sum = 1;
    for (int k = 1; k < 25; k++) {
      double odd = 2 * k - 1;
      term *= -(mu - odd * odd) / (k * 8 * a);
      sum += term;
    }
    return sum / Math.sqrt(2 * Math.PI * a);
  }
}
