package org.keras4j.backend.java;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.keras4j.ir.Control.Composite;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;

/// Puts the bodies of composites that have no kernel in their place, so that their equations can be
/// fused with those around.
final class Inlining {
  private final List<Equation> equations = new ArrayList<>();

  private Inlining() {}

  static Program inline(Program program) {
    boolean needed =
        program.equations().stream().anyMatch(e -> e.op() instanceof Composite c && !hasKernel(c));
    if (!needed) {
      return program;
    }
    var inlining = new Inlining();
    Map<Var, Var> names = new IdentityHashMap<>();
    inlining.copy(program, names);
    return new Program(
        program.inputs(),
        inlining.equations,
        program.outputs().stream().map(v -> names.getOrDefault(v, v)).toList());
  }

  private static boolean hasKernel(Composite composite) {
    return CompositeKernels.of(
            composite.name(), composite.attributes(), composite.body().inputTypes())
        .isPresent();
  }

  private void copy(Program program, Map<Var, Var> names) {
    for (Equation e : program.equations()) {
      var in = e.in().stream().map(v -> names.getOrDefault(v, v)).toList();
      if (e.op() instanceof Composite composite && !hasKernel(composite)) {
        Map<Var, Var> inner = new IdentityHashMap<>();
        for (int i = 0; i < in.size(); i++) {
          inner.put(composite.body().inputs().get(i), in.get(i));
        }
        copy(composite.body(), inner);
        for (int i = 0; i < e.out().size(); i++) {
          Var result = composite.body().outputs().get(i);
          names.put(e.out().get(i), inner.getOrDefault(result, result));
        }
      } else {
        var out = e.out().stream().map(v -> new Var(v.type())).toList();
        for (int i = 0; i < out.size(); i++) {
          names.put(e.out().get(i), out.get(i));
        }
        equations.add(new Equation(e.op(), in, out));
      }
    }
  }
}
