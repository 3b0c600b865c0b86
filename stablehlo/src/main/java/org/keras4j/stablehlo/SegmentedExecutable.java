package org.keras4j.stablehlo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.runtime.Executable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Buffer;

/// A program as compiled modules, with what XLA has no operation for computed in between.
final class SegmentedExecutable implements Executable {
  private final StableHloBackend engine;
  private final Program program;
  private final Set<Integer> donated;
  private final List<Step> steps;

  /// One stretch: a module with the operands that are always the same, or the one equation that is
  /// computed elsewhere.
  ///
  /// @param last operands that nobody needs afterwards, inputs that the caller gives up among them
  private record Step(
      List<Var> in,
      List<Var> out,
      Set<Var> last,
      Optional<CompiledModule> module,
      List<Array> constants,
      Optional<Primitive> missing) {
    static Step compiled(Segment segment, ModuleCompiler compiler, Set<Var> last) {
      var in = segment.operands();
      var module = compiler.compile(segment.program(), positions(in, last));
      var out = segment.program().outputs();
      return new Step(in, out, last, Optional.of(module), segment.constants(), Optional.empty());
    }

    static Step missing(Segment segment, Set<Var> last) {
      var equation = segment.program().equations().getFirst();
      return new Step(
          equation.in(),
          equation.out(),
          last,
          Optional.empty(),
          List.of(),
          Optional.of(equation.op()));
    }
  }

  private SegmentedExecutable(
      StableHloBackend engine, Program program, Set<Integer> donated, List<Step> steps) {
    this.engine = engine;
    this.program = program;
    this.donated = Set.copyOf(donated);
    this.steps = List.copyOf(steps);
  }

  static SegmentedExecutable of(
      StableHloBackend engine, ModuleCompiler compiler, Program program, Set<Integer> donated) {
    Set<Var> needed = identitySet();
    needed.addAll(program.outputs());
    for (int i = 0; i < program.inputs().size(); i++) {
      if (!donated.contains(i)) {
        needed.add(program.inputs().get(i));
      }
    }
    var steps = new ArrayList<Step>();
    for (Segment segment : Segment.of(program).reversed()) {
      Set<Var> last = identitySet();
      segment.operands().stream().filter(needed::add).forEach(last::add);
      steps.addFirst(
          segment.isMissing()
              ? Step.missing(segment, last)
              : Step.compiled(segment, compiler, last));
    }
    return new SegmentedExecutable(engine, program, donated, steps);
  }

  @Override
  public List<Array> run(List<Array> inputs) {
    Map<Var, Array> values = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(program.inputs().get(i), inputs.get(i));
    }
    steps.forEach(step -> run(step, values));
    var outputs = outputs(values, inputs);
    if (!donated.isEmpty()) {
      closeDonated(inputs);
    }
    return outputs;
  }

  private void run(Step step, Map<Var, Array> values) {
    var in = look(values, step.in());
    Map<Var, Array> made = new IdentityHashMap<>();
    Set<Buffer> free = identitySet();
    if (!step.last().isEmpty()) {
      for (Var v : step.last()) {
        var array = Objects.requireNonNull(values.remove(v), "the program is not closed");
        free.add(array.buffer());
        made.put(v, array);
      }
      program.inputs().forEach(made::remove);
      values.values().forEach(array -> free.remove(array.buffer())); // there by another name
    }
    var out =
        step.module().isPresent()
            ? compute(step.module().get(), step, in, free)
            : engine.executeMissing(step.missing().orElseThrow(), in);
    for (int k = 0; k < out.size(); k++) {
      values.put(step.out().get(k), out.get(k));
      free.remove(out.get(k).buffer());
    }
    // Inputs are kept until all went well.
    made.values().stream().map(Array::buffer).filter(free::contains).forEach(Buffer::close);
  }

  private static List<Array> compute(
      CompiledModule module, Step step, List<Array> in, Set<Buffer> free) {
    var all = new ArrayList<>(in);
    all.addAll(step.constants());
    return module.run(all, free.isEmpty() ? Set.of() : once(in, free));
  }

  /// The positions of arrays that lie in one of some buffers, each in another one.
  private static Set<Integer> once(List<Array> arrays, Set<Buffer> buffers) {
    Map<Buffer, Integer> first = new IdentityHashMap<>();
    var positions = new HashSet<Integer>();
    for (int i = 0; i < arrays.size(); i++) {
      var buffer = arrays.get(i).buffer();
      if (buffers.contains(buffer)) {
        var earlier = first.putIfAbsent(buffer, i);
        if (earlier == null) {
          positions.add(i);
        } else {
          positions.remove(earlier);
        }
      }
    }
    return positions;
  }

  private static Set<Integer> positions(List<Var> vars, Set<Var> among) {
    var positions = new HashSet<Integer>();
    for (int i = 0; i < vars.size(); i++) {
      if (among.contains(vars.get(i))) {
        positions.add(i);
      }
    }
    return positions;
  }

  /// The results, each in a buffer of its own.
  private List<Array> outputs(Map<Var, Array> values, List<Array> inputs) {
    Set<Buffer> taken = buffers(inputs);
    return look(values, program.outputs()).stream()
        .map(array -> taken.add(array.buffer()) ? array : array.copy())
        .toList();
  }

  /// Gives up what the caller does not need any more.
  private void closeDonated(List<Array> inputs) {
    Set<Buffer> kept = identitySet();
    for (int i = 0; i < inputs.size(); i++) {
      if (!donated.contains(i)) {
        kept.add(inputs.get(i).buffer());
      }
    }
    donated.stream()
        .map(i -> inputs.get(i).buffer())
        .filter(buffer -> !kept.contains(buffer))
        .forEach(Buffer::close);
  }

  private static Set<Buffer> buffers(Collection<Array> arrays) {
    Set<Buffer> buffers = identitySet();
    arrays.forEach(array -> buffers.add(array.buffer()));
    return buffers;
  }

  private static <T> Set<T> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static List<Array> look(Map<Var, Array> values, List<Var> vars) {
    return vars.stream()
        .map(v -> Objects.requireNonNull(values.get(v), "the program is not closed"))
        .toList();
  }

  @Override
  public void close() {
    steps.forEach(step -> step.module().ifPresent(CompiledModule::close));
  }
}
