package org.keras4j.backend.java.kernel;

/// Functions of one float, the same operations in the same order as their vector forms in
/// `VectorMath`, so that both give the same bits. Within 2 ulp unless said otherwise; infinities, NaN
/// and subnormal numbers included.
///
/// Polynomials: [Cephes](https://www.netlib.org/cephes/) single precision; the error function after
/// N. Juffa.
public final class FloatMath {
  static final float LOG2_E = 1.44269504f;
  static final float LN2_HIGH = 0.693359375f;
  static final float LN2_LOW = -2.12194440e-4f;
  /// Adding it rounds a float to an integer, in the low bits.
  static final float ROUNDER = 12582912f;
  static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  static final float EXP_LOW = -104f;
  static final float EXP_HIGH = 89f;
  static final float EXPM1_LOW = -18f;
  static final float SCALE_UP = 8388608f;
  static final int SQRT_HALF_BITS = 0x3f3504f3;
  static final float GELU_LINEAR = 0.7978845608f;
  static final float GELU_CUBIC = 0.044715f * 0.7978845608f;
  static final float SQRT_HALF = 0.70710678f;
  static final float ERF_SPLIT = 0.927734375f;

  private FloatMath() {}

  /// e to the power of x.
  public static float exp(float x) {
    float clamped = Math.min(Math.max(x, EXP_LOW), EXP_HIGH);
    float shifted = Math.fma(clamped, LOG2_E, ROUNDER);
    float r = remainder(clamped, shifted - ROUNDER);
    int power = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
    int half = power >> 1;
    return (1f + expMinus1Near0(r)) * powerOf2(half) * powerOf2(power - half);
  }

  /// e to the power of x, less 1, exact for small x.
  public static float expm1(float x) {
    float clamped = Math.min(Math.max(x, EXPM1_LOW), EXP_HIGH);
    float shifted = Math.fma(clamped, LOG2_E, ROUNDER);
    float r = remainder(clamped, shifted - ROUNDER);
    float halfScale = powerOf2(Float.floatToRawIntBits(shifted) - ROUNDER_BITS - 1);
    float half = Math.fma(expMinus1Near0(r), halfScale, halfScale - 0.5f);
    return half + half;
  }

  private static float remainder(float x, float multiple) {
    return Math.fma(multiple, -LN2_LOW, Math.fma(multiple, -LN2_HIGH, x));
  }

  private static float expMinus1Near0(float r) {
    float p = Math.fma(r, 1.9875691500e-4f, 1.3981999507e-3f);
    p = Math.fma(p, r, 8.3334519073e-3f);
    p = Math.fma(p, r, 4.1665795894e-2f);
    p = Math.fma(p, r, 1.6666665459e-1f);
    p = Math.fma(p, r, 5.0000001201e-1f);
    return Math.fma(p, r * r, r);
  }

  private static float powerOf2(int power) {
    return Float.intBitsToFloat((power + 127) << 23);
  }

  /// The natural logarithm; NaN below 0.
  public static float log(float x) {
    boolean tiny = x < Float.MIN_NORMAL;
    float scaled = tiny ? x * SCALE_UP : x;
    int bits = Float.floatToRawIntBits(scaled) - SQRT_HALF_BITS;
    float exponent = (float) (bits >> 23) - (tiny ? 23f : 0f);
    float f = Float.intBitsToFloat((bits & 0x7fffff) + SQRT_HALF_BITS) - 1f;
    float square = f * f;
    float y = logTail(f) * (f * square);
    y = Math.fma(exponent, LN2_LOW, y);
    y = Math.fma(square, -0.5f, y);
    float result = Math.fma(exponent, LN2_HIGH, f + y);
    if (!(x < Float.POSITIVE_INFINITY)) {
      return x;
    }
    return x > 0 ? result : x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  private static float logTail(float f) {
    float p = Math.fma(f, 7.0376836292e-2f, -1.1514610310e-1f);
    p = Math.fma(p, f, 1.1676998740e-1f);
    p = Math.fma(p, f, -1.2420140846e-1f);
    p = Math.fma(p, f, 1.4249322787e-1f);
    p = Math.fma(p, f, -1.6668057665e-1f);
    p = Math.fma(p, f, 2.0000714765e-1f);
    p = Math.fma(p, f, -2.4999993993e-1f);
    return Math.fma(p, f, 3.3333331174e-1f);
  }

  /// The natural logarithm of 1 + x, exact for small x.
  public static float log1p(float x) {
    float u = 1f + x;
    float lost = x - (u - 1f);
    float log = log(u);
    return u > 0 && u < Float.POSITIVE_INFINITY ? log + lost / u : log;
  }

  /// The hyperbolic tangent.
  public static float tanh(float x) {
    float e = expm1(Math.min(2f * Math.abs(x), 40f));
    return Math.copySign(e / (e + 2f), x);
  }

  /// `1 / (1 + exp(-x))`.
  public static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    return (x < 0 ? e : 1f) / (1f + e);
  }

  /// `log(1 + exp(x))`.
  public static float softplus(float x) {
    return Math.max(x, 0f) + log1p(exp(-Math.abs(x)));
  }

  /// `x * sigmoid(x)`.
  public static float silu(float x) {
    return x * sigmoid(x);
  }

  /// The error function.
  public static float erf(float x) {
    float t = Math.abs(x);
    float s = x * x;
    if (t > ERF_SPLIT) {
      float capped = Math.min(t, 4f);
      float square = capped * capped;
      float r = Math.fma(-1.72853470e-5f, capped, 3.83197126e-4f);
      float u = Math.fma(-3.88396438e-3f, capped, 2.42546219e-2f);
      r = Math.fma(r, square, u);
      r = Math.fma(r, capped, -1.06777877e-1f);
      r = Math.fma(r, capped, -6.34846687e-1f);
      r = Math.fma(r, capped, -1.28717512e-1f);
      r = Math.fma(r, capped, -capped);
      return Math.copySign(1f - exp(r), x);
    }
    float r = Math.fma(-5.96761703e-4f, s, 4.99119423e-3f);
    r = Math.fma(r, s, -2.67681349e-2f);
    r = Math.fma(r, s, 1.12819925e-1f);
    r = Math.fma(r, s, -3.76125336e-1f);
    r = Math.fma(r, s, 1.28379166e-1f);
    return Math.fma(r, x, x);
  }

  /// `x / 2 * (1 + erf(x / sqrt(2)))`; within a few ulp of x, not of the result, where x is negative.
  public static float gelu(float x) {
    return 0.5f * x * (1f + erf(x * SQRT_HALF));
  }

  /// The approximation of gelu by tanh; see [#gelu] about negative x.
  public static float geluTanh(float x) {
    float inner = Math.fma(x * x, GELU_CUBIC, GELU_LINEAR) * x;
    float half = 0.5f * x;
    return Math.fma(tanh(inner), half, half);
  }
}
