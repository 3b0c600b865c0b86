package org.keras4j.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.ir.Control;
import org.keras4j.ir.Program;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.transform.Jvp.Dual;

/// Tangents through branches, loops and compositions: they are carried along with the values.
final class ControlJvp {
  private ControlJvp() {}

  static List<Dual> apply(Control op, List<Dual> in, boolean[] activeOut) {
    return switch (op) {
      case Control.Cond cond -> branch(cond, in, activeOut);
      case Control.While loop -> loop(loop, in, activeOut);
      case Control.Scan scan -> scan(scan, in, activeOut);
      case Control.Composite composite ->
          composite.derivative().isPresent()
              ? custom(composite, in)
              : Jvp.run(composite.body(), in);
    };
  }

  private static List<Dual> custom(Control.Composite op, List<Dual> in) {
    var values = Jvp.values(in);
    var out = Interpreter.apply(op, values);
    return Jvp.transposed(
        new Pullback(out, g -> op.derivative().orElseThrow().apply(values, out, g)), in);
  }

  /// The tangents of the active ones.
  private static List<Tensor> tangents(List<Dual> duals, boolean[] active) {
    return IntStream.range(0, duals.size())
        .filter(i -> active[i])
        .mapToObj(i -> duals.get(i).tangentOrZero())
        .toList();
  }

  private static List<Dual> duals(List<Tensor> values, List<Tensor> tangents, boolean[] active) {
    var next = tangents.iterator();
    var out = new ArrayList<Dual>();
    for (int i = 0; i < values.size(); i++) {
      out.add(new Dual(values.get(i), active[i] ? Optional.of(next.next()) : Optional.empty()));
    }
    return out;
  }

  private static boolean[] part(boolean[] flags, int from, int to) {
    return java.util.Arrays.copyOfRange(flags, from, to);
  }

  private static int count(boolean[] flags) {
    int n = 0;
    for (boolean f : flags) {
      n += f ? 1 : 0;
    }
    return n;
  }

  private static List<Tensor> join(List<Tensor> a, List<Tensor> b) {
    var all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private static List<TensorType> types(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::type).toList();
  }

  private static List<Dual> branch(Control.Cond op, List<Dual> in, boolean[] activeOut) {
    var operands = in.subList(1, in.size());
    boolean[] active = Jvp.active(operands);
    var all = join(Jvp.values(operands), tangents(operands, active));
    int n = operands.size();
    var branches =
        op.branches().stream()
            .map(
                b ->
                    Trace.of(
                            types(all),
                            a -> {
                              var out =
                                  Jvp.run(
                                      b, duals(a.subList(0, n), a.subList(n, a.size()), active));
                              return join(Jvp.values(out), tangents(out, activeOut));
                            })
                        .program())
            .toList();
    var results = Lax.cond(in.getFirst().value(), branches, all);
    int m = activeOut.length;
    return duals(results.subList(0, m), results.subList(m, results.size()), activeOut);
  }

  private static List<Dual> loop(Control.While op, List<Dual> in, boolean[] activeOut) {
    int test = op.conditionConstants();
    int start = test + op.bodyConstants();
    var constants = in.subList(test, start);
    var carry = in.subList(start, in.size());
    boolean[] active = Jvp.active(constants);
    var own = join(Jvp.values(constants), tangents(constants, active));
    var carried = join(Jvp.values(carry), tangents(carry, activeOut));
    int n = carry.size();
    var tested = Jvp.values(in.subList(0, test));
    Program condition =
        Trace.of(
                types(join(tested, carried)),
                a -> Interpreter.run(op.condition(), a.subList(0, test + n)))
            .program();
    Program body =
        Trace.of(
                types(join(own, carried)),
                a -> {
                  var fixed =
                      duals(
                          a.subList(0, constants.size()),
                          a.subList(constants.size(), own.size()),
                          active);
                  var step =
                      duals(
                          a.subList(own.size(), own.size() + n),
                          a.subList(own.size() + n, a.size()),
                          activeOut);
                  var out = Jvp.run(op.body(), concat(fixed, step));
                  return join(Jvp.values(out), tangents(out, activeOut));
                })
            .program();
    var results =
        Lax.whileLoop(
            new Control.While(condition, test, body, own.size()), join(join(tested, own), carried));
    return duals(results.subList(0, n), results.subList(n, results.size()), activeOut);
  }

  private static List<Dual> concat(List<Dual> a, List<Dual> b) {
    var all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private static List<Dual> scan(Control.Scan op, List<Dual> in, boolean[] activeOut) {
    int fixed = op.constants() + op.carry();
    var constants = in.subList(0, op.constants());
    var carry = in.subList(op.constants(), fixed);
    var sequences = in.subList(fixed, in.size());
    boolean[] ofConstants = Jvp.active(constants);
    boolean[] ofCarry = part(activeOut, 0, op.carry());
    boolean[] ofSequences = Jvp.active(sequences);
    boolean[] ofSlices = part(activeOut, op.carry(), activeOut.length);
    var own = join(Jvp.values(constants), tangents(constants, ofConstants));
    var carried = join(Jvp.values(carry), tangents(carry, ofCarry));
    var stacked = join(Jvp.values(sequences), tangents(sequences, ofSequences));
    var types = new ArrayList<>(types(join(own, carried)));
    stacked.forEach(t -> types.add(t.type().withShape(t.shape().slice(1, t.rank()))));
    int k = constants.size();
    int n = carry.size();
    int m = sequences.size();
    int atCarry = own.size();
    int atStacked = own.size() + carried.size();
    Program body =
        Trace.of(
                types,
                a -> {
                  var operands =
                      concat(
                          concat(
                              duals(a.subList(0, k), a.subList(k, atCarry), ofConstants),
                              duals(
                                  a.subList(atCarry, atCarry + n),
                                  a.subList(atCarry + n, atStacked),
                                  ofCarry)),
                          duals(
                              a.subList(atStacked, atStacked + m),
                              a.subList(atStacked + m, a.size()),
                              ofSequences));
                  var out = Jvp.run(op.body(), operands);
                  var next = out.subList(0, n);
                  var slices = out.subList(n, out.size());
                  return join(
                      join(Jvp.values(next), tangents(next, ofCarry)),
                      join(Jvp.values(slices), tangents(slices, ofSlices)));
                })
            .program();
    var results =
        Lax.scan(
            new Control.Scan(body, op.length(), atCarry, carried.size(), op.reverse()),
            join(join(own, carried), stacked));
    int afterCarry = n + count(ofCarry);
    int slices = activeOut.length - n;
    return concat(
        duals(results.subList(0, n), results.subList(n, afterCarry), ofCarry),
        duals(
            results.subList(afterCarry, afterCarry + slices),
            results.subList(afterCarry + slices, results.size()),
            ofSlices));
  }
}
