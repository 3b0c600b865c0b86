package org.keras4j.backend.java;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Movement.Broadcast;
import org.keras4j.ir.Movement.Reshape;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;

/// Cuts a program into units. Reshapes are other names of the same elements; broadcasts are views,
/// read in place by groups. A group grows until something outside it needs one of its values: then
/// it is closed, and takes its place in the order.
final class Scheduler {
  private final List<Unit> order = new ArrayList<>();
  private final Map<Var, Var> aliases = new IdentityHashMap<>();
  private final Map<Var, View> views = new IdentityHashMap<>();
  private final Map<Var, Var> written = new IdentityHashMap<>();
  private final Map<Var, Unit.Group> producers = new IdentityHashMap<>();
  private final Map<Equation, Integer> positions = new IdentityHashMap<>();
  private final Map<Var, Constant> constants = new IdentityHashMap<>();
  private final Set<Unit.Group> openGroups = new LinkedHashSet<>();

  private Scheduler() {}

  static Scheduler of(Program program) {
    var scheduler = new Scheduler();
    for (int i = 0; i < program.equations().size(); i++) {
      scheduler.positions.put(program.equations().get(i), i);
      scheduler.add(program.equations().get(i));
    }
    program.outputs().forEach(scheduler::value);
    List.copyOf(scheduler.openGroups).forEach(scheduler::close);
    return scheduler;
  }

  List<Unit> order() {
    return order;
  }

  Map<Var, Constant> constants() {
    return constants;
  }

  /// The name under which a value's elements are kept.
  Var root(Var v) {
    Var at = v;
    for (Var next = aliases.get(at); next != null; next = aliases.get(at)) {
      at = next;
    }
    return at;
  }

  /// The view that a value is, or null.
  @org.jspecify.annotations.Nullable
  View view(Var v) {
    return views.get(root(v));
  }

  /// The name of a value that has elements of its own: a view's after it has been written out.
  Var stored(Var v) {
    Var root = root(v);
    Var out = written.get(root);
    return out == null ? root : out;
  }

  private void add(Equation e) {
    if (e.op() instanceof Constant constant) {
      constants.put(e.out().getFirst(), constant);
    } else if (e.op() instanceof Reshape && view(e.in().getFirst()) == null) {
      aliases.put(e.out().getFirst(), root(e.in().getFirst()));
    } else if (e.op() instanceof Broadcast b
        && e.out().getFirst().type().size() > 0
        && isViewable(e)) {
      broadcast(e, b);
    } else if (e.op() instanceof Elementwise op && fusable(op, e)) {
      join(e);
    } else {
      e.in().forEach(this::value);
      order.add(new Unit.Single(e));
    }
  }

  private static boolean isViewable(Equation e) {
    return !StridedCopy.isPaired(e.in().getFirst().type());
  }

  private static boolean fusable(Elementwise op, Equation e) {
    return Micros.of(op, e.in().getLast().type().dtype()).isPresent();
  }

  private void broadcast(Equation e, Broadcast b) {
    Var in = e.in().getFirst();
    Var out = e.out().getFirst();
    if (in.type().size() == out.type().size() && view(in) == null) {
      aliases.put(out, root(in));
      return;
    }
    value(in);
    Var source = stored(in);
    int[] steps = MovementKernels.broadcastSteps(in.type(), b.shape(), b.axes());
    views.put(out, View.of(source, b.shape(), steps));
  }

  /// Makes sure that a value is there before whatever is added next.
  private void value(Var v) {
    Var root = root(v);
    View view = views.get(root);
    if (view != null && !written.containsKey(root)) {
      Var out = new Var(root.type());
      written.put(root, out);
      order.add(new Unit.WriteOut(view, out));
    }
    var group = producers.get(root);
    if (group != null && group.open) {
      close(group);
    }
  }

  private void close(Unit.Group group) {
    group.open = false;
    openGroups.remove(group);
    order.add(group);
  }

  private void join(Equation e) {
    int size = (int) e.out().getFirst().type().size();
    Set<Unit.Group> candidates = new LinkedHashSet<>();
    for (Var v : e.in()) {
      var group = producers.get(root(v));
      if (view(v) == null && group != null && group.open) {
        candidates.add(group);
      }
    }
    int members = candidates.stream().mapToInt(g -> g.members.size()).sum();
    if (members >= Unit.Group.LARGEST) {
      candidates.forEach(this::close);
      candidates.clear();
    }
    var group = candidates.stream().findFirst().orElseGet(() -> new Unit.Group(size));
    candidates.stream().skip(1).forEach(other -> merge(group, other));
    openGroups.add(group);
    group.members.add(e);
    producers.put(e.out().getFirst(), group);
  }

  private void merge(Unit.Group into, Unit.Group other) {
    openGroups.remove(other);
    other.open = false;
    other.members.forEach(m -> producers.put(m.out().getFirst(), into));
    into.members.addAll(other.members);
    into.members.sort(Comparator.comparing(positions::get));
  }
}
