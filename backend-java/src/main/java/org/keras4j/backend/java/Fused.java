package org.keras4j.backend.java;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.keras4j.backend.java.kernel.WorkPool;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Elementwise.Compare;
import org.keras4j.ir.Elementwise.Select;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Var;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// A group made ready: operands are the values it reads from outside, results those that outside
/// needs. Works through blocks small enough to stay in the nearest cache, one elementary operation
/// after another on each.
final class Fused implements Kernel {
  /// Whose array a place is in.
  private enum Holder {
    OPERANDS,
    RESULTS,
    SCRATCH
  }

  /// Where an instruction finds an operand or puts its result: array `index` of a holder, which
  /// begins anew each `period` elements of the group.
  private record Place(Holder holder, int index, int period) {
    static Place scratch(int index) {
      return new Place(Holder.SCRATCH, index, 1);
    }

    int offset(int start) {
      return start % period;
    }

    Object array(Object[] in, Object[] out, Object[] work) {
      return switch (holder) {
        case OPERANDS -> in[index];
        case RESULTS -> out[index];
        case SCRATCH -> work[index];
      };
    }
  }

  private record Instruction(Micro micro, Place[] in, Place out) {}

  /// An equation, or a comparison and the choice by it, made ready.
  private record Step(Micro micro, List<Var> in, Var out) {
    static Step of(Equation e) {
      var op = (Elementwise) e.op();
      return new Step(
          Micros.of(op, e.in().getLast().type().dtype()).orElseThrow(), e.in(), e.out().getFirst());
    }

    static Step of(Equation comparison, Equation choice) {
      var in = new ArrayList<>(comparison.in());
      in.addAll(choice.in().subList(1, 3));
      return new Step(
          MicroCompare.choose(((Compare) comparison.op()).op()), in, choice.out().getFirst());
    }
  }

  private record Load(View view, int operand, int scratch) {}

  private final Blocks blocks;
  private final List<Var> operands = new ArrayList<>();
  private final List<Var> results = new ArrayList<>();
  private final Map<Var, Integer> lastPlainRead = new IdentityHashMap<>();
  private final Map<Var, Integer> written = new IdentityHashMap<>();
  private final Set<Var> viewed = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Load> loads = new ArrayList<>();
  private final List<TensorType> scratch = new ArrayList<>();
  private Instruction[] program = {};

  private Fused(Blocks blocks) {
    this.blocks = blocks;
  }

  static Fused of(Unit.Group group, Scheduler scheduler, Set<Var> neededOutside) {
    var views =
        group.members.stream()
            .flatMap(e -> e.in().stream())
            .map(scheduler::view)
            .filter(Objects::nonNull)
            .toList();
    var fused = new Fused(Blocks.of(group.size, views));
    fused.build(steps(group, scheduler, neededOutside), scheduler, neededOutside);
    return fused;
  }

  /// The steps of a group. A comparison that only one choice needs is made with it.
  private static List<Step> steps(Unit.Group group, Scheduler scheduler, Set<Var> neededOutside) {
    Map<Var, Integer> numUses = new IdentityHashMap<>();
    group.members.forEach(
        e -> e.in().forEach(v -> numUses.merge(scheduler.root(v), 1, Integer::sum)));
    Map<Var, Equation> comparisons = new IdentityHashMap<>();
    for (Equation e : group.members) {
      Var out = e.out().getFirst();
      if (e.op() instanceof Compare
          && isFloat(e.in().getFirst())
          && !neededOutside.contains(out)
          && numUses.getOrDefault(out, 0) == 1) {
        comparisons.put(out, e);
      }
    }
    var chosenBy = new IdentityHashMap<Equation, Equation>();
    for (Equation e : group.members) {
      Equation comparison = comparisons.get(scheduler.root(e.in().getFirst()));
      if (comparison != null && e.op() instanceof Select && isFloat(e.in().getLast())) {
        chosenBy.put(e, comparison);
      }
    }
    return group.members.stream()
        .filter(e -> !chosenBy.containsValue(e))
        .map(
            e -> {
              Equation comparison = chosenBy.get(e);
              return comparison == null ? Step.of(e) : Step.of(comparison, e);
            })
        .toList();
  }

  private static boolean isFloat(Var v) {
    return v.type().dtype() == DType.FLOAT32;
  }

  List<Var> operands() {
    return operands;
  }

  List<Var> results() {
    return results;
  }

  /// Whether result `out` may be written over operand `in`: it is only read at the block's place,
  /// and not after `out` is written.
  boolean mayOverwrite(Var out, Var in) {
    return !viewed.contains(in)
        && lastPlainRead.getOrDefault(in, Integer.MAX_VALUE) <= written.getOrDefault(out, -1);
  }

  private void build(List<Step> steps, Scheduler scheduler, Set<Var> neededOutside) {
    Map<Var, Place> places = new IdentityHashMap<>();
    Map<Var, Integer> lastUse = lastUses(steps, scheduler);
    Map<Class<?>, Deque<Integer>> free = new HashMap<>();
    Map<View, Place> loaded = new IdentityHashMap<>();
    program = new Instruction[steps.size()];
    for (int i = 0; i < program.length; i++) {
      Step step = steps.get(i);
      Place[] in = new Place[step.in().size()];
      for (int k = 0; k < in.length; k++) {
        in[k] = place(step.in().get(k), i, scheduler, places, loaded);
      }
      Var out = step.out();
      Place to;
      if (neededOutside.contains(out)) {
        to = new Place(Holder.RESULTS, results.size(), Integer.MAX_VALUE);
        results.add(out);
        written.put(out, i);
      } else {
        to = takeScratch(out.type(), free);
      }
      places.put(out, to);
      program[i] = new Instruction(step.micro(), in, to);
      release(step, i, scheduler, places, lastUse, free);
    }
  }

  private static Map<Var, Integer> lastUses(List<Step> steps, Scheduler scheduler) {
    Map<Var, Integer> uses = new IdentityHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      for (Var v : steps.get(i).in()) {
        uses.put(scheduler.root(v), i);
      }
    }
    return uses;
  }

  private Place place(
      Var v,
      int instruction,
      Scheduler scheduler,
      Map<Var, Place> places,
      Map<View, Place> loaded) {
    View view = scheduler.view(v);
    if (view != null) {
      return loaded.computeIfAbsent(
          view,
          _ -> {
            viewed.add(view.source());
            if (blocks.areStretchesOf(view)) {
              return new Place(Holder.OPERANDS, operand(view.source()), view.period());
            }
            scratch.add(v.type());
            loads.add(new Load(view, operand(view.source()), scratch.size() - 1));
            return Place.scratch(scratch.size() - 1);
          });
    }
    Var root = scheduler.root(v);
    Place known = places.get(root);
    if (known == null) {
      known = new Place(Holder.OPERANDS, operand(root), Integer.MAX_VALUE);
      places.put(root, known);
    }
    if (known.holder() == Holder.OPERANDS) {
      lastPlainRead.put(root, instruction);
    }
    return known;
  }

  private int operand(Var v) {
    int at = operands.indexOf(v);
    if (at < 0) {
      operands.add(v);
      return operands.size() - 1;
    }
    return at;
  }

  private Place takeScratch(TensorType type, Map<Class<?>, Deque<Integer>> free) {
    var reusable = free.get(kind(type));
    if (reusable != null && !reusable.isEmpty()) {
      return Place.scratch(reusable.pop());
    }
    scratch.add(type);
    return Place.scratch(scratch.size() - 1);
  }

  private static Class<?> kind(TensorType type) {
    return HostBuffer.zeros(type.withShape(Shape.of(0))).array().getClass();
  }

  private void release(
      Step step,
      int i,
      Scheduler scheduler,
      Map<Var, Place> places,
      Map<Var, Integer> lastUse,
      Map<Class<?>, Deque<Integer>> free) {
    for (Var v : step.in()) {
      Var root = scheduler.root(v);
      Place place = places.get(root);
      if (scheduler.view(v) == null
          && lastUse.getOrDefault(root, -1) == i
          && place != null
          && place.holder() == Holder.SCRATCH) {
        var list = free.computeIfAbsent(kind(root.type()), _ -> new ArrayDeque<>());
        if (!list.contains(place.index())) {
          list.push(place.index());
        }
      }
    }
  }

  @Override
  public void run(Object[] in, Object[] out) {
    WorkPool.shared()
        .forRange(
            blocks.count(),
            Math.max(1, 32 / program.length),
            (from, to) -> blocks(in, out, from, to));
  }

  private void blocks(Object[] in, Object[] out, int from, int to) {
    Object[] work = new Object[scratch.size()];
    for (int i = 0; i < work.length; i++) {
      work[i] = HostBuffer.zeros(scratch.get(i).withShape(Shape.of(blocks.block()))).array();
    }
    for (Load load : loads) {
      if (blocks.eachShows(load.view())) {
        load.view().load(in[load.operand()], work[load.scratch()], 0, blocks.block());
      }
    }
    Object[][] arguments = new Object[program.length][];
    Object[] targets = new Object[program.length];
    for (int i = 0; i < program.length; i++) {
      arguments[i] = Arrays.stream(program[i].in()).map(p -> p.array(in, out, work)).toArray();
      targets[i] = program[i].out().array(in, out, work);
    }
    int[] offsets = new int[4];
    for (int b = from; b < to; b++) {
      int start = blocks.start(b);
      int count = blocks.length(b);
      for (Load load : loads) {
        if (!blocks.eachShows(load.view())) {
          load.view().load(in[load.operand()], work[load.scratch()], start, count);
        }
      }
      for (int i = 0; i < program.length; i++) {
        Instruction step = program[i];
        for (int k = 0; k < step.in().length; k++) {
          offsets[k] = step.in()[k].offset(start);
        }
        step.micro().run(arguments[i], offsets, targets[i], step.out().offset(start), count);
      }
    }
  }
}
