package org.keras4j.backend.java;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Var;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// A group made ready: operands are the values it reads from outside, results those that outside
/// needs. Works through blocks small enough to stay in the nearest cache, one elementary operation
/// after another on each.
final class Fused implements Kernel {
  static final int BLOCK = 1024;

  /// Where an instruction finds an operand or puts its result.
  private sealed interface Place {}

  /// Array `index` among operands, read at the block's place.
  private record Operand(int index) implements Place {}

  /// Array `index` among results, at the block's place.
  private record Result(int index) implements Place {}

  /// Working array `index`, from its start.
  private record Scratch(int index) implements Place {}

  private record Instruction(Micro micro, Place[] in, Place out) {}

  private record Load(View view, int operand, int scratch) {}

  private final int size;
  private final List<Var> operands = new ArrayList<>();
  private final List<Var> results = new ArrayList<>();
  private final Map<Var, Integer> lastPlainRead = new IdentityHashMap<>();
  private final Map<Var, Integer> written = new IdentityHashMap<>();
  private final Set<Var> viewed = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Load> loads = new ArrayList<>();
  private final List<TensorType> scratch = new ArrayList<>();
  private Instruction[] program = {};

  private Fused(int size) {
    this.size = size;
  }

  static Fused of(Unit.Group group, Scheduler scheduler, Set<Var> neededOutside) {
    var fused = new Fused(group.size);
    fused.build(group, scheduler, neededOutside);
    return fused;
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

  private void build(Unit.Group group, Scheduler scheduler, Set<Var> neededOutside) {
    Map<Var, Place> places = new IdentityHashMap<>();
    Map<Var, Integer> lastUse = lastUses(group, scheduler);
    Map<Class<?>, Deque<Integer>> free = new HashMap<>();
    Map<View, Place> loaded = new IdentityHashMap<>();
    program = new Instruction[group.members.size()];
    for (int i = 0; i < program.length; i++) {
      Equation e = group.members.get(i);
      Place[] in = new Place[e.in().size()];
      for (int k = 0; k < in.length; k++) {
        in[k] = place(e.in().get(k), i, scheduler, places, loaded);
      }
      Var out = e.out().getFirst();
      Place to;
      if (neededOutside.contains(out)) {
        to = new Result(results.size());
        results.add(out);
        written.put(out, i);
      } else {
        to = takeScratch(out.type(), free);
      }
      places.put(out, to);
      var micro = Micros.of((Elementwise) e.op(), e.in().getLast().type().dtype()).orElseThrow();
      program[i] = new Instruction(micro, in, to);
      release(e, i, scheduler, places, lastUse, free);
    }
  }

  private static Map<Var, Integer> lastUses(Unit.Group group, Scheduler scheduler) {
    Map<Var, Integer> uses = new IdentityHashMap<>();
    for (int i = 0; i < group.members.size(); i++) {
      for (Var v : group.members.get(i).in()) {
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
            scratch.add(v.type());
            loads.add(new Load(view, operand(view.source()), scratch.size() - 1));
            return new Scratch(scratch.size() - 1);
          });
    }
    Var root = scheduler.root(v);
    Place known = places.get(root);
    if (known == null) {
      known = new Operand(operand(root));
      places.put(root, known);
    }
    if (known instanceof Operand) {
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
      return new Scratch(reusable.pop());
    }
    scratch.add(type);
    return new Scratch(scratch.size() - 1);
  }

  private static Class<?> kind(TensorType type) {
    return HostBuffer.zeros(type.withShape(Shape.of(0))).array().getClass();
  }

  private void release(
      Equation e,
      int i,
      Scheduler scheduler,
      Map<Var, Place> places,
      Map<Var, Integer> lastUse,
      Map<Class<?>, Deque<Integer>> free) {
    for (Var v : e.in()) {
      Var root = scheduler.root(v);
      if (scheduler.view(v) == null
          && lastUse.getOrDefault(root, -1) == i
          && places.get(root) instanceof Scratch(int index)) {
        var list = free.computeIfAbsent(kind(root.type()), _ -> new ArrayDeque<>());
        if (!list.contains(index)) {
          list.push(index);
        }
      }
    }
  }

  @Override
  public void run(Object[] in, Object[] out) {
    org.keras4j.backend.java.kernel.WorkPool.shared()
        .forRange(
            Math.ceilDiv(size, BLOCK),
            Math.max(1, 32 / program.length),
            (from, to) -> blocks(in, out, from, to));
  }

  private void blocks(Object[] in, Object[] out, int from, int to) {
    int block = Math.min(size, BLOCK);
    Object[] work = new Object[scratch.size()];
    for (int i = 0; i < work.length; i++) {
      work[i] = HostBuffer.zeros(scratch.get(i).withShape(Shape.of(block))).array();
    }
    for (Load load : loads) {
      if (load.view().isUniform()) {
        load.view().load(in[load.operand()], work[load.scratch()], 0, block);
      }
    }
    Object[][] arguments = new Object[program.length][];
    for (int i = 0; i < program.length; i++) {
      arguments[i] = arrays(program[i].in(), in, out, work);
    }
    int[] offsets = new int[4];
    for (int b = from; b < to; b++) {
      int start = b * BLOCK;
      int count = Math.min(BLOCK, size - start);
      for (Load load : loads) {
        if (!load.view().isUniform()) {
          load.view().load(in[load.operand()], work[load.scratch()], start, count);
        }
      }
      for (int i = 0; i < program.length; i++) {
        Instruction step = program[i];
        for (int k = 0; k < step.in().length; k++) {
          offsets[k] = step.in()[k] instanceof Scratch ? 0 : start;
        }
        Object target = array(step.out(), in, out, work);
        step.micro()
            .run(arguments[i], offsets, target, step.out() instanceof Scratch ? 0 : start, count);
      }
    }
  }

  private static Object[] arrays(Place[] places, Object[] in, Object[] out, Object[] work) {
    return Arrays.stream(places).map(p -> array(p, in, out, work)).toArray();
  }

  private static Object array(Place place, Object[] in, Object[] out, Object[] work) {
    return switch (place) {
      case Operand(int index) -> in[index];
      case Result(int index) -> out[index];
      case Scratch(int index) -> work[index];
    };
  }
}
