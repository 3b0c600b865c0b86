package org.keras4j.backend.java.kernel;

/// Optimizer steps in one pass over the parameters, large ones on several threads. Every array is
/// updated in place, from its given start, over `count` elements.
public final class Optimizers {
  private Optimizers() {}

  /// Adam: `m += (g - m) * (1 - beta1)`, `v += (g * g - v) * (1 - beta2)`, `w -= rate * m /
  /// (sqrt(v) + epsilon)`, the bias correction being in `rate`, as in Keras.
  public static void adam(
      float[] w,
      int wStart,
      float[] g,
      int gStart,
      float[] m,
      int mStart,
      float[] v,
      int vStart,
      int count,
      float rate,
      float beta1,
      float beta2,
      float epsilon) {
    float keep1 = 1 - beta1;
    float keep2 = 1 - beta2;
    Parallel.range(
        count,
        8,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float gradient = g[gStart + i];
            float first = m[mStart + i] + (gradient - m[mStart + i]) * keep1;
            float second = v[vStart + i] + (gradient * gradient - v[vStart + i]) * keep2;
            m[mStart + i] = first;
            v[vStart + i] = second;
            w[wStart + i] = w[wStart + i] - rate * first / ((float) Math.sqrt(second) + epsilon);
          }
        });
  }

  /// Gradient descent: `w -= rate * g`.
  public static void descend(float[] w, int wStart, float[] g, int gStart, int count, float rate) {
    Parallel.range(
        count,
        3,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            w[wStart + i] = w[wStart + i] - rate * g[gStart + i];
          }
        });
  }

  /// Gradient descent with momentum: `m = momentum * m - rate * g`, `w += m`, or with Nesterov's
  /// look-ahead `w += momentum * m - rate * g`.
  public static void momentum(
      float[] w,
      int wStart,
      float[] g,
      int gStart,
      float[] m,
      int mStart,
      int count,
      float rate,
      float momentum,
      boolean nesterov) {
    float ahead = nesterov ? momentum : 1f;
    float now = nesterov ? rate : 0f;
    Parallel.range(
        count,
        5,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float velocity = m[mStart + i] * momentum - g[gStart + i] * rate;
            m[mStart + i] = velocity;
            w[wStart + i] = w[wStart + i] + (velocity * ahead - g[gStart + i] * now);
          }
        });
  }
}
