package org.keras4j.backend.java.kernel;

/// Optimizer steps in one pass over the parameters, large ones on several threads. The arrays are
/// updated in place, all over the same `count` elements from `start`.
public final class Optimizers {
  private Optimizers() {}

  /// Weights and the two moments of their gradients.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Moments(float[] weights, float[] first, float[] second) {}

  /// Numbers so small that they change nothing, and whose products would be subnormal.
  private static final int NEGLIGIBLE = Float.floatToRawIntBits(1e-18f);

  private static final int VANISHING = Float.floatToRawIntBits(2e-35f);

  /// Adam: `m += (g - m) * share1`, `v += (g * g - v) * share2`, `w -= rate * m / (sqrt(v) +
  /// epsilon)`, the bias correction being in `rate`, as in Keras. Results may be the operands'
  /// arrays.
  ///
  /// Gradients below 1e-18 and moments below 2e-35 count as zero: processors take a hundred times
  /// as long over subnormal numbers, which the moments of weights that get no gradients any more
  /// would come to and stay at.
  public static void adam(
      Moments old,
      float[] g,
      Moments now,
      int count,
      float rate,
      float share1,
      float share2,
      float epsilon) {
    Parallel.range(
        count, 8, (from, to) -> adapt(old, g, now, from, to, rate, share1, share2, epsilon));
  }

  private static void adapt(
      Moments old,
      float[] g,
      Moments now,
      int from,
      int to,
      float rate,
      float share1,
      float share2,
      float epsilon) {
    float[] w = old.weights();
    float[] m = old.first();
    float[] v = old.second();
    float[] newW = now.weights();
    float[] newM = now.first();
    float[] newV = now.second();
    for (int i = from; i < to; i++) {
      float gradient = zeroBelow(NEGLIGIBLE, g[i]);
      float first = zeroBelow(VANISHING, m[i]);
      first = first + (gradient - first) * share1;
      float second = zeroBelow(VANISHING, v[i]);
      second = second + (gradient * gradient - second) * share2;
      newM[i] = first;
      newV[i] = second;
      newW[i] = w[i] - first * rate / ((float) Math.sqrt(second) + epsilon);
    }
  }

  /// x, or zero if its size is below that of the bits `least`; without a branch, so that the loop
  /// is vectorised.
  private static float zeroBelow(int least, float x) {
    int bits = Float.floatToRawIntBits(x);
    int small = ((bits & Integer.MAX_VALUE) - least) >> 31;
    return Float.intBitsToFloat(bits & ~small);
  }

  /// Gradient descent: `w -= rate * g`.
  public static void descend(float[] w, float[] g, int start, int count, float rate) {
    Parallel.range(count, 3, (from, to) -> step(w, g, start + from, start + to, rate));
  }

  private static void step(float[] w, float[] g, int from, int to, float rate) {
    for (int i = from; i < to; i++) {
      w[i] = w[i] - rate * g[i];
    }
  }

  /// Gradient descent with momentum: `m = momentum * m - rate * g`, `w += m`, or with Nesterov's
  /// look-ahead `w += momentum * m - rate * g`.
  public static void momentum(
      float[] w,
      float[] g,
      float[] m,
      int start,
      int count,
      float rate,
      float momentum,
      boolean nesterov) {
    float ahead = nesterov ? momentum : 1f;
    float now = nesterov ? rate : 0f;
    Parallel.range(
        count,
        5,
        (from, to) -> roll(w, g, m, start + from, start + to, rate, momentum, ahead, now));
  }

  private static void roll(
      float[] w,
      float[] g,
      float[] m,
      int from,
      int to,
      float rate,
      float momentum,
      float ahead,
      float now) {
    for (int i = from; i < to; i++) {
      float velocity = m[i] * momentum - g[i] * rate;
      m[i] = velocity;
      w[i] = w[i] + (velocity * ahead - g[i] * now);
    }
  }
}
