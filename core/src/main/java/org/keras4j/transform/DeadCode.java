package org.keras4j.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.keras4j.ir.Control;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;

/// Leaves out what no output depends on, in branches and loops as well: their unused results, and
/// the operands that only those needed. Inputs and outputs of the program stay.
final class DeadCode {
  private final Set<Var> needed = Collections.newSetFromMap(new IdentityHashMap<>());

  private DeadCode() {}

  static Program eliminate(Program program) {
    var pass = new DeadCode();
    pass.needed.addAll(program.outputs());
    var kept = new ArrayList<Equation>();
    boolean changed = false;
    for (Equation equation : program.equations().reversed()) {
      if (equation.out().stream().noneMatch(pass.needed::contains)) {
        changed = true;
        continue;
      }
      Equation trimmed =
          equation.op() instanceof Control control ? pass.trim(equation, control) : equation;
      changed |= trimmed != equation;
      pass.needed.addAll(trimmed.in());
      kept.add(trimmed);
    }
    return changed
        ? new Program(program.inputs(), List.copyOf(kept.reversed()), program.outputs())
        : program;
  }

  private Equation trim(Equation equation, Control op) {
    return switch (op) {
      case Control.Cond cond -> trimmed(equation, cond);
      case Control.While loop -> trimmed(equation, loop);
      case Control.Scan scan -> trimmed(equation, scan);
      case Control.Composite c -> {
        var body = eliminate(c.body());
        yield body == c.body()
            ? equation
            : new Equation(
                new Control.Composite(c.name(), c.attributes(), body, c.derivative()),
                equation.in(),
                equation.out());
      }
    };
  }

  private List<Integer> used(Equation equation) {
    return IntStream.range(0, equation.out().size())
        .filter(i -> needed.contains(equation.out().get(i)))
        .boxed()
        .toList();
  }

  private static List<Var> pick(List<Var> from, List<Integer> places) {
    return places.stream().map(from::get).toList();
  }

  private static Program cut(Program program, List<Integer> inputs, List<Integer> outputs) {
    boolean all =
        inputs.size() == program.inputs().size() && outputs.size() == program.outputs().size();
    return eliminate(
        all
            ? program
            : new Program(
                pick(program.inputs(), inputs),
                program.equations(),
                pick(program.outputs(), outputs)));
  }

  private Equation trimmed(Equation equation, Control.Cond op) {
    var outputs = used(equation);
    var operands = new TreeSet<Integer>();
    op.branches().forEach(b -> operands.addAll(Prune.inputsOf(b, outputs)));
    var inputs = List.copyOf(operands);
    var branches = op.branches().stream().map(b -> cut(b, inputs, outputs)).toList();
    if (same(branches, op.branches())) {
      return equation;
    }
    var in = new ArrayList<Var>();
    in.add(equation.in().getFirst());
    inputs.forEach(i -> in.add(equation.in().get(i + 1)));
    return new Equation(new Control.Cond(branches), in, pick(equation.out(), outputs));
  }

  private static boolean same(List<Program> a, List<Program> b) {
    return IntStream.range(0, a.size()).allMatch(i -> a.get(i) == b.get(i));
  }

  private Equation trimmed(Equation equation, Control.Scan op) {
    var outputs = new TreeSet<>(used(equation));
    List<Integer> inputs;
    int before;
    do {
      before = outputs.size();
      inputs = Prune.inputsOf(op.body(), List.copyOf(outputs));
      for (int i : inputs) {
        if (i >= op.constants() && i < op.constants() + op.carry()) {
          outputs.add(i - op.constants());
        }
      }
    } while (outputs.size() > before);
    var results = List.copyOf(outputs);
    // A carried value is an operand even where the step does not read it.
    var operands = new TreeSet<>(inputs);
    results.stream().filter(i -> i < op.carry()).forEach(i -> operands.add(i + op.constants()));
    var kept = List.copyOf(operands);
    var body = cut(op.body(), kept, results);
    if (body == op.body()) {
      return equation;
    }
    int constants = (int) kept.stream().filter(i -> i < op.constants()).count();
    int carry = (int) results.stream().filter(i -> i < op.carry()).count();
    return new Equation(
        new Control.Scan(body, op.length(), constants, carry, op.reverse()),
        pick(equation.in(), kept),
        pick(equation.out(), results));
  }

  private Equation trimmed(Equation equation, Control.While op) {
    var carried = new TreeSet<>(used(equation));
    var tested = Prune.inputsOf(op.condition(), List.of(0));
    tested.stream()
        .filter(i -> i >= op.conditionConstants())
        .forEach(i -> carried.add(i - op.conditionConstants()));
    List<Integer> stepInputs;
    int before;
    do {
      before = carried.size();
      stepInputs = Prune.inputsOf(op.body(), List.copyOf(carried));
      for (int i : stepInputs) {
        if (i >= op.bodyConstants()) {
          carried.add(i - op.bodyConstants());
        }
      }
    } while (carried.size() > before);
    var results = List.copyOf(carried);
    var testConstants = tested.stream().filter(i -> i < op.conditionConstants()).toList();
    var stepConstants = stepInputs.stream().filter(i -> i < op.bodyConstants()).toList();
    var condition =
        cut(op.condition(), join(testConstants, results, op.conditionConstants()), List.of(0));
    var body = cut(op.body(), join(stepConstants, results, op.bodyConstants()), results);
    if (condition == op.condition() && body == op.body()) {
      return equation;
    }
    int start = op.conditionConstants() + op.bodyConstants();
    var in = new ArrayList<>(pick(equation.in(), testConstants));
    stepConstants.forEach(i -> in.add(equation.in().get(op.conditionConstants() + i)));
    results.forEach(i -> in.add(equation.in().get(start + i)));
    return new Equation(
        new Control.While(condition, testConstants.size(), body, stepConstants.size()),
        in,
        pick(equation.out(), results));
  }

  private static List<Integer> join(List<Integer> constants, List<Integer> carried, int offset) {
    return Axes.join(constants, Axes.map(carried, i -> i + offset));
  }
}
