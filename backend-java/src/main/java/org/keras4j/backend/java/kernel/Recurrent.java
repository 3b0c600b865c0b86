package org.keras4j.backend.java.kernel;

/// LSTM and GRU over a whole sequence, step by step, forward and backward.
///
/// What does not depend on the step before is left to the caller, as one product over all steps:
/// the gates arrive as `inputs * kernel + bias`, `[steps, batch, gates * units]`, and the gradients
/// leave as those of the gates, from which the kernels' gradients are again one product each. All
/// arrays are dense.
public final class Recurrent {
  private static final int LSTM_GATES = 4;
  private static final int GRU_GATES = 3;

  /// Rows of a batch that are worth a thread of their own.
  private static final int LEAST_ROWS = 4;

  /// Elementary operations per unit and step, roughly.
  private static final int WORK = 40;

  private Recurrent() {}

  /// The states of an LSTM: the initial ones `[batch, units]`, and those after each step `[steps,
  /// batch, units]`.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Lstm(
      int steps,
      int batch,
      int units,
      float[] recurrent,
      float[] firstHidden,
      float[] firstCell,
      float[] hidden,
      float[] cell) {
    private int wide() {
      return LSTM_GATES * units;
    }

    private int state() {
      return batch * units;
    }

    /// Cuts the batch over threads: each takes its rows through all steps.
    private void overRows(WorkPool.Range rows) {
      WorkPool pool = WorkPool.shared();
      int parts = Math.max(1, Math.min(pool.threads(), batch / LEAST_ROWS));
      pool.run(parts, part -> rows.run(batch * part / parts, batch * (part + 1) / parts));
    }
  }

  /// LSTM, gates in Keras's order: input, forget, candidate, output.
  ///
  /// @param inputs the inputs' part of the gates
  /// @param gates on return the gates after their activations; may be `inputs`
  public static void lstm(Lstm lstm, float[] inputs, float[] gates) {
    lstm.overRows((from, to) -> forward(lstm, inputs, gates, from, to));
  }

  private static void forward(Lstm lstm, float[] inputs, float[] gates, int from, int to) {
    int units = lstm.units();
    int wide = lstm.wide();
    int rows = to - from;
    float[] work = Scratch.takeFloats(units);
    for (int t = 0; t < lstm.steps(); t++) {
      int gate = (t * lstm.batch() + from) * wide;
      int now = t * lstm.state() + from * units;
      float[] hidden = t == 0 ? lstm.firstHidden() : lstm.hidden();
      float[] cell = t == 0 ? lstm.firstCell() : lstm.cell();
      int before = t == 0 ? from * units : now - lstm.state();
      if (gates != inputs) {
        System.arraycopy(inputs, gate, gates, gate, rows * wide);
      }
      addProduct(hidden, before, lstm.recurrent(), gates, gate, rows, units, wide);
      for (int row = 0; row < rows; row++) {
        int g = gate + row * wide;
        int s = row * units;
        VecMath.sigmoid(gates, g, gates, g, 2 * units);
        VecMath.tanh(gates, g + 2 * units, gates, g + 2 * units, units);
        VecMath.sigmoid(gates, g + 3 * units, gates, g + 3 * units, units);
        Elementwise.multiply(gates, g + units, cell, before + s, lstm.cell(), now + s, units);
        Elementwise.multiplyAdd(gates, g, gates, g + 2 * units, lstm.cell(), now + s, units);
        VecMath.tanh(lstm.cell(), now + s, work, 0, units);
        Elementwise.multiply(gates, g + 3 * units, work, 0, lstm.hidden(), now + s, units);
      }
    }
    Scratch.give(work);
  }

  /// What goes into and out of [#lstmGradient].
  ///
  /// @param gates as [#lstm] left them
  /// @param dHidden `[steps, batch, units]`: the gradients of the states after each step
  /// @param dCell `[batch, units]`: the gradient of the last cell state
  /// @param dGates on return the gradients of the gates before their activations
  /// @param dFirstHidden on return the gradient of the initial state
  /// @param dFirstCell on return the gradient of the initial cell state; may be `dCell`
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record LstmGradients(
      float[] gates,
      float[] dHidden,
      float[] dCell,
      float[] dGates,
      float[] dFirstHidden,
      float[] dFirstCell) {}

  /// The gradients of [#lstm].
  public static void lstmGradient(Lstm lstm, LstmGradients g) {
    int wide = lstm.wide();
    int units = lstm.units();
    float[] transposed = Scratch.takeFloats(units * wide);
    Movement.transpose(
        lstm.recurrent(), 0, new int[] {units, wide}, new int[] {1, 0}, transposed, 0);
    if (g.dFirstCell() != g.dCell()) {
      System.arraycopy(g.dCell(), 0, g.dFirstCell(), 0, lstm.state());
    }
    java.util.Arrays.fill(g.dFirstHidden(), 0, lstm.state(), 0f);
    lstm.overRows((from, to) -> backward(lstm, g, transposed, from, to));
    Scratch.give(transposed);
  }

  private static void backward(Lstm lstm, LstmGradients g, float[] transposed, int from, int to) {
    int units = lstm.units();
    int wide = lstm.wide();
    int rows = to - from;
    float[] tanh = Scratch.takeFloats(units);
    float[] dHidden = g.dFirstHidden();
    for (int t = lstm.steps() - 1; t >= 0; t--) {
      int gate = (t * lstm.batch() + from) * wide;
      int now = t * lstm.state() + from * units;
      float[] cell = t == 0 ? lstm.firstCell() : lstm.cell();
      int before = t == 0 ? from * units : now - lstm.state();
      for (int row = 0; row < rows; row++) {
        int s = row * units;
        int at = from * units + s;
        VecMath.tanh(lstm.cell(), now + s, tanh, 0, units);
        Elementwise.add(dHidden, at, g.dHidden(), now + s, dHidden, at, units);
        lstmRow(g, gate + row * wide, cell, before + s, at, tanh, units);
      }
      Gemm.multiply(
          g.dGates(),
          gate,
          wide,
          1,
          transposed,
          0,
          units,
          1,
          dHidden,
          from * units,
          units,
          rows,
          wide,
          units,
          false);
    }
    Scratch.give(tanh);
  }

  private static void lstmRow(
      LstmGradients g, int gate, float[] cell, int before, int at, float[] tanh, int units) {
    float[] gates = g.gates();
    float[] dGates = g.dGates();
    float[] dHidden = g.dFirstHidden();
    float[] dCell = g.dFirstCell();
    for (int u = 0; u < units; u++) {
      float input = gates[gate + u];
      float forget = gates[gate + units + u];
      float candidate = gates[gate + 2 * units + u];
      float output = gates[gate + 3 * units + u];
      float dh = dHidden[at + u];
      float dc = Math.fma(dh * output, 1 - tanh[u] * tanh[u], dCell[at + u]);
      dGates[gate + u] = dc * candidate * input * (1 - input);
      dGates[gate + units + u] = dc * cell[before + u] * forget * (1 - forget);
      dGates[gate + 2 * units + u] = dc * input * (1 - candidate * candidate);
      dGates[gate + 3 * units + u] = dh * tanh[u] * output * (1 - output);
      dCell[at + u] = dc * forget;
    }
  }

  /// GRU with the reset gate applied after the recurrent product, as Keras's `reset_after=True`,
  /// gates in the order update, reset, candidate.
  ///
  /// @param gates inputs' part of the gates; on return the gates after their activations
  /// @param recurrent `[units, 3 * units]`
  /// @param inner recurrent part of the gates, as large as `gates`: each row holds the recurrent
  ///   bias, and on return the whole part
  /// @param hidden `[steps + 1, batch, units]`: the first state is read, the others are written
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
