package org.keras4j.backend.java.kernel;

/// Optimizer steps in one pass over the parameters, large ones on several threads. The arrays are
/// updated in place, all over the same `count` elements from `start`.
public final class Optimizers {
  private Optimizers() {}

  /// Weights and the two moments of their gradients.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Moments(float[] weights, float[] first, float[] second) {}

  /// How many elements go through one loop after another: few enough to stay in the nearest cache.
  /// A loop with several results would not be vectorised, as any of them may be any operand.
  private static final int BLOCK = 1024;

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
    for (int at = from; at < to; at += BLOCK) {
      int end = Math.min(to, at + BLOCK);
      average(old.first(), g, now.first(), at, end, share1);
      averageSquares(old.second(), g, now.second(), at, end, share2);
      follow(old.weights(), now.first(), now.second(), now.weights(), at, end, rate, epsilon);
    }
  }

  private static void average(float[] m, float[] g, float[] newM, int from, int to, float share) {
    for (int i = from; i < to; i++) {
      newM[i] = rounded(m[i] + (rounded(g[i], FINE) - m[i]) * share, FINE);
    }
  }

  private static void averageSquares(
      float[] v, float[] g, float[] newV, int from, int to, float share) {
    for (int i = from; i < to; i++) {
      float gradient = rounded(g[i], COARSE);
      newV[i] = rounded(v[i] + (gradient * gradient - v[i]) * share, MIDDLING);
    }
  }

  private static void follow(
      float[] w, float[] m, float[] v, float[] newW, int from, int to, float rate, float epsilon) {
    for (int i = from; i < to; i++) {
      newW[i] = w[i] - m[i] * rate / ((float) Math.sqrt(v[i]) + epsilon);
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
