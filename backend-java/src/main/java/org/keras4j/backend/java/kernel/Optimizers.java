package org.keras4j.backend.java.kernel;

/// Optimizer steps in one pass over the parameters, large ones on several threads. The arrays are
/// updated in place, all over the same `count` elements from `start`.
public final class Optimizers {
  private Optimizers() {}

  /// Weights and the two moments of their gradients.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Moments(float[] weights, float[] first, float[] second) {}

  /// Adding and subtracting these rounds to multiples of about 1e-37, 1e-34 and 1e-19.
  private static final float FINE = 1e-30f;

  private static final float MIDDLING = 1e-27f;
  private static final float COARSE = 1e-12f;

  /// Adam: `m += (g - m) * share1`, `v += (g * g - v) * share2`, `w -= rate * m / (sqrt(v) +
  /// epsilon)`, the bias correction being in `rate`, as in Keras. Results may be the operands'
  /// arrays.
  ///
  /// Gradients and moments are rounded to multiples of numbers far too small to matter, for the
  /// sake of speed: else the moments of weights that get no gradients any more would become
  /// subnormal numbers and stay so, and processors take a hundred times as long over these.
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
      float weight = w[i];
      float gradient = rounded(g[i], FINE);
      float forSquare = rounded(g[i], COARSE);
      float first = rounded(m[i] + (gradient - m[i]) * share1, FINE);
      float second = rounded(v[i] + (forSquare * forSquare - v[i]) * share2, MIDDLING);
      newM[i] = first;
      newV[i] = second;
      newW[i] = weight - first * rate / ((float) Math.sqrt(second) + epsilon);
    }
  }

  private static float rounded(float x, float large) {
    return (x + large) - large;
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
