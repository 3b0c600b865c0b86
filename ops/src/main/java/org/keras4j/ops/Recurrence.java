package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.transform.Gradients;

/// Recurrent networks over whole sequences, as compositions that an engine may compute by a kernel
/// of its own. Keras has no function for them: they are what its recurrent layers are made of here.
public final class Recurrence {
  private static final int GATES = 4;

  private Recurrence() {}

  /// What long short-term memory gives.
  ///
  /// @param hidden the outputs of all steps `(steps, batch, units)`
  /// @param cell the last cell state `(batch, units)`
  public record Lstm(Tensor hidden, Tensor cell) {}

  /// Long short-term memory over a sequence, steps first, with sigmoid gates and tanh.
  ///
  /// - Input: `inputs` `(steps, batch, 4 * units)`, the inputs' share of the gates with the bias,
  ///   in the order input, forget, candidate, output; the initial `hidden` and `cell` `(batch,
  ///   units)`; `kernel` `(units, 4 * units)`
  /// - All of one float dtype
  ///
  /// {@snippet :
  /// var y = Recurrence.lstm(Ops.add(Ops.matmul(x, kernel), bias), h0, c0, recurrentKernel);
  /// }
  ///
  /// @throws IllegalArgumentException if shapes or dtypes do not fit
  /// @see <a href="https://keras.io/api/layers/recurrent_layers/lstm/">LSTM</a>
  public static Lstm lstm(Tensor inputs, Tensor hidden, Tensor cell, Tensor kernel) {
    Shape state = hidden.shape();
    boolean fits =
        inputs.rank() == 3
            && state.rank() == 2
            && cell.shape().equals(state)
            && inputs.shape().slice(1, 3).equals(Shape.of(state.dim(0), GATES * state.dim(1)))
            && kernel.shape().equals(Shape.of(state.dim(1), GATES * state.dim(1)));
    if (!fits) {
      throw new IllegalArgumentException(
          "lstm takes inputs (steps, batch, 4 * units), states (batch, units) and a kernel (units, 4 * units). Received: shapes %s, %s, %s, %s"
              .formatted(inputs.shape(), state, cell.shape(), kernel.shape()));
    }
    var out =
        Lax.composite(
            "lstm",
            Map.of(),
            List.of(inputs, hidden, cell, kernel),
            Recurrence::forward,
            Optional.of(Recurrence::derivative));
    return new Lstm(out.get(0), out.get(1));
  }

  /// The weights of long short-term memory, the gates side by side in the order input, forget,
  /// candidate, output.
  ///
  /// @param kernel for the inputs `(features, 4 * units)`
  /// @param recurrentKernel for the outputs of the step before `(units, 4 * units)`
  /// @param bias `(4 * units)`
  public record LstmWeights(Tensor kernel, Tensor recurrentKernel, Optional<Tensor> bias) {}

  /// Long short-term memory over a sequence, the inputs' share of the gates included. An engine may
  /// make that share step by step, where it is several times as large as the inputs.
  ///
  /// - Input: `inputs` `(steps, batch, features)`; the initial `hidden` and `cell` `(batch, units)`
  /// - All of one float dtype
  ///
  /// {@snippet :
  /// var weights = new Recurrence.LstmWeights(kernel, recurrentKernel, Optional.of(bias));
  /// var y = Recurrence.lstm(x, h0, c0, weights);
  /// }
  ///
  /// @throws IllegalArgumentException if shapes or dtypes do not fit
  /// @see <a href="https://keras.io/api/layers/recurrent_layers/lstm/">LSTM</a>
  public static Lstm lstm(Tensor inputs, Tensor hidden, Tensor cell, LstmWeights weights) {
    var operands =
        new ArrayList<>(List.of(inputs, hidden, cell, weights.kernel(), weights.recurrentKernel()));
    weights.bias().ifPresent(operands::add);
    var out = Lax.composite("lstm_layer", Map.of(), operands, Recurrence::layer, Optional.empty());
    return new Lstm(out.get(0), out.get(1));
  }

  private static List<Tensor> layer(List<Tensor> in) {
    Tensor product = Ops.matmul(in.get(0), in.get(3));
    Tensor shares = in.size() > 5 ? Ops.add(product, in.get(5)) : product;
    var out = lstm(shares, in.get(1), in.get(2), in.get(4));
    return List.of(out.hidden(), out.cell());
  }

  private record Gates(Tensor in, Tensor forget, Tensor candidate, Tensor out) {
    static Gates of(Tensor z) {
      int units = z.shape().dim(-1) / GATES;
      return new Gates(part(z, 0, units), part(z, 1, units), part(z, 2, units), part(z, 3, units));
    }

    private static Tensor part(Tensor z, int gate, int units) {
      return Lax.sliceAxis(z, z.rank() - 1, gate * units, (gate + 1) * units);
    }

    Tensor joined() {
      return Lax.concatenate(List.of(in, forget, candidate, out), in.rank() - 1);
    }
  }

  private static Dot product(int left, int right, Tensor like) {
    return new Dot(List.of(left), List.of(right), List.of(), List.of(), like.dtype());
  }

  /// The outputs, the last cell state; then, for the derivative, the cell states and the gates
  /// after their activations.
  private static List<Tensor> forward(List<Tensor> in) {
    Tensor inputs = in.getFirst();
    Tensor kernel = in.get(3);
    var out =
        Loops.scan(
            t -> {
              Tensor z = Lax.add(t.get(2), Lax.dot(t.get(0), kernel, product(1, 0, kernel)));
              var raw = Gates.of(z);
              var gates =
                  new Gates(
                      Lax.logistic(raw.in()),
                      Lax.logistic(raw.forget()),
                      Lax.tanh(raw.candidate()),
                      Lax.logistic(raw.out()));
              Tensor cell =
                  Lax.add(
                      Lax.mul(gates.forget(), t.get(1)), Lax.mul(gates.in(), gates.candidate()));
              Tensor hidden = Lax.mul(gates.out(), Lax.tanh(cell));
              return List.of(hidden, cell, hidden, cell, gates.joined());
            },
            in.subList(1, 3),
            List.of(inputs),
            inputs.shape().dim(0),
            false);
    return List.of(out.get(2), out.get(1), out.get(3), out.get(4));
  }

  private static List<Optional<Tensor>> derivative(
      List<Tensor> in, List<Tensor> out, List<Optional<Tensor>> g) {
    if (g.get(2).isPresent() || g.get(3).isPresent()) {
      // Only derivatives of the derivative look at these.
      return Gradients.vjp(Recurrence::forward, in, List.of()).back().apply(g).stream()
          .map(Optional::of)
          .toList();
    }
    Tensor hidden = out.getFirst();
    Tensor toHidden = g.get(0).orElseGet(() -> Lax.zeros(hidden.type()));
    Tensor toCell = g.get(1).orElseGet(() -> Lax.zeros(out.get(1).type()));
    var operands = new ArrayList<>(List.of(out.get(3), out.get(2), hidden));
    operands.addAll(in.subList(1, 4));
    operands.addAll(List.of(toHidden, toCell));
    return Lax.composite("lstm_grad", Map.of(), operands, Recurrence::backward, Optional.empty())
        .stream()
        .map(Optional::of)
        .toList();
  }

  /// All states but the last, the initial one first.
  private static Tensor before(Tensor initial, Tensor states) {
    Tensor first = Lax.reshape(initial, Shape.of(1).concat(initial.shape()));
    return Lax.concatenate(
        List.of(first, Lax.sliceAxis(states, 0, 0, states.shape().dim(0) - 1)), 0);
  }

  /// From gates, cell states, outputs, initial states, kernel and the cotangents of the outputs and
  /// of the last cell state: the cotangents of the inputs, the initial states and the kernel.
  private static List<Tensor> backward(List<Tensor> in) {
    Tensor gates = in.get(0);
    Tensor cells = in.get(1);
    Tensor kernel = in.get(5);
    Tensor zero = Lax.zeros(in.get(3).type());
    var out =
        Loops.scan(
            t -> step(t, kernel),
            List.of(zero, in.get(7)),
            List.of(in.get(6), gates, cells, before(in.get(4), cells)),
            gates.shape().dim(0),
            true);
    Tensor toInputs = out.get(2);
    Tensor states = before(in.get(3), in.get(2));
    var overSteps = new Dot(List.of(0, 1), List.of(0, 1), List.of(), List.of(), kernel.dtype());
    return List.of(toInputs, out.get(0), out.get(1), Lax.dot(states, toInputs, overSteps));
  }

  private static List<Tensor> step(List<Tensor> t, Tensor kernel) {
    Tensor toHidden = Lax.add(t.get(0), t.get(2));
    var gates = Gates.of(t.get(3));
    Tensor squashed = Lax.tanh(t.get(4));
    Tensor through = Lax.mul(Lax.mul(toHidden, gates.out()), oneMinus(Lax.mul(squashed, squashed)));
    Tensor toCell = Lax.add(t.get(1), through);
    Tensor candidate = gates.candidate();
    var toGates =
        new Gates(
                Lax.mul(Lax.mul(toCell, candidate), slope(gates.in())),
                Lax.mul(Lax.mul(toCell, t.get(5)), slope(gates.forget())),
                Lax.mul(Lax.mul(toCell, gates.in()), oneMinus(Lax.mul(candidate, candidate))),
                Lax.mul(Lax.mul(toHidden, squashed), slope(gates.out())))
            .joined();
    return List.of(
        Lax.dot(toGates, kernel, product(1, 1, kernel)), Lax.mul(toCell, gates.forget()), toGates);
  }

  private static Tensor oneMinus(Tensor x) {
    return Lax.sub(OpsBase.constantLike(x, 1), x);
  }

  /// The derivative of the sigmoid whose value this is.
  private static Tensor slope(Tensor y) {
    return Lax.mul(y, oneMinus(y));
  }
}
