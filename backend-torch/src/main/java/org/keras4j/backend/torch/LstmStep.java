package org.keras4j.backend.torch;

import java.util.List;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.keras4j.tensor.Shape;

/// Long short-term memory over a sequence: eight calls a step, which write where their results are
/// to be in the end.
///
/// @param shape steps, batch and units
/// @param in the inputs' share of the gates `(steps, batch, 4 * units)`, initial states, kernel
/// @param out where go the outputs and the last cell state, all cell states, all gates
record LstmStep(Shape shape, Kind kind, List<Call.Source> in, int[] out) implements Step {
  /// So many units make a step worth more than one thread.
  private static final int MANY = 1 << 15;

  private static final IValue ONE = new IValue(1L);

  @Override
  public void run(Frame frame) {
    var inputs = in.stream().map(source -> Call.look(source, frame)).toList();
    int units = shape.dim(2);
    try (var gates = Tensors.empty(places(3).with(2, 4 * units), kind);
        var cells = Tensors.empty(places(2), kind);
        var hidden = Tensors.empty(shape, kind);
        var shares = steps(inputs.getFirst());
        var all = steps(gates);
        var inAndForget = steps(gates, 0, 2 * units);
        var ins = steps(gates, 0, units);
        var forgets = steps(gates, units, 2 * units);
        var candidates = steps(gates, 2 * units, 3 * units);
        var outs = steps(gates, 3 * units, 4 * units);
        var states = steps(cells);
        var outputs = steps(hidden)) {
      Threads.limit(shape.dim(1) * units < MANY);
      var calls = new Calls(frame.stack());
      IValue h = inputs.get(1);
      IValue c = inputs.get(2);
      for (int t = 0; t < shape.dim(0); t++) {
        IValue gate = all.at(t);
        calls.run(calls.product, shares.at(t), h, inputs.get(3), ONE, ONE, gate);
        calls.run(calls.sigmoid, inAndForget.at(t), inAndForget.at(t));
        calls.run(calls.tanh, candidates.at(t), candidates.at(t));
        calls.run(calls.sigmoid, outs.at(t), outs.at(t));
        IValue cell = states.at(t);
        calls.run(calls.times, forgets.at(t), c, cell);
        calls.run(calls.plusProduct, cell, ins.at(t), candidates.at(t), ONE, cell);
        IValue output = outputs.at(t);
        calls.run(calls.tanh, cell, output);
        calls.run(calls.times, outs.at(t), output, output);
        h = output;
        c = cell;
      }
      in.forEach(source -> Call.letGo(source, frame));
      try (var last = Tensors.applied("clone", c)) {
        give(hidden, 0, frame);
        give(last, 1, frame);
        give(cells, 2, frame);
        give(gates, 3, frame);
      }
    }
  }

  /// The shape of what a result's elements lie in while the steps run: one step's place for all if
  /// nobody asks for the result.
  private Shape places(int i) {
    return out[i] >= 0 ? shape : shape.with(0, 1);
  }

  private void give(IValue value, int i, Frame frame) {
    if (out[i] >= 0) {
      frame.at(out[i]).swap(value);
    }
  }

  /// What a step calls.
  private static final class Calls {
    private final Operator product = Operator.of("addmm.out");
    private final Operator sigmoid = Operator.of("sigmoid.out");
    private final Operator tanh = Operator.of("tanh.out");
    private final Operator times = Operator.of("mul.out");
    private final Operator plusProduct = Operator.of("addcmul.out");
    private final IValueVector stack;

    Calls(IValueVector stack) {
      this.stack = stack;
    }

    void run(Operator operator, IValue... arguments) {
      stack.resize(arguments.length);
      for (int i = 0; i < arguments.length; i++) {
        stack.put(i, arguments[i]);
      }
      operator.call(stack);
      stack.resize(0);
    }
  }

  /// A tensor at each step, or one for all.
  private record Steps(IValue[] values) implements AutoCloseable {
    IValue at(int step) {
      return values[step % values.length];
    }

    @Override
    public void close() {
      for (IValue value : values) {
        value.close();
      }
    }
  }

  private Steps steps(IValue sequence) {
    try (IValue list = Tensors.applied("unbind.int", sequence);
        GenericList elements = list.toList()) {
      var values = new IValue[Math.toIntExact(elements.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = elements.get(i);
      }
      return new Steps(values);
    }
  }

  /// Of some of the last axis.
  private Steps steps(IValue gates, int start, int end) {
    try (IValue part = Tensors.part(gates, 2, start, end)) {
      return steps(part);
    }
  }
}
