package org.keras4j.backend.java.kernel;

/// LSTM and GRU over a whole sequence, step by step, forward and backward.
///
/// What does not depend on the step before is left to the caller, as one product over all steps:
/// the gates arrive as `inputs * kernel + bias`, `[steps, batch, gates * units]`, and the gradients
/// leave as those of the gates, from which the kernels' gradients are again one product each.
/// States are `[steps + 1, batch, units]`, the initial state first. All arrays are dense.
public final class Recurrent {
  private static final int LSTM_GATES = 4;
  private static final int GRU_GATES = 3;

  /// Elementary operations per unit and step, roughly.
  private static final int WORK = 40;

  private Recurrent() {}

  /// LSTM, gates in Keras's order: input, forget, candidate, output.
  ///
  /// @param gates inputs' part of the gates; on return the gates after their activations
  /// @param recurrent `[units, 4 * units]`
  /// @param hidden the first state is read, the others are written
  /// @param cell as `hidden`
  public static void lstm(
      float[] gates,
      float[] recurrent,
      float[] hidden,
      float[] cell,
      int steps,
      int batch,
      int units) {
    int wide = LSTM_GATES * units;
    int state = batch * units;
    for (int t = 0; t < steps; t++) {
      int gate = t * batch * wide;
      int before = t * state;
      addProduct(hidden, before, recurrent, gates, gate, batch, units, wide);
      Parallel.range(
          batch,
          (long) WORK * units,
          (from, to) -> {
            float[] work = Scratch.takeFloats(units);
            for (int row = from; row < to; row++) {
              int g = gate + row * wide;
              int s = before + row * units;
              VecMath.sigmoid(gates, g, gates, g, 2 * units);
              VecMath.tanh(gates, g + 2 * units, gates, g + 2 * units, units);
              VecMath.sigmoid(gates, g + 3 * units, gates, g + 3 * units, units);
              Elementwise.multiply(gates, g + units, cell, s, cell, s + state, units);
              Elementwise.multiplyAdd(gates, g, gates, g + 2 * units, cell, s + state, units);
              VecMath.tanh(cell, s + state, work, 0, units);
              Elementwise.multiply(gates, g + 3 * units, work, 0, hidden, s + state, units);
            }
            Scratch.give(work);
          });
    }
  }

  /// The gradients of [#lstm].
  ///
  /// @param gates as [#lstm] left them
  /// @param dHidden `[steps + 1, batch, units]`: the gradients of the states after the initial one;
  ///   on return all include what later steps add, the first being the initial state's
  /// @param dCell `[batch, units]`: the gradient of the last cell state; on return the initial
  ///   one's
  /// @param dGates on return the gradients of the gates before their activations
  public static void lstmGradient(
      float[] gates,
      float[] recurrent,
      float[] cell,
      float[] dHidden,
      float[] dCell,
      float[] dGates,
      int steps,
      int batch,
      int units) {
    int wide = LSTM_GATES * units;
    int state = batch * units;
    for (int t = steps - 1; t >= 0; t--) {
      int gate = t * batch * wide;
      int before = t * state;
      Parallel.range(
          batch,
          (long) WORK * units,
          (from, to) -> {
            float[] tanh = Scratch.takeFloats(units);
            for (int row = from; row < to; row++) {
              int s = before + row * units;
              VecMath.tanh(cell, s + state, tanh, 0, units);
              lstmRow(
                  gates,
                  gate + row * wide,
                  cell,
                  s,
                  dHidden,
                  s + state,
                  dCell,
                  row * units,
                  tanh,
                  dGates,
                  units);
            }
            Scratch.give(tanh);
          });
      addTransposedProduct(dGates, gate, recurrent, dHidden, before, batch, units, wide);
    }
  }

  private static void lstmRow(
      float[] gates,
      int gate,
      float[] cell,
      int cellStart,
      float[] dHidden,
      int dHiddenStart,
      float[] dCell,
      int dCellStart,
      float[] tanh,
      float[] dGates,
      int units) {
    for (int u = 0; u < units; u++) {
      float input = gates[gate + u];
      float forget = gates[gate + units + u];
      float candidate = gates[gate + 2 * units + u];
      float output = gates[gate + 3 * units + u];
      float dh = dHidden[dHiddenStart + u];
      float dc = Math.fma(dh * output, 1 - tanh[u] * tanh[u], dCell[dCellStart + u]);
      dGates[gate + u] = dc * candidate * input * (1 - input);
      dGates[gate + units + u] = dc * cell[cellStart + u] * forget * (1 - forget);
      dGates[gate + 2 * units + u] = dc * input * (1 - candidate * candidate);
      dGates[gate + 3 * units + u] = dh * tanh[u] * output * (1 - output);
      dCell[dCellStart + u] = dc * forget;
    }
  }

  /// GRU with the reset gate applied after the recurrent product, as Keras's `reset_after=True`,
  /// gates in the order update, reset, candidate.
  ///
  /// @param gates inputs' part of the gates; on return the gates after their activations
  /// @param recurrent `[units, 3 * units]`
  /// @param inner recurrent part of the gates, as large as `gates`: each row holds the recurrent
  ///   bias, and on return the whole part
  /// @param hidden the first state is read, the others are written
  public static void gru(
      float[] gates,
      float[] recurrent,
      float[] inner,
      float[] hidden,
      int steps,
      int batch,
      int units) {
    int wide = GRU_GATES * units;
    int state = batch * units;
    for (int t = 0; t < steps; t++) {
      int gate = t * batch * wide;
      int before = t * state;
      addProduct(hidden, before, recurrent, inner, gate, batch, units, wide);
      Parallel.range(
          batch,
          (long) WORK * units,
          (from, to) -> {
            for (int row = from; row < to; row++) {
              int g = gate + row * wide;
              int s = before + row * units;
              Elementwise.add(gates, g, inner, g, gates, g, 2 * units);
              VecMath.sigmoid(gates, g, gates, g, 2 * units);
              int candidate = g + 2 * units;
              Elementwise.multiplyAdd(gates, g + units, inner, candidate, gates, candidate, units);
              VecMath.tanh(gates, candidate, gates, candidate, units);
              Elementwise.subtract(hidden, s, gates, candidate, hidden, s + state, units);
              Elementwise.multiply(gates, g, hidden, s + state, hidden, s + state, units);
              Elementwise.add(gates, candidate, hidden, s + state, hidden, s + state, units);
            }
          });
    }
  }

  /// The gradients of [#gru].
  ///
  /// @param gates as [#gru] left them
  /// @param inner as [#gru] left it; on return the gradients of the recurrent part of the gates
  /// @param dHidden `[steps + 1, batch, units]`: the gradients of the states after the initial one;
  ///   on return all include what later steps add, the first being the initial state's
  /// @param dGates on return the gradients of the inputs' part of the gates
  public static void gruGradient(
      float[] gates,
      float[] recurrent,
      float[] inner,
      float[] hidden,
      float[] dHidden,
      float[] dGates,
      int steps,
      int batch,
      int units) {
    int wide = GRU_GATES * units;
    int state = batch * units;
    for (int t = steps - 1; t >= 0; t--) {
      int gate = t * batch * wide;
      int before = t * state;
      Parallel.range(
          batch,
          (long) WORK * units,
          (from, to) -> {
            for (int row = from; row < to; row++) {
              int s = before + row * units;
              gruRow(gates, gate + row * wide, inner, hidden, s, dHidden, s + state, dGates, units);
              Elementwise.multiplyAdd(
                  dHidden, s + state, gates, gate + row * wide, dHidden, s, units);
            }
          });
      addTransposedProduct(inner, gate, recurrent, dHidden, before, batch, units, wide);
    }
  }

  private static void gruRow(
      float[] gates,
      int gate,
      float[] inner,
      float[] hidden,
      int hiddenStart,
      float[] dHidden,
      int dHiddenStart,
      float[] dGates,
      int units) {
    for (int u = 0; u < units; u++) {
      float update = gates[gate + u];
      float reset = gates[gate + units + u];
      float candidate = gates[gate + 2 * units + u];
      float dh = dHidden[dHiddenStart + u];
      float dCandidate = dh * (1 - update) * (1 - candidate * candidate);
      float dReset = dCandidate * inner[gate + 2 * units + u] * reset * (1 - reset);
      float dUpdate = dh * (hidden[hiddenStart + u] - candidate) * update * (1 - update);
      dGates[gate + u] = dUpdate;
      dGates[gate + units + u] = dReset;
      dGates[gate + 2 * units + u] = dCandidate;
      inner[gate + u] = dUpdate;
      inner[gate + units + u] = dReset;
      inner[gate + 2 * units + u] = dCandidate * reset;
    }
  }

  private static void addProduct(
      float[] state,
      int from,
      float[] recurrent,
      float[] gates,
      int to,
      int batch,
      int units,
      int wide) {
    Gemm.multiply(
        state, from, units, 1, recurrent, 0, wide, 1, gates, to, wide, batch, units, wide, true);
  }

  private static void addTransposedProduct(
      float[] dGates,
      int from,
      float[] recurrent,
      float[] dState,
      int to,
      int batch,
      int units,
      int wide) {
    Gemm.multiply(
        dGates, from, wide, 1, recurrent, 0, 1, wide, dState, to, units, batch, wide, units, true);
  }
}
