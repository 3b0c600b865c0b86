package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The loops of [VecMath] that the compiler does not vectorise by itself: same constants, same
/// operations in the same order as [FloatMath], so the same bits.
///
/// They do whole vectors only, and most return how many elements they did: a loop for the rest in
/// the same method costs them a third of their speed. Each is one method without helpers on
/// vectors: a helper the compiler has already compiled by itself is not inlined, and then every
/// vector becomes an object. For the same reason none is longer than about fifty operations, which
/// is where the compiler stops inlining. Numbers are limited by comparing and blending, since `max`
/// and `min` take several instructions each for the sake of NaN and -0.
final class VectorMath {
  private VectorMath() {}

  private static FloatVector all(float x) {
    return FloatVector.broadcast(FLOATS, x);
  }

  static int exp(float[] x, int xStart, float[] y, int yStart, int count) {
    FloatVector low = all(FloatMath.EXP_LOW);
    FloatVector high = all(FloatMath.EXP_HIGH);
    FloatVector rounder = all(FloatMath.ROUNDER);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector clamped = FloatVector.fromArray(FLOATS, x, xStart + i);
      clamped = clamped.blend(low, clamped.compare(VectorOperators.LT, low));
      clamped = clamped.blend(high, clamped.compare(VectorOperators.GT, high));
      FloatVector shifted = clamped.fma(all(FloatMath.LOG2_E), rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(all(-FloatMath.LN2_HIGH), clamped);
      r = n.fma(all(-FloatMath.LN2_LOW), r);
      FloatVector s = r.mul(r);
      FloatVector p = r.fma(all(FloatMath.EXP_5), all(FloatMath.EXP_4));
      p = p.fma(s, r.fma(all(FloatMath.EXP_3), all(FloatMath.EXP_2)));
      p = p.fma(s, r.fma(all(FloatMath.EXP_1), all(FloatMath.EXP_0)));
      p = p.fma(s, r).add(all(1f));
      IntVector power = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
      IntVector half = power.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = power.sub(half);
      FloatVector first = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector second = rest.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      p.mul(first).mul(second).intoArray(y, yStart + i);
    }
    return bound;
  }

  /// `y = exp(x - shift)`, where that is not above 1, and the sum of y.
  static float expSum(
      float[] x, int xStart, float shift, float[] y, int yStart, int count, float[] room) {
    FloatVector offset = all(shift);
    FloatVector low = all(FloatMath.EXP_NOTHING);
    FloatVector rounder = all(FloatMath.ROUNDER);
    FloatVector sums = all(0f);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector clamped = FloatVector.fromArray(FLOATS, x, xStart + i).sub(offset);
      clamped = clamped.blend(low, clamped.compare(VectorOperators.LT, low));
      FloatVector shifted = clamped.fma(all(FloatMath.LOG2_E), rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(all(-FloatMath.LN2_HIGH), clamped);
      r = n.fma(all(-FloatMath.LN2_LOW), r);
      FloatVector s = r.mul(r);
      FloatVector p = r.fma(all(FloatMath.EXP_5), all(FloatMath.EXP_4));
      p = p.fma(s, r.fma(all(FloatMath.EXP_3), all(FloatMath.EXP_2)));
      p = p.fma(s, r.fma(all(FloatMath.EXP_1), all(FloatMath.EXP_0)));
      p = p.fma(s, r).add(all(1f));
      IntVector power = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS - 127);
      p = p.mul(power.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      p.intoArray(y, yStart + i);
      sums = sums.add(p);
    }
    sums.intoArray(room, 0);
    return PlainRows.addLanes(room);
  }

  static int expm1(float[] x, int xStart, float[] y, int yStart, int count) {
    FloatVector low = all(FloatMath.EXPM1_LOW);
    FloatVector high = all(FloatMath.EXP_HIGH);
    FloatVector rounder = all(FloatMath.ROUNDER);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector clamped = FloatVector.fromArray(FLOATS, x, xStart + i);
      clamped = clamped.blend(low, clamped.compare(VectorOperators.LT, low));
      clamped = clamped.blend(high, clamped.compare(VectorOperators.GT, high));
      FloatVector shifted = clamped.fma(all(FloatMath.LOG2_E), rounder);
      IntVector power = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS + 1);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(all(-FloatMath.LN2_HIGH), clamped);
      r = n.fma(all(-FloatMath.LN2_LOW), r);
      FloatVector s = r.mul(r);
      FloatVector p = r.fma(all(FloatMath.EXP_5), all(FloatMath.EXP_4));
      p = p.fma(s, r.fma(all(FloatMath.EXP_3), all(FloatMath.EXP_2)));
      p = p.fma(s, r.fma(all(FloatMath.EXP_1), all(FloatMath.EXP_0)));
      p = p.fma(s, r);
      FloatVector scale = power.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector half = p.fma(scale, scale.sub(all(0.5f)));
      half.add(half).intoArray(y, yStart + i);
    }
    return bound;
  }

  static int tanh(float[] x, int xStart, float[] y, int yStart, int count) {
    FloatVector low = all(FloatMath.EXPM1_LOW);
    FloatVector rounder = all(FloatMath.ROUNDER);
    FloatVector most = all(FloatMath.TANH_HIGH);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      FloatVector clamped = v.add(v);
      clamped = clamped.blend(low, clamped.compare(VectorOperators.LT, low));
      clamped = clamped.blend(most, clamped.compare(VectorOperators.GT, most));
      FloatVector shifted = clamped.fma(all(FloatMath.LOG2_E), rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(all(-FloatMath.LN2_HIGH), clamped);
      r = n.fma(all(-FloatMath.LN2_LOW), r);
      FloatVector s = r.mul(r);
      FloatVector p = r.fma(all(FloatMath.EXP_5), all(FloatMath.EXP_4));
      p = p.fma(s, r.fma(all(FloatMath.EXP_3), all(FloatMath.EXP_2)));
      p = p.fma(s, r.fma(all(FloatMath.EXP_1), all(FloatMath.EXP_0)));
      p = p.fma(s, r);
      IntVector power = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS + 1);
      FloatVector scale = power.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector half = p.fma(scale, scale.sub(all(0.5f)));
      FloatVector e = half.add(half);
      e.div(e.add(all(2f))).intoArray(y, yStart + i);
    }
    return bound;
  }

  static int sigmoid(float[] x, int xStart, float[] y, int yStart, int count) {
    FloatVector low = all(FloatMath.EXP_LOW);
    FloatVector high = all(FloatMath.EXP_HIGH);
    FloatVector rounder = all(FloatMath.ROUNDER);
    FloatVector one = all(1f);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector clamped = FloatVector.fromArray(FLOATS, x, xStart + i).neg();
      clamped = clamped.blend(low, clamped.compare(VectorOperators.LT, low));
      clamped = clamped.blend(high, clamped.compare(VectorOperators.GT, high));
      FloatVector shifted = clamped.fma(all(FloatMath.LOG2_E), rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(all(-FloatMath.LN2_HIGH), clamped);
      r = n.fma(all(-FloatMath.LN2_LOW), r);
      FloatVector s = r.mul(r);
      FloatVector p = r.fma(all(FloatMath.EXP_5), all(FloatMath.EXP_4));
      p = p.fma(s, r.fma(all(FloatMath.EXP_3), all(FloatMath.EXP_2)));
      p = p.fma(s, r.fma(all(FloatMath.EXP_1), all(FloatMath.EXP_0)));
      p = p.fma(s, r).add(one);
      IntVector power = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
      IntVector half = power.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = power.sub(half);
      FloatVector first = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector second = rest.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector e = p.mul(first).mul(second);
      one.div(one.add(e)).intoArray(y, yStart + i);
    }
    return bound;
  }

  static int log(float[] x, int xStart, float[] y, int yStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      VectorMask<Float> tiny = v.compare(VectorOperators.LT, Float.MIN_NORMAL);
      FloatVector scaled = v.blend(v.mul(all(FloatMath.SCALE_UP)), tiny);
      IntVector bits = scaled.reinterpretAsInts().sub(FloatMath.SQRT_HALF_BITS);
      FloatVector shift = all(0f).blend(all(23f), tiny);
      FloatVector whole =
          (FloatVector) bits.lanewise(VectorOperators.ASHR, 23).convert(VectorOperators.I2F, 0);
      FloatVector exponent = whole.sub(shift);
      IntVector mantissa = bits.and(0x7fffff).add(FloatMath.SQRT_HALF_BITS);
      FloatVector f = mantissa.reinterpretAsFloats().sub(all(1f));
      FloatVector square = f.mul(f);
      FloatVector low = f.fma(all(FloatMath.LOG_3), all(FloatMath.LOG_2));
      low = low.fma(square, f.fma(all(FloatMath.LOG_1), all(FloatMath.LOG_0)));
      FloatVector p =
          square.fma(all(FloatMath.LOG_8), f.fma(all(FloatMath.LOG_7), all(FloatMath.LOG_6)));
      p = p.fma(square, f.fma(all(FloatMath.LOG_5), all(FloatMath.LOG_4)));
      p = p.fma(square.mul(square), low).mul(f.mul(square));
      p = exponent.fma(all(FloatMath.LN2_LOW), p);
      p = square.fma(all(-0.5f), p);
      FloatVector log = exponent.fma(all(FloatMath.LN2_HIGH), f.add(p));
      log = log.blend(all(Float.NaN), v.compare(VectorOperators.LT, 0f));
      log = log.blend(all(Float.NEGATIVE_INFINITY), v.compare(VectorOperators.EQ, 0f));
      VectorMask<Float> ordinary = v.compare(VectorOperators.LT, Float.POSITIVE_INFINITY);
      v.blend(log, ordinary).intoArray(y, yStart + i);
    }
    return bound;
  }

  /// `y = log1p(x)`, where y holds `log(1 + x)`: adds what rounding 1 + x lost.
  static int correctLog1p(float[] x, int xStart, float[] y, int yStart, int count) {
    FloatVector one = all(1f);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      FloatVector u = v.add(one);
      FloatVector lost = v.sub(u.sub(one));
      FloatVector log = FloatVector.fromArray(FLOATS, y, yStart + i);
      VectorMask<Float> positive = u.compare(VectorOperators.GT, 0f);
      VectorMask<Float> finite = u.compare(VectorOperators.LT, Float.POSITIVE_INFINITY);
      log.blend(log.add(lost.div(u)), positive.and(finite)).intoArray(y, yStart + i);
    }
    return bound;
  }

  /// `1 - erf(|x|)` where x is large.
  static int erfTail(float[] x, int xStart, float[] tail, int count) {
    FloatVector rounder = all(FloatMath.ROUNDER);
    FloatVector most = all(4f);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector capped = FloatVector.fromArray(FLOATS, x, xStart + i).abs();
      capped = capped.blend(most, capped.compare(VectorOperators.GT, most));
      FloatVector square = capped.mul(capped);
      FloatVector r = capped.fma(all(FloatMath.TAIL_7), all(FloatMath.TAIL_6));
      r = r.fma(square, capped.fma(all(FloatMath.TAIL_5), all(FloatMath.TAIL_4)));
      r = r.fma(square, capped.fma(all(FloatMath.TAIL_3), all(FloatMath.TAIL_2)));
      FloatVector exponent = r.fma(square, capped.fma(all(FloatMath.TAIL_1), capped.neg()));
      FloatVector shifted = exponent.fma(all(FloatMath.LOG2_E), rounder);
      FloatVector n = shifted.sub(rounder);
      r = n.fma(all(-FloatMath.LN2_HIGH), exponent);
      r = n.fma(all(-FloatMath.LN2_LOW), r);
      FloatVector s = r.mul(r);
      FloatVector p = r.fma(all(FloatMath.EXP_5), all(FloatMath.EXP_4));
      p = p.fma(s, r.fma(all(FloatMath.EXP_3), all(FloatMath.EXP_2)));
      p = p.fma(s, r.fma(all(FloatMath.EXP_1), all(FloatMath.EXP_0)));
      p = p.fma(s, r).add(all(1f));
      IntVector power = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS - 127);
      p.mul(power.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats()).intoArray(tail, i);
    }
    return bound;
  }

  /// `y = erf(x)`, where `tail` holds `1 - erf(|x|)` for large x.
  static int joinErf(float[] x, int xStart, float[] tail, float[] y, int yStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      FloatVector s = v.mul(v);
      FloatVector square = s.mul(s);
      FloatVector r = s.fma(all(FloatMath.ERF_5), all(FloatMath.ERF_4));
      r = r.fma(square, s.fma(all(FloatMath.ERF_3), all(FloatMath.ERF_2)));
      r = r.fma(square, s.fma(all(FloatMath.ERF_1), all(FloatMath.ERF_0)));
      r = r.fma(v, v);
      IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
      FloatVector far = all(1f).sub(FloatVector.fromArray(FLOATS, tail, i));
      FloatVector large = far.reinterpretAsInts().or(sign).reinterpretAsFloats();
      VectorMask<Float> isLarge = v.abs().compare(VectorOperators.GT, FloatMath.ERF_SPLIT);
      r.blend(large, isLarge).intoArray(y, yStart + i);
    }
    return bound;
  }

  static int erfc(float[] x, int xStart, float[] y, int yStart, int count) {
    FloatVector end = all(FloatMath.ERFC_END);
    FloatVector least = all(FloatMath.EXP_LOW);
    FloatVector one = all(1f);
    FloatVector two = all(2f);
    FloatVector rounder = all(FloatMath.ROUNDER);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      FloatVector z = v.abs();
      z = z.blend(end, z.compare(VectorOperators.GT, end));
      FloatVector t = one.div(z.add(all(3f)));
      FloatVector q = t.fma(all(-6f), one);
      FloatVector s = q.mul(q);
      FloatVector low = q.fma(all(FloatMath.ERFC_3), all(FloatMath.ERFC_2));
      low = low.fma(s, q.fma(all(FloatMath.ERFC_1), all(FloatMath.ERFC_0)));
      FloatVector p = q.fma(all(FloatMath.ERFC_9), all(FloatMath.ERFC_8));
      p = p.fma(s, q.fma(all(FloatMath.ERFC_7), all(FloatMath.ERFC_6)));
      p = p.fma(s, q.fma(all(FloatMath.ERFC_5), all(FloatMath.ERFC_4)));
      p = p.fma(s.mul(s), low);
      FloatVector square = z.mul(z);
      FloatVector clamped = square.neg();
      clamped = clamped.blend(least, clamped.compare(VectorOperators.LT, least));
      FloatVector shifted = clamped.fma(all(FloatMath.LOG2_E), rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(all(-FloatMath.LN2_HIGH), clamped);
      r = n.fma(all(-FloatMath.LN2_LOW), r);
      s = r.mul(r);
      FloatVector e = r.fma(all(FloatMath.EXP_5), all(FloatMath.EXP_4));
      e = e.fma(s, r.fma(all(FloatMath.EXP_3), all(FloatMath.EXP_2)));
      e = e.fma(s, r.fma(all(FloatMath.EXP_1), all(FloatMath.EXP_0)));
      e = e.fma(s, r).add(one);
      IntVector power = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
      IntVector half = power.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = power.sub(half);
      FloatVector first = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector second = rest.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector tail = t.mul(p).mul(e.mul(first).mul(second));
      tail = tail.fma(z.neg().fma(z, square), tail);
      FloatVector opposite = two.sub(tail);
      tail.blend(opposite, v.compare(VectorOperators.LT, 0f)).intoArray(y, yStart + i);
    }
    return bound;
  }
}
