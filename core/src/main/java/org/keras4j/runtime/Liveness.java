package org.keras4j.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;

/// When each value of a program is used for the last time: shared by engines that execute equation
/// by equation.
///
/// @param dying for each equation, the values not needed after it (never outputs of the program)
public record Liveness(List<List<Var>> dying) {
  /// The liveness of a program's values. Values that nobody uses die where they are made.
  public static Liveness of(Program program) {
    Set<Var> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(program.outputs());
    var dying =
        new ArrayList<List<Var>>(Collections.nCopies(program.equations().size(), List.of()));
    for (int i = program.equations().size() - 1; i >= 0; i--) {
      var equation = program.equations().get(i);
      var here = new ArrayList<Var>();
      equation.out().stream().filter(needed::add).forEach(here::add);
      equation.in().stream().filter(needed::add).forEach(here::add);
      dying.set(i, List.copyOf(here));
    }
    return new Liveness(List.copyOf(dying));
  }
}
