package org.keras4j.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.keras4j.ir.Control.While;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Var;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// A loop that goes on while anything asks for it.
final class Loop {
  private Loop() {}

  /// Carries `start` through `body` while any element of `open` holds.
  static List<Tensor> whileAny(
      List<Tensor> start, Function<List<Tensor>, Tensor> open, UnaryOperator<List<Tensor>> body) {
    List<TensorType> types = start.stream().map(Tensor::type).toList();
    Trace test = Trace.of(types, carry -> List.of(any(open.apply(carry))));
    Trace step = Trace.of(types, body);
    var operands = new ArrayList<Tensor>(test.captured());
    operands.addAll(step.captured());
    operands.addAll(start);
    var loop =
        new While(
            capturesFirst(test),
            test.captured().size(),
            capturesFirst(step),
            step.captured().size());
    return Lax.whileLoop(loop, operands);
  }

  private static Tensor any(Tensor flags) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < flags.rank(); i++) {
      axes.add(i);
    }
    return Lax.reduce(ReduceOp.OR, flags, axes);
  }

  /// A trace has its captures after the arguments, a loop its constants before them.
  private static Program capturesFirst(Trace trace) {
    List<Var> inputs = trace.program().inputs();
    int arguments = inputs.size() - trace.captured().size();
    var reordered = new ArrayList<>(inputs.subList(arguments, inputs.size()));
    reordered.addAll(inputs.subList(0, arguments));
    return new Program(reordered, trace.program().equations(), trace.program().outputs());
  }
}
