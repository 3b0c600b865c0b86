package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The functions of [FloatMath] on vectors: same constants, same operations, same order.
///
/// The array loops do whole vectors only and return how many elements they did.
final class VectorMath {
  private VectorMath() {}

  private static FloatVector all(float x) {
    return FloatVector.broadcast(FLOATS, x);
  }

  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(FloatMath.EXP_LOW).min(FloatMath.EXP_HIGH);
    FloatVector shifted = clamped.fma(all(FloatMath.LOG2_E), all(FloatMath.ROUNDER));
    FloatVector r = remainder(clamped, shifted.sub(FloatMath.ROUNDER));
    IntVector power = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
    IntVector half = power.lanewise(VectorOperators.ASHR, 1);
    FloatVector scale = powerOf2(half);
    return expMinus1Near0(r).add(1f).mul(scale).mul(powerOf2(power.sub(half)));
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector clamped = x.max(FloatMath.EXPM1_LOW).min(FloatMath.EXP_HIGH);
    FloatVector shifted = clamped.fma(all(FloatMath.LOG2_E), all(FloatMath.ROUNDER));
    FloatVector r = remainder(clamped, shifted.sub(FloatMath.ROUNDER));
    FloatVector halfScale = powerOf2(shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS + 1));
    FloatVector half = expMinus1Near0(r).fma(halfScale, halfScale.sub(0.5f));
    return half.add(half);
  }

  private static FloatVector remainder(FloatVector x, FloatVector multiple) {
    return multiple.fma(all(-FloatMath.LN2_LOW), multiple.fma(all(-FloatMath.LN2_HIGH), x));
  }

  private static FloatVector expMinus1Near0(FloatVector r) {
    FloatVector p = r.fma(all(1.9875691e-4f), all(0.0013981999f));
    p = p.fma(r, all(0.008333452f));
    p = p.fma(r, all(0.041665796f));
    p = p.fma(r, all(0.16666666f));
    p = p.fma(r, all(0.5f));
    return p.fma(r.mul(r), r);
  }

  private static FloatVector powerOf2(IntVector power) {
    return power.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> tiny = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    FloatVector scaled = x.blend(x.mul(FloatMath.SCALE_UP), tiny);
    IntVector bits = scaled.reinterpretAsInts().sub(FloatMath.SQRT_HALF_BITS);
    FloatVector shift = all(0f).blend(23f, tiny);
    FloatVector exponent =
        ((FloatVector) bits.lanewise(VectorOperators.ASHR, 23).convert(VectorOperators.I2F, 0))
            .sub(shift);
    FloatVector f = bits.and(0x7fffff).add(FloatMath.SQRT_HALF_BITS).reinterpretAsFloats().sub(1f);
    FloatVector square = f.mul(f);
    FloatVector y = logTail(f).mul(f.mul(square));
    y = exponent.fma(all(FloatMath.LN2_LOW), y);
    y = square.fma(all(-0.5f), y);
    FloatVector result = exponent.fma(all(FloatMath.LN2_HIGH), f.add(y));
    result = result.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
    result = result.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    return result.blend(x, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY).not());
  }

  private static FloatVector logTail(FloatVector f) {
    FloatVector p = f.fma(all(0.070376836f), all(-0.1151461f));
    p = p.fma(f, all(0.116769984f));
    p = p.fma(f, all(-0.12420141f));
    p = p.fma(f, all(0.14249323f));
    p = p.fma(f, all(-0.16668057f));
    p = p.fma(f, all(0.20000714f));
    p = p.fma(f, all(-0.24999994f));
    return p.fma(f, all(0.3333333f));
  }

  static FloatVector log1p(FloatVector x) {
    FloatVector u = x.add(1f);
    FloatVector lost = x.sub(u.sub(1f));
    FloatVector log = log(u);
    VectorMask<Float> finite =
        u.compare(VectorOperators.GT, 0f)
            .and(u.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    return log.blend(log.add(lost.div(u)), finite);
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector e = expm1(x.abs().mul(2f).min(40f));
    return copySign(e.div(e.add(2f)), x);
  }

  private static FloatVector copySign(FloatVector magnitude, FloatVector sign) {
    IntVector bit = sign.reinterpretAsInts().and(Integer.MIN_VALUE);
    return magnitude.abs().reinterpretAsInts().or(bit).reinterpretAsFloats();
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    return all(1f).blend(e, x.compare(VectorOperators.LT, 0f)).div(e.add(1f));
  }

  static FloatVector softplus(FloatVector x) {
    return x.max(0f).add(log1p(exp(x.abs().neg())));
  }

  static FloatVector silu(FloatVector x) {
    return x.mul(sigmoid(x));
  }

  static FloatVector erf(FloatVector x) {
    FloatVector t = x.abs();
    FloatVector capped = t.min(4f);
    FloatVector square = capped.mul(capped);
    FloatVector r = capped.fma(all(-1.7285347e-5f), all(3.8319713e-4f));
    FloatVector u = capped.fma(all(-0.0038839644f), all(0.024254622f));
    r = r.fma(square, u);
    r = r.fma(capped, all(-0.10677788f));
    r = r.fma(capped, all(-0.6348467f));
    r = r.fma(capped, all(-0.12871751f));
    r = r.fma(capped, capped.neg());
    FloatVector large = copySign(all(1f).sub(exp(r)), x);
    return erfNear0(x).blend(large, t.compare(VectorOperators.GT, FloatMath.ERF_SPLIT));
  }

  private static FloatVector erfNear0(FloatVector x) {
    FloatVector s = x.mul(x);
    FloatVector r = s.fma(all(-5.967617e-4f), all(0.0049911942f));
    r = r.fma(s, all(-0.026768135f));
    r = r.fma(s, all(0.112819925f));
    r = r.fma(s, all(-0.37612534f));
    r = r.fma(s, all(0.12837917f));
    return r.fma(x, x);
  }

  static FloatVector gelu(FloatVector x) {
    return x.mul(0.5f).mul(erf(x.mul(FloatMath.SQRT_HALF)).add(1f));
  }

  static FloatVector geluTanh(FloatVector x) {
    FloatVector inner = x.mul(x).fma(all(FloatMath.GELU_CUBIC), all(FloatMath.GELU_LINEAR)).mul(x);
    FloatVector half = x.mul(0.5f);
    return tanh(inner).fma(half, half);
  }

  static int exp(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      exp(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }

  static int expm1(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      expm1(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }

  static int log(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      log(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }

  static int log1p(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      log1p(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }

  static int tanh(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      tanh(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }

  static int sigmoid(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      sigmoid(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }

  static int softplus(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      softplus(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }

  static int silu(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      silu(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }

  static int erf(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      erf(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }

  static int gelu(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      gelu(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }

  static int geluTanh(float[] x, int xStart, float[] y, int yStart, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      geluTanh(FloatVector.fromArray(FLOATS, x, xStart + i)).intoArray(y, yStart + i);
    }
    return i;
  }
}
