package org.keras4j.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keras4j.ir.Control;
import org.keras4j.ir.Program;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The way forward and back through branches, loops and named compositions.
final class ControlVjp {
  private ControlVjp() {}

  /// @param known the value of an operand that the program holds as a constant
  static Pullback forward(
      Control op,
      List<Tensor> in,
      boolean[] wanted,
      boolean[] activeOut,
      IntFunction<Optional<Array>> known) {
    return switch (op) {
      case Control.Cond cond -> branch(cond, in, wanted, activeOut);
      case Control.Scan scan -> ScanVjp.forward(scan, in, wanted, activeOut);
      case Control.While loop -> {
        int trips =
            TripCount.of(loop, known)
                .orElseThrow(
                    () ->
                        Refusal.of(
                            "a while loop",
                            "the number of its steps is not known when the program is made;"
                                + " reverse mode needs a fixed number (use scan or fori_loop)"));
        int start = loop.conditionConstants();
        int carried = in.size() - start - loop.bodyConstants();
        var scan = new Control.Scan(loop.body(), trips, loop.bodyConstants(), carried, false);
        var rest = in.subList(start, in.size());
        var back =
            ScanVjp.forward(scan, rest, Arrays.copyOfRange(wanted, start, in.size()), activeOut);
        yield new Pullback(
            back.outputs(), g -> Stream.concat(absent(start), back.apply(g).stream()).toList());
      }
      case Control.Composite composite -> composite(composite, in, wanted);
    };
  }

  private static Stream<Optional<Tensor>> absent(int n) {
    return IntStream.range(0, n).mapToObj(_ -> Optional.empty());
  }

  private static Pullback composite(Control.Composite op, List<Tensor> in, boolean[] wanted) {
    if (op.derivative().isEmpty()) {
      // Its parts share what they compute with their derivatives.
      return Vjp.pullback(op.body(), in, wanted);
    }
    var derivative = op.derivative().get();
    var out = Interpreter.apply(op, in);
    return new Pullback(
        out,
        g -> {
          var back = derivative.apply(in, out, g);
          for (int i = back.size(); i < in.size(); i++) {
            if (wanted[i]) {
              throw new IllegalStateException(
                  "The derivative of %s gives %d cotangents, but its body also depends on a tensor captured from outside. Pass everything the body uses as an operand."
                      .formatted(op.name(), back.size()));
            }
          }
          return back;
        });
  }

  private static Pullback branch(
      Control.Cond op, List<Tensor> in, boolean[] wanted, boolean[] activeOut) {
    var out = Interpreter.apply(op, in);
    return new Pullback(
        out,
        g -> {
          var operands = new ArrayList<>(in.subList(1, in.size()));
          int n = operands.size();
          operands.addAll(present(g, out, activeOut));
          var ofOperands = Arrays.copyOfRange(wanted, 1, wanted.length);
          var types = operands.stream().map(Tensor::type).toList();
          var branches =
              op.branches().stream()
                  .map(b -> backward(b, types, n, ofOperands, activeOut))
                  .toList();
          var results = Lax.cond(in.getFirst(), branches, operands).iterator();
          return IntStream.range(0, wanted.length)
              .mapToObj(i -> wanted[i] ? Optional.of(results.next()) : Optional.<Tensor>empty())
              .toList();
        });
  }

  /// From a branch's operands and its results' cotangents to the cotangents wanted.
  private static Program backward(
      Program branch, List<TensorType> types, int n, boolean[] wanted, boolean[] activeOut) {
    return Prune.of(
        Trace.of(
                types,
                all -> {
                  var operands = all.subList(0, n);
                  var back =
                      Vjp.pullback(branch, operands, wanted)
                          .apply(scattered(all.subList(n, all.size()), activeOut));
                  return wantedOrZero(back, operands, wanted);
                })
            .program());
  }

  /// The cotangents of the active results, zeros where absent.
  static List<Tensor> present(List<Optional<Tensor>> g, List<Tensor> results, boolean[] activeOut) {
    return IntStream.range(0, g.size())
        .filter(i -> activeOut[i])
        .mapToObj(i -> g.get(i).orElseGet(() -> Lax.zeros(results.get(i).type())))
        .toList();
  }

  /// The inverse of {@link #present}.
  static List<Optional<Tensor>> scattered(List<Tensor> present, boolean[] activeOut) {
    var out = new ArrayList<Optional<Tensor>>();
    int next = 0;
    for (boolean active : activeOut) {
      out.add(active ? Optional.of(present.get(next++)) : Optional.empty());
    }
    return out;
  }

  static List<Tensor> wantedOrZero(
      List<Optional<Tensor>> cotangents, List<Tensor> operands, boolean[] wanted) {
    return IntStream.range(0, wanted.length)
        .filter(i -> wanted[i])
        .mapToObj(i -> cotangents.get(i).orElseGet(() -> Lax.zeros(operands.get(i).type())))
        .toList();
  }
}
