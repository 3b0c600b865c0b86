package org.keras4j.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keras4j.ir.Control.Scan;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The way back through a loop: the forward loop also gives, stacked, what each step's derivative
/// needs; a loop in the opposite order uses it. What is the same in every step is computed once.
final class ScanVjp {
  private final Scan scan;
  private final List<Tensor> in;
  private final boolean[] wanted;
  private final boolean[] activeOut;
  private final boolean[] activeIn;
  private final Partition halves;
  private final Set<Var> invariant = Collections.newSetFromMap(new IdentityHashMap<>());

  private ScanVjp(Scan scan, List<Tensor> in, boolean[] wanted, boolean[] activeOut) {
    this.scan = scan;
    this.in = in;
    this.wanted = wanted;
    this.activeOut = activeOut;
    this.activeIn = wanted.clone();
    System.arraycopy(activeOut, 0, activeIn, scan.constants(), scan.carry());
    this.halves = Partition.of(joint(), in.size(), scan.body().outputs().size());
    findInvariants();
  }

  static Pullback forward(Scan scan, List<Tensor> in, boolean[] wanted, boolean[] activeOut) {
    return new ScanVjp(scan, in, wanted, activeOut).forward();
  }

  /// One step and its way back: from the step's operands and the cotangents of its active results.
  private Program joint() {
    var body = scan.body();
    var types = new ArrayList<>(body.inputTypes());
    int n = types.size();
    for (int i = 0; i < activeOut.length; i++) {
      if (activeOut[i]) {
        types.add(body.outputs().get(i).type());
      }
    }
    return Trace.of(
            types,
            all -> {
              var operands = all.subList(0, n);
              var pullback = Vjp.pullback(body, operands, activeIn);
              var back =
                  pullback.apply(ControlVjp.scattered(all.subList(n, all.size()), activeOut));
              var results = new ArrayList<>(pullback.outputs());
              results.addAll(ControlVjp.wantedOrZero(back, operands, activeIn));
              return results;
            })
        .program();
  }

  private void findInvariants() {
    invariant.addAll(halves.known().inputs().subList(0, scan.constants()));
    for (Equation equation : halves.known().equations()) {
      if (!equation.in().isEmpty() && invariant.containsAll(equation.in())) {
        invariant.addAll(equation.out());
      }
    }
  }

  private boolean isSequence(Var v) {
    return scan.body().inputs().size() > 0
        && halves.known().inputs().indexOf(v) >= scan.constants() + scan.carry();
  }

  private Pullback forward() {
    var known = halves.known();
    int results = scan.body().outputs().size();
    var kept = new ArrayList<Var>();
    for (Var v : halves.residuals()) {
      if (!invariant.contains(v) && !isSequence(v)) {
        kept.add(v);
      }
    }
    var outputs = new ArrayList<>(known.outputs().subList(0, results));
    outputs.addAll(kept);
    var body = Prune.of(new Program(known.inputs(), known.equations(), outputs));
    var all =
        Lax.scan(new Scan(body, scan.length(), scan.constants(), scan.carry(), scan.reverse()), in);
    var out = all.subList(0, results);
    var stacked = all.subList(results, all.size());
    return new Pullback(out, g -> backward(g, out, kept, stacked));
  }

  /// The residuals that every step shares, computed once.
  private List<Tensor> shared(List<Var> vars) {
    var known = halves.known();
    var program =
        new Program(
            known.inputs().subList(0, scan.constants()),
            known.equations().stream().filter(e -> invariant.containsAll(e.out())).toList(),
            vars);
    return Interpreter.run(Prune.of(program), in.subList(0, scan.constants()));
  }

  private List<Optional<Tensor>> backward(
      List<Optional<Tensor>> g, List<Tensor> out, List<Var> kept, List<Tensor> stacked) {
    var residuals = halves.residuals();
    var constant = residuals.stream().filter(invariant::contains).toList();
    var stepwise = residuals.stream().filter(v -> !invariant.contains(v)).toList();
    boolean[] activeCarry = Arrays.copyOf(activeOut, scan.carry());
    boolean[] activeSlices = Arrays.copyOfRange(activeOut, scan.carry(), activeOut.length);
    var carryCotangents = ControlVjp.present(g.subList(0, scan.carry()), out, activeCarry);
    var sums = new ArrayList<Tensor>();
    for (int i = 0; i < scan.constants(); i++) {
      if (activeIn[i]) {
        sums.add(Lax.zeros(in.get(i).type()));
      }
    }
    var operands = new ArrayList<>(shared(constant));
    operands.addAll(carryCotangents);
    operands.addAll(sums);
    for (Var v : stepwise) {
      int place = kept.indexOf(v);
      operands.add(place >= 0 ? stacked.get(place) : in.get(halves.known().inputs().indexOf(v)));
    }
    operands.addAll(
        ControlVjp.present(
            g.subList(scan.carry(), g.size()),
            out.subList(scan.carry(), out.size()),
            activeSlices));
    int carried = carryCotangents.size() + sums.size();
    var body =
        step(operands, constant.size(), carryCotangents.size(), sums.size(), stepwise.size());
    var results =
        Lax.scan(
            new Scan(body, scan.length(), constant.size(), carried, !scan.reverse()), operands);
    return distribute(results, carryCotangents.size(), sums.size());
  }

  /// One step back: operands are shared residuals, cotangents of the carried values, sums of the
  /// constants' cotangents, this step's residuals, cotangents of its slices.
  private Program step(List<Tensor> operands, int constants, int carry, int sums, int stepwise) {
    int fixed = constants + carry + sums;
    List<TensorType> types =
        Stream.concat(
                operands.subList(0, fixed).stream().map(Tensor::type),
                operands.subList(fixed, operands.size()).stream()
                    .map(t -> t.type().withShape(t.shape().slice(1, t.rank()))))
            .toList();
    var residuals = halves.residuals();
    return Trace.of(
            types,
            all -> {
              var arguments = new ArrayList<Tensor>();
              int nextShared = 0;
              int nextOwn = fixed;
              for (Var v : residuals) {
                arguments.add(all.get(invariant.contains(v) ? nextShared++ : nextOwn++));
              }
              arguments.addAll(all.subList(constants, constants + carry));
              arguments.addAll(all.subList(fixed + stepwise, all.size()));
              var back = Interpreter.run(halves.unknown(), arguments);
              // In the order of the operands: constants, carried values, slices.
              var results = new ArrayList<>(back.subList(sums, sums + carry));
              for (int i = 0; i < sums; i++) {
                results.add(Lax.add(all.get(constants + carry + i), back.get(i)));
              }
              results.addAll(back.subList(sums + carry, back.size()));
              return results;
            })
        .program();
  }

  private List<Optional<Tensor>> distribute(List<Tensor> results, int carry, int sums) {
    int nextCarry = 0;
    int nextSum = carry;
    int nextSlice = carry + sums;
    var out = new ArrayList<Optional<Tensor>>();
    for (int i = 0; i < in.size(); i++) {
      if (!activeIn[i]) {
        out.add(Optional.empty());
        continue;
      }
      Tensor cotangent =
          i < scan.constants()
              ? results.get(nextSum++)
              : i < scan.constants() + scan.carry()
                  ? results.get(nextCarry++)
                  : results.get(nextSlice++);
      out.add(wanted[i] ? Optional.of(cotangent) : Optional.empty());
    }
    return out;
  }
}
