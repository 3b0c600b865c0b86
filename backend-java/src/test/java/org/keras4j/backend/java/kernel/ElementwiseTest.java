package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementwiseTest {
  private interface Loop {
    void run(float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count);
  }

  private interface Function {
    float of(float x, float y);
  }

  private static void check(String what, Loop loop, Function function) {
    for (int count : Numbers.SIZES) {
      float[] x = Numbers.random(count, count + 3);
      float[] y = Numbers.random(count + 1, count + 3);
      if (count > 4) {
        x[4] = Float.NaN;
        y[5] = Float.POSITIVE_INFINITY;
      }
      float[] z = new float[count + 3];
      loop.run(x, 1, y, 2, z, 3, count);
      float[] inPlace = x.clone();
      loop.run(inPlace, 1, y, 2, inPlace, 1, count);
      for (int i = 0; i < count; i++) {
        String which = what + ", " + i + " of " + count;
        Numbers.assertSame(which, z[i + 3], function.of(x[i + 1], y[i + 2]));
        Numbers.assertSame(which, inPlace[i + 1], function.of(x[i + 1], y[i + 2]));
      }
    }
  }

  @Test
  void twoOperands() {
    check("add", Elementwise::add, (x, y) -> x + y);
    check("subtract", Elementwise::subtract, (x, y) -> x - y);
    check("multiply", Elementwise::multiply, (x, y) -> x * y);
    check("divide", Elementwise::divide, (x, y) -> x / y);
    check("max", Elementwise::max, Math::max);
    check("min", Elementwise::min, Math::min);
  }

  @Test
  void oneOperandIsANumber() {
    check("add", (x, i, y, j, z, k, n) -> Elementwise.add(x, i, 2.5f, z, k, n), (x, _) -> x + 2.5f);
    check(
        "subtract",
        (x, i, y, j, z, k, n) -> Elementwise.subtract(x, i, 2.5f, z, k, n),
        (x, _) -> x - 2.5f);
    check(
        "subtract from",
        (x, i, y, j, z, k, n) -> Elementwise.subtract(2.5f, x, i, z, k, n),
        (x, _) -> 2.5f - x);
    check(
        "divide",
        (x, i, y, j, z, k, n) -> Elementwise.divide(x, i, 2.5f, z, k, n),
        (x, _) -> x / 2.5f);
    check(
        "divide by",
        (x, i, y, j, z, k, n) -> Elementwise.divide(2.5f, x, i, z, k, n),
        (x, _) -> 2.5f / x);
    check(
        "max",
        (x, i, y, j, z, k, n) -> Elementwise.max(x, i, 0.5f, z, k, n),
        (x, _) -> Math.max(x, 0.5f));
  }

  @Test
  void oneOperand() {
    check("negate", (x, i, y, j, z, k, n) -> Elementwise.negate(x, i, z, k, n), (x, _) -> -x);
    check("abs", (x, i, y, j, z, k, n) -> Elementwise.abs(x, i, z, k, n), (x, _) -> Math.abs(x));
    check("square", (x, i, y, j, z, k, n) -> Elementwise.square(x, i, z, k, n), (x, _) -> x * x);
    check(
        "sqrt",
        (x, i, y, j, z, k, n) -> Elementwise.sqrt(x, i, z, k, n),
        (x, _) -> (float) Math.sqrt(x));
    check(
        "reciprocal",
        (x, i, y, j, z, k, n) -> Elementwise.reciprocal(x, i, z, k, n),
        (x, _) -> 1 / x);
  }

  @Test
  void multipliesAndAddsInOneRounding() {
    float[] x = Numbers.random(1, 50);
    float[] y = Numbers.random(2, 50);
    float[] z = Numbers.random(3, 50);
    float[] before = z.clone();
    Elementwise.multiplyAdd(x, 1, y, 0, z, 2, 40);
    for (int i = 0; i < 40; i++) {
      assertThat(z[i + 2]).isEqualTo(Math.fma(x[i + 1], y[i], before[i + 2]));
    }
    Elementwise.multiplyAdd(x, 0, 3f, before, 0, 50);
    Elementwise.select(new byte[] {1, 0}, 0, x, 0, y, 0, z, 0, 2);
    assertThat(z[0]).isEqualTo(x[0]);
    assertThat(z[1]).isEqualTo(y[1]);
  }

  /// The loops with vectors and without give the same, whole vectors and rests.
  @Test
  void choicesAreThoseOfJava() {
    Warmup.assumeReady();
    float[] odd = {Float.NaN, -0f, 0f, 1f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
    int n = 203;
    float[] x = new float[n];
    float[] y = new float[n];
    byte[] flags = new byte[n];
    for (int i = 0; i < n; i++) {
      x[i] = odd[i % odd.length];
      y[i] = odd[i / odd.length % odd.length];
      flags[i] = (byte) (i % 3);
    }
    float[] max = new float[n];
    float[] min = new float[n];
    float[] chosen = new float[n];
    byte[] less = new byte[n];
    Elementwise.max(x, 0, y, 0, max, 0, n);
    Elementwise.min(x, 0, y, 0, min, 0, n);
    Elementwise.select(flags, 0, x, 0, y, 0, chosen, 0, n);
    Elementwise.less(x, 0, y, 0, less, 0, n);
    float[] larger = new float[n];
    float[] smaller = new float[n];
    float[] picked = new float[n];
    byte[] below = new byte[n];
    for (int i = 0; i < n; i++) {
      larger[i] = Math.max(x[i], y[i]);
      smaller[i] = Math.min(x[i], y[i]);
      picked[i] = flags[i] != 0 ? x[i] : y[i];
      below[i] = (byte) (x[i] < y[i] ? 1 : 0);
    }
    assertThat(max).isEqualTo(larger);
    assertThat(min).isEqualTo(smaller);
    assertThat(chosen).isEqualTo(picked);
    assertThat(less).isEqualTo(below);
  }

  @Test
  void optimizersFollowTheirRules() {
    int count = 100_000;
    float[] g = Numbers.random(1, count);
    float[] w = Numbers.random(2, count);
    float[] m = Numbers.random(3, count);
    float[] v = Numbers.filled(count, 0.5f);
    float[] oldW = w.clone();
    float[] oldM = m.clone();
    g[1994] = 1e-30f;
    oldM[997] = m[997] = Float.MIN_VALUE;
    var moments = new Optimizers.Moments(w, m, v);
    Optimizers.adam(moments, g, moments, count, 0.01f, 0.1f, 0.001f, 1e-7f);
    for (int i = 0; i < count; i += 997) {
      double first = oldM[i] + (g[i] - oldM[i]) * (1 - 0.9);
      double second = 0.5 + (g[i] * g[i] - 0.5) * (1 - 0.999);
      double expected = oldW[i] - 0.01 * first / (Math.sqrt(second) + 1e-7);
      assertThat((double) w[i]).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-6));
      assertThat((double) m[i]).isCloseTo(first, org.assertj.core.data.Offset.offset(1e-6));
    }
    float[] plain = oldW.clone();
    Optimizers.descend(plain, g, 0, count, 0.1f);
    float[] heavy = oldW.clone();
    float[] ahead = oldW.clone();
    float[] velocity = oldM.clone();
    Optimizers.momentum(heavy, g, velocity, 0, count, 0.1f, 0.5f, false);
    Optimizers.momentum(ahead, g, oldM, 0, count, 0.1f, 0.5f, true);
    assertThat(oldM).isEqualTo(velocity);
    for (int i = 0; i < count; i += 997) {
      assertThat(plain[i]).isEqualTo(oldW[i] - 0.1f * g[i]);
      assertThat(heavy[i]).isEqualTo(oldW[i] + velocity[i]);
      assertThat(ahead[i])
          .isCloseTo(
              oldW[i] + 0.5f * velocity[i] - 0.1f * g[i],
              org.assertj.core.data.Offset.offset(1e-5f));
    }
  }
}
