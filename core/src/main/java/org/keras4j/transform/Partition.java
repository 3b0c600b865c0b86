package org.keras4j.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;

/// A program cut in two by what its first inputs determine.
///
/// @param known from the first inputs to the first outputs, then the residuals that are no inputs
/// @param residuals the values of the first half that the second uses
/// @param unknown from the residuals and the remaining inputs to the remaining outputs
record Partition(Program known, List<Var> residuals, Program unknown) {

  /// Cuts a program whose first `knownOutputs` outputs depend on the first `knownInputs` inputs
  /// alone. Repeated and counted values are not kept but made again.
  static Partition of(Program program, int knownInputs, int knownOutputs) {
    Set<Var> determined = identitySet();
    determined.addAll(program.inputs().subList(0, knownInputs));
    var first = new ArrayList<Equation>();
    var second = new ArrayList<Equation>();
    for (Equation equation : Prune.of(program).equations()) {
      if (determined.containsAll(equation.in())) {
        determined.addAll(equation.out());
        first.add(equation);
      } else {
        second.add(equation);
      }
    }
    var outputs = program.outputs().subList(knownOutputs, program.outputs().size());
    Set<Var> crossing = identitySet();
    second.forEach(e -> e.in().stream().filter(determined::contains).forEach(crossing::add));
    outputs.stream().filter(determined::contains).forEach(crossing::add);
    var again = new ArrayList<Equation>();
    for (Equation equation : first.reversed()) {
      if (isCheap(equation) && crossing.remove(equation.out().getFirst())) {
        crossing.addAll(equation.in());
        again.add(equation);
      }
    }
    var rest = new ArrayList<>(again.reversed());
    rest.addAll(second);
    var residuals = new ArrayList<Var>();
    program.inputs().stream().filter(crossing::contains).forEach(residuals::add);
    int fromInputs = residuals.size();
    first.forEach(e -> e.out().stream().filter(crossing::contains).forEach(residuals::add));
    var knownResults = new ArrayList<>(program.outputs().subList(0, knownOutputs));
    knownResults.addAll(residuals.subList(fromInputs, residuals.size()));
    var inputs = new ArrayList<>(residuals);
    inputs.addAll(program.inputs().subList(knownInputs, program.inputs().size()));
    return new Partition(
        Prune.of(new Program(program.inputs().subList(0, knownInputs), first, knownResults)),
        List.copyOf(residuals),
        new Program(inputs, rest, outputs));
  }

  private static Set<Var> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static boolean isCheap(Equation equation) {
    return equation.op() instanceof Constant
        || equation.op() instanceof Movement.Iota
        || equation.op() instanceof Movement.Broadcast;
  }
}
