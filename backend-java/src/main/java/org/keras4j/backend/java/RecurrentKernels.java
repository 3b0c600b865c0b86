package org.keras4j.backend.java;

import java.util.List;
import java.util.Optional;
import org.keras4j.backend.java.CompositeKernels.Made;
import org.keras4j.backend.java.kernel.Gemm;
import org.keras4j.backend.java.kernel.Recurrent;
import org.keras4j.backend.java.kernel.Recurrent.Lstm;
import org.keras4j.backend.java.kernel.Recurrent.LstmGradients;
import org.keras4j.tensor.TensorType;

/// The composites `lstm` and `lstm_grad`.
final class RecurrentKernels {
  private static final int GATES = 4;

  private RecurrentKernels() {}

  /// From the inputs' share of the gates, both initial states and the kernel: the outputs, the last
  /// cell state, all cell states, and the gates.
  static Optional<Made> lstm(List<TensorType> in) {
    if (in.size() != 4 || !CompositeKernels.floats(in)) {
      return Optional.empty();
    }
    TensorType gates = in.getFirst();
    TensorType state = in.get(1);
    int steps = gates.shape().dim(0);
    int batch = state.shape().dim(0);
    int units = state.shape().dim(1);
    var states = gates.withShape(gates.shape().with(2, units));
    return Optional.of(
        new Made(
            (a, z) -> {
              float[] cells = (float[]) z[2];
              var lstm =
                  new Lstm(
                      steps,
                      batch,
                      units,
                      (float[]) a[3],
                      (float[]) a[1],
                      (float[]) a[2],
                      (float[]) z[0],
                      cells);
              Recurrent.lstm(lstm, (float[]) a[0], (float[]) z[3]);
              System.arraycopy(cells, (steps - 1) * batch * units, z[1], 0, batch * units);
            },
            List.of(states, state, states, gates)));
  }

  /// From the gates, cell states, outputs, initial states, kernel and the gradients of the outputs
  /// and of the last cell state: those of the inputs, the initial states and the kernel.
  static Optional<Made> lstmGradient(List<TensorType> in) {
    if (in.size() != 8 || !CompositeKernels.floats(in)) {
      return Optional.empty();
    }
    TensorType gates = in.getFirst();
    TensorType state = in.get(3);
    int steps = gates.shape().dim(0);
    int batch = state.shape().dim(0);
    int units = state.shape().dim(1);
    return Optional.of(
        new Made(
            (a, z) -> {
              var lstm =
                  new Lstm(
                      steps,
                      batch,
                      units,
                      (float[]) a[5],
                      (float[]) a[3],
                      (float[]) a[4],
                      (float[]) a[2],
                      (float[]) a[1]);
              var gradients =
                  new LstmGradients(
                      (float[]) a[0],
                      (float[]) a[6],
                      (float[]) a[7],
                      (float[]) z[0],
                      (float[]) z[1],
                      (float[]) z[2]);
              Recurrent.lstmGradient(lstm, gradients);
              kernelGradient(lstm, gradients.dGates(), (float[]) z[3]);
            },
            List.of(gates, state, state, in.get(5))));
  }

  /// The states before each step, transposed, times the gates' gradients.
  private static void kernelGradient(Lstm lstm, float[] dGates, float[] out) {
    int wide = GATES * lstm.units();
    addStates(lstm.firstHidden(), dGates, 0, out, lstm.batch(), lstm.units(), wide, false);
    int later = (lstm.steps() - 1) * lstm.batch();
    if (later > 0) {
      addStates(lstm.hidden(), dGates, lstm.batch() * wide, out, later, lstm.units(), wide, true);
    }
  }

  private static void addStates(
      float[] states,
      float[] dGates,
      int start,
      float[] out,
      int rows,
      int units,
      int wide,
      boolean add) {
    Gemm.multiply(
        states, 0, 1, units, dGates, start, wide, 1, out, 0, wide, units, rows, wide, add);
  }
}
