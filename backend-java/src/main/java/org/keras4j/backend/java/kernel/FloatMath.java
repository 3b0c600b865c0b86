package org.keras4j.backend.java.kernel;

/// Functions of one float, the same operations in the same order as their vector forms in
/// `VectorMath`, so that both give the same bits. Within 2 ulp unless said otherwise; infinities,
/// NaN and subnormal numbers included.
///
/// Polynomials are added up in pairs, then pairs of these, so that no operation waits for many
/// others. They are those of [Cephes](https://www.netlib.org/cephes/) single precision; the error
/// function after N. Juffa; its complement fitted for here.
public final class FloatMath {
  static final float LOG2_E = 1.442695f;
  static final float LN2_HIGH = 0.6933594f;
  static final float LN2_LOW = -2.1219444e-4f;

  /// Adding it rounds a float to an integer, in the low bits.
  static final float ROUNDER = 12582912f;

  static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  static final float EXP_LOW = -104f;
  static final float EXP_HIGH = 89f;

  /// Where the power of 2 next to the exponential is 0, were it one of the normal numbers.
  static final float EXP_NOTHING = -88f;

  static final float EXPM1_LOW = -18f;
  static final float TANH_HIGH = 40f;
  static final float SCALE_UP = 8388608f;
  static final int SQRT_HALF_BITS = 0x3f3504f3;
  static final float GELU_LINEAR = 0.7978846f;
  static final float GELU_CUBIC = 0.044715f * 0.7978846f;
  static final float SQRT_HALF = 0.70710677f;
  static final float ERF_SPLIT = 0.9277344f;

  /// From here on 1 less the error function is 0.
  static final float ERFC_END = 11f;

  static final float EXP_5 = 1.9875691e-4f;
  static final float EXP_4 = 0.0013981999f;
  static final float EXP_3 = 0.008333452f;
  static final float EXP_2 = 0.041665796f;
  static final float EXP_1 = 0.16666666f;
  static final float EXP_0 = 0.5f;
  static final float LOG_8 = 0.070376836f;
  static final float LOG_7 = -0.1151461f;
  static final float LOG_6 = 0.116769984f;
  static final float LOG_5 = -0.12420141f;
  static final float LOG_4 = 0.14249323f;
  static final float LOG_3 = -0.16668057f;
  static final float LOG_2 = 0.20000714f;
  static final float LOG_1 = -0.24999994f;
  static final float LOG_0 = 0.3333333f;
  static final float ERF_5 = -5.967617e-4f;
  static final float ERF_4 = 0.0049911942f;
  static final float ERF_3 = -0.026768135f;
  static final float ERF_2 = 0.112819925f;
  static final float ERF_1 = -0.37612534f;
  static final float ERF_0 = 0.12837917f;

  /// A fit of `(x + 3) * exp(x * x) * erfc(x)` in `1 - 6 / (x + 3)`, within 3e-9.
  static final float ERFC_9 = -3.2051033e-4f;

  static final float ERFC_8 = -4.7402503e-4f;
  static final float ERFC_7 = 0.0030819473f;
  static final float ERFC_6 = -0.0012314775f;
  static final float ERFC_5 = -0.026841598f;
  static final float ERFC_4 = 0.11952998f;
  static final float ERFC_3 = -0.31046572f;
  static final float ERFC_2 = 0.59022826f;
  static final float ERFC_1 = -0.8833945f;
  static final float ERFC_0 = 1.0740069f;

  static final float TAIL_7 = -1.7285347e-5f;
  static final float TAIL_6 = 3.8319713e-4f;
  static final float TAIL_5 = -0.0038839644f;
  static final float TAIL_4 = 0.024254622f;
  static final float TAIL_3 = -0.10677788f;
  static final float TAIL_2 = -0.6348467f;
  static final float TAIL_1 = -0.12871751f;

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

  /// e to the power of x, which is not positive; 0 where that is below the normal numbers.
  static float expOfNegative(float x) {
    float clamped = Math.max(x, EXP_NOTHING);
    float shifted = Math.fma(clamped, LOG2_E, ROUNDER);
    float r = remainder(clamped, shifted - ROUNDER);
    return (1f + expMinus1Near0(r)) * powerOf2(Float.floatToRawIntBits(shifted) - ROUNDER_BITS);
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
    float square = r * r;
    float p = Math.fma(Math.fma(r, EXP_5, EXP_4), square, Math.fma(r, EXP_3, EXP_2));
    p = Math.fma(p, square, Math.fma(r, EXP_1, EXP_0));
    return Math.fma(p, square, r);
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
    float y = logTail(f, square) * (f * square);
    y = Math.fma(exponent, LN2_LOW, y);
    y = Math.fma(square, -0.5f, y);
    float result = Math.fma(exponent, LN2_HIGH, f + y);
    if (!(x < Float.POSITIVE_INFINITY)) {
      return x;
    }
    return x > 0 ? result : x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  private static float logTail(float f, float square) {
    float p = Math.fma(LOG_8, square, Math.fma(f, LOG_7, LOG_6));
    float low = Math.fma(Math.fma(f, LOG_3, LOG_2), square, Math.fma(f, LOG_1, LOG_0));
    p = Math.fma(p, square, Math.fma(f, LOG_5, LOG_4));
    return Math.fma(p, square * square, low);
  }

  /// The natural logarithm of 1 + x, exact for small x.
  public static float log1p(float x) {
    return correctLog1p(x, log(1f + x));
  }

  /// Adds to `log`, the logarithm of 1 + x, what rounding 1 + x lost.
  static float correctLog1p(float x, float log) {
    float u = 1f + x;
    float lost = x - (u - 1f);
    return u > 0 && u < Float.POSITIVE_INFINITY ? log + lost / u : log;
  }

  /// The hyperbolic tangent.
  public static float tanh(float x) {
    float e = expm1(Math.min(2f * x, TANH_HIGH));
    return e / (e + 2f);
  }

  /// `1 / (1 + exp(-x))`; 0 where that is below the normal numbers.
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
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
    return joinErf(x, erfTail(x));
  }

  /// `1 - erf(|x|)` where x is large.
  static float erfTail(float x) {
    return exp(erfExponent(x));
  }

  /// The logarithm of `1 - erf(|x|)` where x is large.
  private static float erfExponent(float x) {
    float capped = Math.min(Math.abs(x), 4f);
    float square = capped * capped;
    float r = Math.fma(Math.fma(capped, TAIL_7, TAIL_6), square, Math.fma(capped, TAIL_5, TAIL_4));
    r = Math.fma(r, square, Math.fma(capped, TAIL_3, TAIL_2));
    return Math.fma(r, square, Math.fma(capped, TAIL_1, -capped));
  }

  /// The error function where `tail` is `1 - erf(|x|)` if x is large.
  static float joinErf(float x, float tail) {
    if (Math.abs(x) > ERF_SPLIT) {
      return Math.copySign(1f - tail, x);
    }
    float s = x * x;
    float square = s * s;
    float r = Math.fma(Math.fma(s, ERF_5, ERF_4), square, Math.fma(s, ERF_3, ERF_2));
    r = Math.fma(r, square, Math.fma(s, ERF_1, ERF_0));
    return Math.fma(r, x, x);
  }

  /// 1 less the error function, within a few ulp however small it is: a polynomial times `exp(-x *
  /// x)`, made up for what rounding the square loses.
  public static float erfc(float x) {
    float z = Math.min(Math.abs(x), ERFC_END);
    float t = 1f / (z + 3f);
    float q = Math.fma(t, -6f, 1f);
    float s = q * q;
    float p = Math.fma(Math.fma(q, ERFC_9, ERFC_8), s, Math.fma(q, ERFC_7, ERFC_6));
    float low = Math.fma(Math.fma(q, ERFC_3, ERFC_2), s, Math.fma(q, ERFC_1, ERFC_0));
    p = Math.fma(Math.fma(p, s, Math.fma(q, ERFC_5, ERFC_4)), s * s, low);
    float square = z * z;
    float tail = t * p * exp(-square);
    tail = Math.fma(tail, Math.fma(-z, z, square), tail);
    return x < 0 ? 2f - tail : tail;
  }

  /// `x / 2 * erfc(-x / sqrt(2))`.
  public static float gelu(float x) {
    return 0.5f * x * erfc(-x * SQRT_HALF);
  }

  /// The approximation of gelu by tanh; within a few ulp of x, not of the result, where x is
  /// negative.
  public static float geluTanh(float x) {
    float inner = Math.fma(x * x, GELU_CUBIC, GELU_LINEAR) * x;
    float half = 0.5f * x;
    return Math.fma(tanh(inner), half, half);
  }
}
