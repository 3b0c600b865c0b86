package org.keras4j.ir;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Checks that a program is closed, names each value once, and that types follow the rules.
public final class Verifier {
  private Verifier() {}

  /// The program itself, if it is sound.
  ///
  /// @throws IllegalArgumentException that names the first fault
  public static Program verify(Program program) {
    Set<Var> known = Collections.newSetFromMap(new IdentityHashMap<>());
    program
        .inputs()
        .forEach(v -> Types.require(known.add(v), "An input appears twice in\n%s", program));
    for (Equation equation : program.equations()) {
      for (Var v : equation.in()) {
        Types.require(
            known.contains(v),
            "%s uses a value that the program does not have, in\n%s",
            equation.op().print(),
            program);
      }
      if (equation.op() instanceof Control control) {
        control.programs().forEach(Verifier::verify);
      }
      var types = equation.op().infer(equation.in().stream().map(Var::type).toList());
      Types.require(
          types.equals(equation.out().stream().map(Var::type).toList()),
          "%s gives %s, the program says %s",
          equation.op().print(),
          types,
          equation.out());
      equation
          .out()
          .forEach(
              v -> Types.require(known.add(v), "%s names a value again.", equation.op().print()));
    }
    for (Var v : program.outputs()) {
      Types.require(
          known.contains(v), "The program returns a value it does not have:\n%s", program);
    }
    return program;
  }
}
