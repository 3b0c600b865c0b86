package org.keras4j.stablehlo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.tensor.Array;

/// A stretch of a program: a program of its own that XLA computes, or one equation that XLA has no
/// operation for.
///
/// @param program its inputs are values from before, its outputs those needed later
/// @param constants values of the last inputs, too large to be written into a module
/// @param isMissing whether it is the one equation that XLA does not compute
record Segment(Program program, List<Array> constants, boolean isMissing) {
  /// Constants of more elements are handed over as operands.
  private static final int WRITTEN = 1024;

  /// The stretches of a program, in order.
  static List<Segment> of(Program program) {
    var stretches = stretches(program);
    var needed = new ArrayList<Set<Var>>();
    Set<Var> later = identitySet();
    later.addAll(program.outputs());
    for (var stretch : stretches.reversed()) {
      Set<Var> here = identitySet();
      here.addAll(later);
      needed.addFirst(here);
      stretch.forEach(e -> later.addAll(e.in()));
    }
    var segments = new ArrayList<Segment>();
    for (int i = 0; i < stretches.size(); i++) {
      segments.add(segment(stretches.get(i), needed.get(i)));
    }
    return segments;
  }

  private static List<List<Equation>> stretches(Program program) {
    var stretches = new ArrayList<List<Equation>>();
    List<Equation> current = new ArrayList<>();
    for (Equation equation : program.equations()) {
      if (Missing.of(equation).isEmpty()) {
        current.add(equation);
        continue;
      }
      if (!current.isEmpty()) {
        stretches.add(current);
        current = new ArrayList<>();
      }
      stretches.add(List.of(equation));
    }
    if (!current.isEmpty()) {
      stretches.add(current);
    }
    return stretches;
  }

  private static Segment segment(List<Equation> equations, Set<Var> needed) {
    boolean missing = Missing.of(equations.getFirst()).isPresent();
    Map<Var, Array> large = new IdentityHashMap<>();
    var kept = new ArrayList<Equation>();
    for (Equation equation : equations) {
      if (!missing
          && equation.op() instanceof Constant(Array value)
          && value.type().size() > WRITTEN) {
        large.put(equation.out().getFirst(), value);
      } else {
        kept.add(equation);
      }
    }
    var inputs = new LinkedHashSet<Var>();
    Set<Var> made = identitySet();
    kept.forEach(
        e -> {
          e.in().stream()
              .filter(v -> !made.contains(v) && !large.containsKey(v))
              .forEach(inputs::add);
          made.addAll(e.out());
        });
    var all = new ArrayList<>(inputs);
    var constants = new ArrayList<Array>();
    large.forEach(
        (v, value) -> {
          all.add(v);
          constants.add(value);
        });
    var outputs =
        equations.stream().flatMap(e -> e.out().stream()).filter(needed::contains).toList();
    return new Segment(new Program(all, kept, outputs), List.copyOf(constants), missing);
  }

  /// The inputs that are values from before.
  List<Var> operands() {
    return program.inputs().subList(0, program.inputs().size() - constants.size());
  }

  private static Set<Var> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
