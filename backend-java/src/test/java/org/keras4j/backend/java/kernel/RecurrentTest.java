package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Against the cells' definition in double precision; gradients against finite differences of it.
class RecurrentTest {
  private static final int STEPS = 4;
  private static final int BATCH = 9;
  private static final int UNITS = 17;
  private static final int STATE = BATCH * UNITS;
  private static final double STEP = 1e-5;

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /// The part of the gates that comes from the state before.
  private static double product(double[] hidden, int from, double[] recurrent, int wide, int gate) {
    double sum = 0;
    for (int u = 0; u < UNITS; u++) {
      sum += hidden[from + u] * recurrent[u * wide + gate];
    }
    return sum;
  }

  private static void lstm(double[] gates, double[] recurrent, double[] hidden, double[] cell) {
    int wide = 4 * UNITS;
    for (int row = 0; row < STEPS * BATCH; row++) {
      int s = row * UNITS;
      for (int u = 0; u < UNITS; u++) {
        double[] z = new double[4];
        for (int g = 0; g < 4; g++) {
          int gate = g * UNITS + u;
          z[g] = gates[row * wide + gate] + product(hidden, s, recurrent, wide, gate);
        }
        cell[s + STATE + u] = sigmoid(z[1]) * cell[s + u] + sigmoid(z[0]) * Math.tanh(z[2]);
        hidden[s + STATE + u] = sigmoid(z[3]) * Math.tanh(cell[s + STATE + u]);
      }
    }
  }

  private static void gru(double[] gates, double[] recurrent, double[] bias, double[] hidden) {
    int wide = 3 * UNITS;
    for (int row = 0; row < STEPS * BATCH; row++) {
      int s = row * UNITS;
      for (int u = 0; u < UNITS; u++) {
        double[] inner = new double[3];
        for (int g = 0; g < 3; g++) {
          int gate = g * UNITS + u;
          inner[g] = bias[row * wide + gate] + product(hidden, s, recurrent, wide, gate);
        }
        double update = sigmoid(gates[row * wide + u] + inner[0]);
        double reset = sigmoid(gates[row * wide + UNITS + u] + inner[1]);
        double candidate = Math.tanh(gates[row * wide + 2 * UNITS + u] + reset * inner[2]);
        hidden[s + STATE + u] = update * hidden[s + u] + (1 - update) * candidate;
      }
    }
  }

  private static float[] smaller(float[] x) {
    Elementwise.multiply(x, 0, 0.3f, x, 0, x.length);
    return x;
  }

  private static double weighted(double[] states, float[] weights) {
    double sum = 0;
    for (int i = STATE; i < states.length; i++) {
      sum += states[i] * weights[i];
    }
    return sum;
  }

  @Test
  void lstmAndItsGradientFollowTheDefinition() {
    int wide = 4 * UNITS;
    float[] inputs = Numbers.random(1, STEPS * BATCH * wide);
    float[] recurrent = smaller(Numbers.random(2, UNITS * wide));
    float[] firstHidden = Numbers.random(3, STATE);
    float[] firstCell = Numbers.random(4, STATE);
    double[] g = Numbers.doubles(inputs);
    double[] r = Numbers.doubles(recurrent);
    double[] h = java.util.Arrays.copyOf(Numbers.doubles(firstHidden), (STEPS + 1) * STATE);
    double[] c = java.util.Arrays.copyOf(Numbers.doubles(firstCell), (STEPS + 1) * STATE);
    lstm(g, r, h, c);
    float[] hidden = new float[STEPS * STATE];
    float[] cell = new float[STEPS * STATE];
    var lstm =
        new Recurrent.Lstm(STEPS, BATCH, UNITS, recurrent, firstHidden, firstCell, hidden, cell);
    float[] gates = new float[inputs.length];
    Recurrent.lstm(lstm, inputs, gates);
    Numbers.assertClose("hidden", hidden, afterFirst(h), 1e-5);
    Numbers.assertClose("cell", cell, afterFirst(c), 1e-5);

    float[] weights = Numbers.random(5, h.length);
    float[] toHidden = java.util.Arrays.copyOfRange(weights, STATE, weights.length);
    float[] dHidden = new float[STATE];
    float[] dCell = new float[STATE];
    float[] dGates = new float[gates.length];
    Recurrent.lstmGradient(
        lstm,
        new Recurrent.LstmGradients(gates, toHidden, new float[STATE], dGates, dHidden, dCell));
    for (int i = 0; i < g.length; i += 41) {
      assertSlope("gate", dGates[i], g, i, () -> after(g, r, h, c, weights));
    }
    for (int i = 0; i < STATE; i += 5) {
      assertSlope("initial state", dHidden[i], h, i, () -> after(g, r, h, c, weights));
      assertSlope("initial cell", dCell[i], c, i, () -> after(g, r, h, c, weights));
    }
  }

  private static double[] afterFirst(double[] states) {
    return java.util.Arrays.copyOfRange(states, STATE, states.length);
  }

  private static double after(double[] g, double[] r, double[] h, double[] c, float[] weights) {
    lstm(g, r, h, c);
    return weighted(h, weights);
  }

  @Test
  void gruAndItsGradientFollowTheDefinition() {
    int wide = 3 * UNITS;
    float[] gates = Numbers.random(1, STEPS * BATCH * wide);
    float[] recurrent = smaller(Numbers.random(2, UNITS * wide));
    float[] inner = Numbers.random(3, STEPS * BATCH * wide);
    float[] hidden = Numbers.random(4, (STEPS + 1) * STATE);
    double[] g = Numbers.doubles(gates);
    double[] r = Numbers.doubles(recurrent);
    double[] b = Numbers.doubles(inner);
    double[] h = Numbers.doubles(hidden);
    gru(g, r, b, h);
    Recurrent.gru(gates, recurrent, inner, hidden, STEPS, BATCH, UNITS);
    Numbers.assertClose("hidden", hidden, h, 1e-5);

    float[] weights = Numbers.random(5, hidden.length);
    float[] dHidden = weights.clone();
    java.util.Arrays.fill(dHidden, 0, STATE, 0f);
    float[] dGates = new float[gates.length];
    Recurrent.gruGradient(gates, recurrent, inner, hidden, dHidden, dGates, STEPS, BATCH, UNITS);
    for (int i = 0; i < g.length; i += 31) {
      assertSlope("gate", dGates[i], g, i, () -> afterGru(g, r, b, h, weights));
      assertSlope("recurrent part", inner[i], b, i, () -> afterGru(g, r, b, h, weights));
    }
    for (int i = 0; i < STATE; i += 5) {
      assertSlope("initial state", dHidden[i], h, i, () -> afterGru(g, r, b, h, weights));
    }
  }

  private static double afterGru(double[] g, double[] r, double[] b, double[] h, float[] weights) {
    gru(g, r, b, h);
    return weighted(h, weights);
  }

  private interface Loss {
    double value();
  }

  private static void assertSlope(String what, float slope, double[] x, int i, Loss loss) {
    double before = x[i];
    x[i] = before + STEP;
    double above = loss.value();
    x[i] = before - STEP;
    double below = loss.value();
    x[i] = before;
    double expected = (above - below) / (2 * STEP);
    assertThat((double) slope)
        .as("%s %d", what, i)
        .isCloseTo(
            expected, org.assertj.core.data.Offset.offset(1e-4 * Math.max(1, Math.abs(expected))));
  }
}
