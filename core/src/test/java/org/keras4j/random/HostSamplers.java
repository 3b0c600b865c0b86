package org.keras4j.random;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The distributions in plain float32 loops, as this package's documentation tells them: the oracle
/// of the traced ones.
final class HostSamplers {
  private static final float ERF_SQRT2 = Float.intBitsToFloat(0x3f745a18);
  private static final float SQRT2 = (float) Math.sqrt(2);
  private static final double[] STIRLING_TAIL = {
    0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509,
        0.0166446911898211,
    0.0138761288230707, 0.0118967099458917, 0.0104112652619720, 0.00925546218271273,
        0.00833056343336287
  };

  private HostSamplers() {}

  static float[] uniform(Threefry.Key key, int count, float low, float high) {
    int[] bits = Threefry.bits32(key, count);
    var out = new float[count];
    for (int i = 0; i < count; i++) {
      float u = Float.intBitsToFloat(bits[i] >>> 9 | 0x3f800000) - 1f;
      out[i] = Math.max(low, Math.fma(u, high - low, low));
    }
    return out;
  }

  static short[] uniformFloat16(Threefry.Key key, int count, float low, float high) {
    short[] bits = Threefry.bits16(key, count);
    var out = new short[count];
    for (int i = 0; i < count; i++) {
      float u = Float.float16ToFloat((short) ((bits[i] & 0xffff) >>> 6 | 0x3c00)) - 1f;
      float scaled = Float.float16ToFloat(Float.floatToFloat16(u * (high - low)));
      out[i] = Float.floatToFloat16(Math.max(low, scaled + low));
    }
    return out;
  }

  static short[] uniformBfloat16(Threefry.Key key, int count, float low, float high) {
    byte[] bits = Threefry.bits8(key, count);
    var out = new short[count];
    for (int i = 0; i < count; i++) {
      float u = Float.intBitsToFloat(((bits[i] & 0xff) >>> 1 | 0x3f80) << 16) - 1f;
      float scaled = Float.intBitsToFloat(toBfloat16(u * (high - low)) << 16);
      out[i] = toBfloat16(Math.max(low, scaled + low));
    }
    return out;
  }

  private static short toBfloat16(float x) {
    int bits = Float.floatToRawIntBits(x);
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  static float[] normal(Threefry.Key key, int count) {
    float[] u = uniform(key, count, Math.nextUp(-1f), 1f);
    for (int i = 0; i < count; i++) {
      u[i] = SQRT2 * erfInv(u[i]);
    }
    return u;
  }

  static float[] truncatedNormal(Threefry.Key key, int count) {
    float[] u = uniform(key, count, -ERF_SQRT2, ERF_SQRT2);
    for (int i = 0; i < count; i++) {
      u[i] = Math.clamp(SQRT2 * erfInv(u[i]), Math.nextUp(-2f), Math.nextDown(2f));
    }
    return u;
  }

  static float erfInv(float x) {
    float w = (float) -Math.log1p(-x * x);
    float p;
    if (w < 5) {
      w -= 2.5f;
      p =
          polynomial(
              w,
              2.81022636e-08,
              3.43273939e-07,
              -3.5233877e-06,
              -4.39150654e-06,
              0.00021858087,
              -0.00125372503,
              -0.00417768164,
              0.246640727,
              1.50140941);
    } else {
      w = (float) Math.sqrt(w) - 3f;
      p =
          polynomial(
              w,
              -0.000200214257,
              0.000100950558,
              0.00134934322,
              -0.00367342844,
              0.00573950773,
              -0.0076224613,
              0.00943887047,
              1.00167406,
              2.83297682);
    }
    return Math.abs(x) == 1f ? x * Float.POSITIVE_INFINITY : p * x;
  }

  private static float polynomial(float x, double... coefficients) {
    float p = 0;
    for (double c : coefficients) {
      p = p * x + (float) c;
    }
    return p;
  }

  static int[] randint(Threefry.Key key, int count, int low, int high) {
    Threefry.Key[] keys = key.split(2);
    int[] upper = Threefry.bits32(keys[0], count);
    int[] lower = Threefry.bits32(keys[1], count);
    int span = high <= low ? 1 : high - low;
    int multiplier = Integer.remainderUnsigned(1 << 16, span);
    multiplier = Integer.remainderUnsigned(multiplier * multiplier, span);
    var out = new int[count];
    for (int i = 0; i < count; i++) {
      int offset =
          Integer.remainderUnsigned(upper[i], span) * multiplier
              + Integer.remainderUnsigned(lower[i], span);
      out[i] = low + Integer.remainderUnsigned(offset, span);
    }
    return out;
  }

  /// Shuffles rows lines of length n; the axis is the last one.
  static float[] shuffleLastAxis(Threefry.Key key, float[] x, int n) {
    int rounds = (int) Math.ceil(3 * Math.log(Math.max(1, x.length)) / Math.log(0xFFFF_FFFFL));
    float[] out = x.clone();
    Threefry.Key current = key;
    for (int round = 0; round < rounds; round++) {
      Threefry.Key[] keys = current.split(2);
      current = keys[0];
      int[] words = Threefry.bits32(keys[1], x.length);
      float[] before = out.clone();
      for (int start = 0; start < x.length; start += n) {
        List<Integer> order = new ArrayList<>();
        for (int i = start; i < start + n; i++) {
          order.add(i);
        }
        order.sort(Comparator.comparingLong(i -> Integer.toUnsignedLong(words[i])));
        for (int i = 0; i < n; i++) {
          out[start + i] = before[order.get(i)];
        }
      }
    }
    return out;
  }

  static int[] categorical(Threefry.Key key, float[] logits, int batch, int classes, int samples) {
    float[] u = uniform(key, batch * classes * samples, Float.MIN_NORMAL, 1f);
    var out = new int[batch * samples];
    for (int b = 0; b < batch; b++) {
      for (int s = 0; s < samples; s++) {
        float best = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
          float noise = (float) -Math.log((float) -Math.log(u[(b * classes + c) * samples + s]));
          float score = noise + logits[b * classes + c];
          if (score > best) {
            best = score;
            out[b * samples + s] = c;
          }
        }
      }
    }
    return out;
  }

  static boolean[] keep(Threefry.Key key, int count, float probability) {
    float[] u = uniform(key, count, 0f, 1f);
    var out = new boolean[count];
    for (int i = 0; i < count; i++) {
      out[i] = u[i] < probability;
    }
    return out;
  }

  static float[] gamma(Threefry.Key key, int count, float alpha, boolean logSpace) {
    Threefry.Key[] keys = key.split(count);
    var out = new float[count];
    for (int i = 0; i < count; i++) {
      out[i] = gamma(keys[i], alpha, logSpace);
    }
    return out;
  }

  private static float gamma(Threefry.Key elementKey, float alpha, boolean logSpace) {
    boolean boosted = alpha < 1f;
    float d = (boosted ? alpha + 1f : alpha) - 1f / 3f;
    float c = 1f / 3f / (float) Math.sqrt(d);
    Threefry.Key[] start = elementKey.split(2);
    Threefry.Key key = start[0];
    float squared = 0;
    float cubed = 1;
    float u = 2;
    while (u >= 1f - 0.0331f * (squared * squared)
        && (float) Math.log(u) >= squared * 0.5f + d * (1f - cubed + (float) Math.log(cubed))) {
      Threefry.Key[] keys = key.split(3);
      key = keys[0];
      Threefry.Key normalKey = keys[1];
      float x = 0;
      float v = -1;
      while (v <= 0) {
        Threefry.Key[] pair = normalKey.split(2);
        normalKey = pair[0];
        x = normal(pair[1], 1)[0];
        v = 1f + x * c;
      }
      squared = x * x;
      cubed = v * v * v;
      u = uniform(keys[2], 1, 0f, 1f)[0];
    }
    float boost = uniform(start[1], 1, 0f, 1f)[0];
    if (logSpace) {
      float sample = (float) Math.log(d) + (float) Math.log(cubed);
      return boosted ? sample + (float) Math.log1p(-boost) / alpha : sample;
    }
    return boosted ? d * cubed * (float) Math.pow(1f - boost, 1f / alpha) : d * cubed;
  }

  static float[] beta(Threefry.Key key, int count, float a, float b) {
    Threefry.Key[] keys = key.split(2);
    float[] logA = gamma(keys[0], count, a, true);
    float[] logB = gamma(keys[1], count, b, true);
    var out = new float[count];
    for (int i = 0; i < count; i++) {
      float largest = Math.max(logA[i], logB[i]);
      float scaledA = (float) Math.exp(logA[i] - largest);
      out[i] = scaledA / (scaledA + (float) Math.exp(logB[i] - largest));
    }
    return out;
  }

  static float[] binomial(Threefry.Key key, int count, float n, float p) {
    float q = p < 0.5f ? p : 1f - p;
    float[] out =
        n * q <= 10f
            ? binomialByInversion(key, count, n, q)
            : binomialByRejection(key, count, n, q);
    if (p >= 0.5f) {
      for (int i = 0; i < count; i++) {
        out[i] = n - out[i];
      }
    }
    return out;
  }

  private static float[] binomialByInversion(Threefry.Key start, int count, float n, float q) {
    var numGeometric = new float[count];
    var sum = new float[count];
    Threefry.Key key = start;
    boolean open = true;
    while (open) {
      Threefry.Key[] keys = key.split(2);
      key = keys[1];
      float[] u = uniform(keys[0], count, 0f, 1f);
      open = false;
      for (int i = 0; i < count; i++) {
        if (sum[i] <= n) {
          numGeometric[i]++;
        }
        sum[i] += (float) Math.ceil((float) Math.log(u[i]) / (float) Math.log1p(-q));
        open |= sum[i] <= n;
      }
    }
    for (int i = 0; i < count; i++) {
      numGeometric[i]--;
    }
    return numGeometric;
  }

  private static float[] binomialByRejection(Threefry.Key start, int count, float n, float q) {
    float stddev = (float) Math.sqrt(n * q * (1 - q));
    float b = 1.15f + 2.53f * stddev;
    float a = -0.0873f + 0.0248f * b + 0.01f * q;
    float c = n * q + 0.5f;
    float vr = 0.92f - 4.2f / b;
    float r = q / (1 - q);
    float alpha = (2.83f + 5.1f / b) * stddev;
    float m = (float) Math.floor((n + 1) * q);
    var out = new float[count];
    var accepted = new boolean[count];
    Threefry.Key key = start;
    boolean open = true;
    while (open) {
      Threefry.Key[] keys = key.split(3);
      key = keys[0];
      float[] us = uniform(keys[1], count, 0f, 1f);
      float[] vs = uniform(keys[2], count, 0f, 1f);
      open = false;
      for (int i = 0; i < count; i++) {
        float u = us[i] - 0.5f;
        float v = vs[i];
        float away = 0.5f - Math.abs(u);
        boolean squeezed = away >= 0.07f && v <= vr;
        float k = (float) Math.floor((2 * a / away + b) * u + c);
        boolean outside = k < 0 || k > n;
        v = (float) Math.log(v * alpha / (a / (away * away) + b));
        float bound =
            (float)
                ((m + 0.5f) * Math.log((m + 1) / (r * (n - m + 1)))
                    + (n + 1) * Math.log((n - m + 1) / (n - k + 1))
                    + (k + 0.5f) * Math.log(r * (n - k + 1) / (k + 1))
                    + stirlingTail(m)
                    + stirlingTail(n - m)
                    - stirlingTail(k)
                    - stirlingTail(n - k));
        if (squeezed || (!outside && v <= bound)) {
          out[i] = k; // as the original: later rounds may replace an accepted answer
          accepted[i] = true;
        }
        open |= !accepted[i];
      }
    }
    return out;
  }

  private static float stirlingTail(float k) {
    if (k <= 9) {
      return (float) STIRLING_TAIL[(int) Math.floor(Math.max(k, 0))];
    }
    float square = (k + 1) * (k + 1);
    return (1f / 12 - (1f / 360 - 1f / 1260 / square) / square) / (k + 1);
  }
}
