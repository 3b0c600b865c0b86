package org.keras4j.backend.xla;

import java.util.ArrayList;
import java.util.Collections;
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
import org.keras4j.tensorflow.c.DeviceBuffer;
import org.keras4j.tensorflow.c.Operands;

/// A program as compiled modules, with what XLA has no operation for computed in between.
final class XlaExecutable implements Executable {
  private final XlaBackend engine;
  private final Program program;
  private final Set<Integer> donated;
  private final List<Step> steps;
  private final List<Set<Var>> dying;

  /// One stretch: a module with the operands that are always the same, or the one equation that is
  /// computed elsewhere.
  record Step(
      List<Var> in,
      List<Var> out,
      Optional<Module> module,
      List<Array> constants,
      Optional<Primitive> missing) {
    static Step compiled(Segment segment, Module module) {
      return new Step(
          segment.operands(),
          segment.program().outputs(),
          Optional.of(module),
          segment.constants(),
          Optional.empty());
    }

    static Step missing(Segment segment) {
      var equation = segment.program().equations().getFirst();
      return new Step(
          equation.in(), equation.out(), Optional.empty(), List.of(), Optional.of(equation.op()));
    }
  }

  XlaExecutable(XlaBackend engine, Program program, Set<Integer> donated, List<Step> steps) {
    this.engine = engine;
    this.program = program;
    this.donated = Set.copyOf(donated);
    this.steps = List.copyOf(steps);
    this.dying = dying();
  }

  /// After each step: what was made here and is not needed any more.
  private List<Set<Var>> dying() {
    Set<Var> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(program.outputs());
    needed.addAll(program.inputs());
    var last = new ArrayList<Set<Var>>();
    for (Step step : steps.reversed()) {
      Set<Var> here = Collections.newSetFromMap(new IdentityHashMap<>());
      step.out().stream().filter(needed::add).forEach(here::add);
      step.in().stream().filter(needed::add).forEach(here::add);
      last.addFirst(here);
    }
    return last;
  }

  @Override
  public List<Array> run(List<Array> inputs) {
    Map<Var, Array> values = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(program.inputs().get(i), inputs.get(i));
    }
    for (int i = 0; i < steps.size(); i++) {
      run(steps.get(i), values);
      dying.get(i).forEach(v -> release(Objects.requireNonNull(values.remove(v))));
    }
    var outputs = look(values, program.outputs());
    donated.forEach(i -> giveUp(inputs.get(i), outputs));
    return outputs;
  }

  private void run(Step step, Map<Var, Array> values) {
    var in = look(values, step.in());
    var out =
        step.module().isPresent()
            ? compute(step.module().get(), step.constants(), in)
            : engine.executeMissing(step.missing().orElseThrow(), in);
    for (int k = 0; k < out.size(); k++) {
      values.put(step.out().get(k), out.get(k));
    }
  }

  private static List<Array> compute(Module module, List<Array> constants, List<Array> in) {
    var all = new ArrayList<>(in);
    all.addAll(constants);
    try (var operands = Operands.of(all)) {
      var results = module.run(operands.handles());
      var out = new ArrayList<Array>(results.size());
      for (int i = 0; i < results.size(); i++) {
        out.add(DeviceBuffer.array(module.outputs().get(i), results.get(i)));
      }
      return out;
    }
  }

  private static List<Array> look(Map<Var, Array> values, List<Var> vars) {
    return vars.stream()
        .map(v -> Objects.requireNonNull(values.get(v), "the program is not closed"))
        .toList();
  }

  private static void release(Array value) {
    if (value.buffer() instanceof DeviceBuffer buffer) {
      buffer.close();
    }
  }

  /// The memory of an input that the caller does not need any more, unless it is a result as well.
  private static void giveUp(Array input, List<Array> outputs) {
    if (outputs.stream().noneMatch(o -> o.buffer() == input.buffer())) {
      release(input);
    }
  }

  @Override
  public void close() {
    steps.forEach(step -> step.module().ifPresent(Module::close));
  }
}
