package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keras4j.reference.SpecialFunctions;

class VecMathTest {
  interface OnArrays {
    void run(float[] x, int xStart, float[] y, int yStart, int count);
  }

  interface OnOne {
    float of(float x);
  }

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  enum Function {
    EXP(VecMath::exp, FloatMath::exp, Math::exp, -110, 100, 1),
    EXPM1(VecMath::expm1, FloatMath::expm1, Math::expm1, -50, 90, 2),
    LOG(VecMath::log, FloatMath::log, Math::log, 0, 1e38, 1),
    LOG_NEAR_1(VecMath::log, FloatMath::log, Math::log, 0.5, 2, 1),
    LOG1P(VecMath::log1p, FloatMath::log1p, Math::log1p, -1, 10, 2),
    TANH(VecMath::tanh, FloatMath::tanh, Math::tanh, -12, 12, 3),
    SIGMOID(VecMath::sigmoid, FloatMath::sigmoid, x -> 1 / (1 + Math.exp(-x)), -87, 110, 3),
    SOFTPLUS(VecMath::softplus, FloatMath::softplus, VecMathTest::softplus, -110, 110, 2),
    SILU(VecMath::silu, FloatMath::silu, x -> x / (1 + Math.exp(-x)), -80, 110, 4),
    ERF(VecMath::erf, FloatMath::erf, VecMathTest::erf, -6, 6, 2),
    ERFC(VecMath::erfc, FloatMath::erfc, SpecialFunctions::erfc, -6, 9, 7),
    GELU(VecMath::gelu, FloatMath::gelu, VecMathTest::gelu, -5, 6, 40),
    GELU_TANH(VecMath::geluTanh, FloatMath::geluTanh, VecMathTest::geluTanh, 0, 6, 2);

    final OnArrays array;
    final OnOne one;
    final DoubleUnaryOperator exact;
    final float low;
    final float high;
    final double ulps;

    Function(
        OnArrays array,
        OnOne one,
        DoubleUnaryOperator exact,
        double low,
        double high,
        double ulps) {
      this.array = array;
      this.one = one;
      this.exact = exact;
      this.low = (float) low;
      this.high = (float) high;
      this.ulps = ulps;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isWithinAFewUlp(Function function) {
    Random random = new Random(4);
    for (int i = 0; i < 200_000; i++) {
      float small =
          (float) Math.exp(random.nextDouble() * 100 - 80) * (random.nextBoolean() ? 1 : -1);
      float x =
          i % 2 == 0 ? function.low + (function.high - function.low) * random.nextFloat() : small;
      if (x < function.low || x > function.high) {
        continue;
      }
      double exact = function.exact.applyAsDouble(x);
      float actual = function.one.of(x);
      double allowed = function.ulps * Math.ulp((float) exact);
      if (actual != (float) exact && !(Math.abs(actual - exact) <= allowed)) {
        assertThat((double) actual).as("%s(%s)", function, x).isEqualTo(exact);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameBitsOnArrays(Function function) {
    float[] special = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      -1f,
      1f,
      88.7228f,
      88.7229f,
      -103.9f,
      -87.5f,
      1e-30f,
      -1e-30f,
      1.5f,
      0.92773f,
      0.92774f,
      -2f
    };
    for (int count : Numbers.SIZES) {
      float[] x = Numbers.random(count, count + 3);
      for (int i = 0; i < count; i++) {
        x[i + 3] = i % 3 == 0 ? special[(i / 3 + count) % special.length] : x[i + 3] * 20;
      }
      float[] y = new float[count + 1];
      function.array.run(x, 3, y, 1, count);
      for (int i = 0; i < count; i++) {
        Numbers.assertSame(function + " of " + x[i + 3], y[i + 1], function.one.of(x[i + 3]));
      }
    }
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double gelu(double x) {
    return x / 2 * SpecialFunctions.erfc(-x / Math.sqrt(2));
  }

  private static double geluTanh(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  /// Series near 0, continued fraction elsewhere.
  private static double erf(double x) {
    double a = Math.abs(x);
    if (a < 3) {
      double sum = a;
      double term = a;
      for (int n = 1; n < 100; n++) {
        term *= -a * a / n;
        sum += term / (2 * n + 1);
      }
      return Math.copySign(2 / Math.sqrt(Math.PI) * sum, x);
    }
    double fraction = 0;
    for (int n = 60; n > 0; n--) {
      fraction = n / 2.0 / (a + fraction);
    }
    return Math.copySign(1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction), x);
  }
}
