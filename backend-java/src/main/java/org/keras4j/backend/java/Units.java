package org.keras4j.backend.java;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;

/// Units with their kernels, and what each reads and gives by stored name.
final class Units {
  private Units() {}

  /// A kernel with the values it reads and gives.
  record Ready(Kernel kernel, List<Var> in, List<Var> out) {
    boolean mayOverwrite(Var result, Var operand) {
      if (kernel instanceof Fused fused) {
        return fused.mayOverwrite(result, operand);
      }
      int place = in.indexOf(operand);
      return place == in.lastIndexOf(operand) && kernel.mayOverwrite(out.indexOf(result), place);
    }
  }

  static List<Ready> of(Program program, Scheduler scheduler) {
    Set<Var> outside = Collections.newSetFromMap(new IdentityHashMap<>());
    program.outputs().forEach(v -> outside.add(scheduler.stored(v)));
    scheduler.order().forEach(unit -> readFromOutside(unit, scheduler, outside));
    var ready = new ArrayList<Ready>();
    for (Unit unit : scheduler.order()) {
      ready.add(ready(unit, scheduler, outside));
    }
    return ready;
  }

  /// The values a unit reads that it does not make itself.
  private static void readFromOutside(Unit unit, Scheduler scheduler, Set<Var> outside) {
    switch (unit) {
      case Unit.Single(var e) -> e.in().forEach(v -> outside.add(scheduler.stored(v)));
      case Unit.WriteOut(var view, _) -> outside.add(view.source());
      case Unit.Group group -> {
        Set<Var> own = Collections.newSetFromMap(new IdentityHashMap<>());
        group.members.forEach(m -> own.add(m.out().getFirst()));
        for (var member : group.members) {
          for (Var v : member.in()) {
            View view = scheduler.view(v);
            Var read = view == null ? scheduler.root(v) : view.source();
            if (view != null || !own.contains(read)) {
              outside.add(read);
            }
          }
        }
      }
    }
  }

  private static Ready ready(Unit unit, Scheduler scheduler, Set<Var> outside) {
    return switch (unit) {
      case Unit.Single(var e) ->
          new Ready(
              Kernels.of(
                  e.op(),
                  e.in().stream().map(Var::type).toList(),
                  e.out().stream().map(Var::type).toList()),
              e.in().stream().map(scheduler::stored).toList(),
              e.out());
      case Unit.WriteOut(var view, var out) ->
          new Ready(
              (a, z) -> view.load(a[0], z[0], 0, (int) out.type().size()),
              List.of(view.source()),
              List.of(out));
      case Unit.Group group -> {
        var fused = Fused.of(group, scheduler, outside);
        yield new Ready(fused, fused.operands(), fused.results());
      }
    };
  }

  /// For each unit the values that nobody reads after it; outputs of the program never die.
  static List<Set<Var>> dying(List<Ready> units, Set<Var> outputs) {
    Set<Var> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(outputs);
    var dying = new ArrayList<Set<Var>>(Collections.nCopies(units.size(), Set.of()));
    for (int i = units.size() - 1; i >= 0; i--) {
      Set<Var> here = Collections.newSetFromMap(new IdentityHashMap<>());
      units.get(i).out().stream().filter(needed::add).forEach(here::add);
      units.get(i).in().stream().filter(needed::add).forEach(here::add);
      dying.set(i, here);
    }
    return dying;
  }
}
