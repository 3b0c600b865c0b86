package org.keras4j.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;

/// Leaves out equations that no output depends on. Inputs stay.
final class Prune {
  private Prune() {}

  static Program of(Program program) {
    Set<Var> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(program.outputs());
    var kept = new ArrayList<Equation>();
    for (Equation equation : program.equations().reversed()) {
      if (equation.out().stream().anyMatch(needed::contains)) {
        needed.addAll(equation.in());
        kept.add(equation);
      }
    }
    return kept.size() == program.equations().size()
        ? program
        : new Program(program.inputs(), List.copyOf(kept.reversed()), program.outputs());
  }

  /// The inputs on which some outputs depend, in order.
  static List<Integer> inputsOf(Program program, List<Integer> outputs) {
    Set<Var> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    outputs.forEach(i -> needed.add(program.outputs().get(i)));
    for (Equation equation : program.equations().reversed()) {
      if (equation.out().stream().anyMatch(needed::contains)) {
        needed.addAll(equation.in());
      }
    }
    return IntStream.range(0, program.inputs().size())
        .filter(i -> needed.contains(program.inputs().get(i)))
        .boxed()
        .toList();
  }

  /// The part of a program that computes some outputs from the inputs they depend on.
  static Program restricted(Program program, List<Integer> inputs, List<Integer> outputs) {
    return of(
        new Program(
            inputs.stream().map(i -> program.inputs().get(i)).toList(),
            program.equations(),
            outputs.stream().map(i -> program.outputs().get(i)).toList()));
  }
}
