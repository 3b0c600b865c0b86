package org.keras4j.backend.java.kernel;

/// Optimizer steps in one pass over the parameters, large ones on several threads. The arrays are
/// updated in place, all over the same `count` elements from `start`.
public final class Optimizers {
  private Optimizers() {}

  /// Adam: `m += (g - m) * (1 - beta1)`, `v += (g * g - v) * (1 - beta2)`, `w -= rate * m /
  /// (sqrt(v) + epsilon)`, the bias correction being in `rate`, as in Keras.
  public static void adam(
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      int start,
      int count,
      float rate,
      float beta1,
      float beta2,
      float epsilon) {
    float now1 = 1 - beta1;
    float now2 = 1 - beta2;
    Parallel.range(
        count,
        8,
        (from, to) -> adapt(w, g, m, v, start + from, start + to, rate, now1, now2, epsilon));
  }

  private static void adapt(
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      int from,
      int to,
      float rate,
      float now1,
      float now2,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float gradient = g[i];
      float first = m[i] + (gradient - m[i]) * now1;
      float second = v[i] + (gradient * gradient - v[i]) * now2;
      m[i] = first;
      v[i] = second;
      w[i] = w[i] - rate * first / ((float) Math.sqrt(second) + epsilon);
    }
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
