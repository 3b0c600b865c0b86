package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.keras4j.ir.Control;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.runtime.Executable;
import org.keras4j.tensor.Array;

/// A program some of whose operations are computed on the host: what lies between them are
/// functions of TensorFlow's.
final class SegmentedProgram implements Executable {
  /// What runs at a time, and between which values.
  private record Segment(Executable run, List<Var> in, List<Var> out) {}

  private final Program program;
  private final List<Segment> segments;

  private SegmentedProgram(Program program, List<Segment> segments) {
    this.program = program;
    this.segments = segments;
  }

  static SegmentedProgram of(TensorFlowBackend backend, Program given) {
    var program = withoutComposites(given);
    var segments = new ArrayList<Segment>();
    var waiting = new ArrayList<Equation>();
    for (int i = 0; i < program.equations().size(); i++) {
      var equation = program.equations().get(i);
      if (isHosts(equation)) {
        flush(backend, program, waiting, i, segments);
        segments.add(
            new Segment(in -> backend.onHost(equation.op(), in), equation.in(), equation.out()));
      } else {
        waiting.add(equation);
      }
    }
    flush(backend, program, waiting, program.equations().size(), segments);
    return new SegmentedProgram(program, List.copyOf(segments));
  }

  private static boolean isHosts(Equation q) {
    return HostOnly.reason(q.op(), q.in().stream().map(Var::type).toList()).isPresent();
  }

  /// Compositions with something of the host's inside are taken apart.
  private static Program withoutComposites(Program program) {
    Map<Var, Var> renamed = new IdentityHashMap<>();
    var equations = new ArrayList<Equation>();
    copy(program, renamed, equations);
    return new Program(program.inputs(), equations, rename(renamed, program.outputs()));
  }

  private static List<Var> rename(Map<Var, Var> renamed, List<Var> vars) {
    return vars.stream().map(v -> renamed.getOrDefault(v, v)).toList();
  }

  private static void copy(Program program, Map<Var, Var> renamed, List<Equation> out) {
    for (Equation q : program.equations()) {
      var in = rename(renamed, q.in());
      if (q.op() instanceof Control.Composite composite && isHosts(q)) {
        Map<Var, Var> inner = new IdentityHashMap<>();
        for (int i = 0; i < in.size(); i++) {
          inner.put(composite.body().inputs().get(i), in.get(i));
        }
        copy(composite.body(), inner, out);
        for (int i = 0; i < q.out().size(); i++) {
          Var result = composite.body().outputs().get(i);
          renamed.put(q.out().get(i), inner.getOrDefault(result, result));
        }
      } else {
        // A body may be taken apart twice, so its names are made anew.
        var fresh = q.out().stream().map(v -> new Var(v.type())).toList();
        for (int i = 0; i < fresh.size(); i++) {
          renamed.put(q.out().get(i), fresh.get(i));
        }
        out.add(new Equation(q.op(), in, fresh));
      }
    }
  }

  /// Makes one function of the equations that wait.
  private static void flush(
      TensorFlowBackend backend,
      Program program,
      List<Equation> waiting,
      int next,
      List<Segment> segments) {
    if (waiting.isEmpty()) {
      return;
    }
    Set<Var> made = identitySet();
    waiting.forEach(q -> made.addAll(q.out()));
    Set<Var> in = identitySet();
    var inputs = new ArrayList<Var>();
    for (Equation q : waiting) {
      q.in().stream().filter(v -> !made.contains(v)).filter(in::add).forEach(inputs::add);
    }
    Set<Var> later = identitySet();
    later.addAll(program.outputs());
    program
        .equations()
        .subList(next, program.equations().size())
        .forEach(q -> later.addAll(q.in()));
    var outputs = made.stream().filter(later::contains).toList();
    var segment = new Program(inputs, List.copyOf(waiting), outputs);
    segments.add(new Segment(backend.function(segment, Set.of()), inputs, outputs));
    waiting.clear();
  }

  private static Set<Var> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  @Override
  public List<Array> run(List<Array> inputs) {
    Map<Var, Array> values = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(program.inputs().get(i), inputs.get(i));
    }
    for (Segment segment : segments) {
      var out = segment.run.run(look(values, segment.in));
      for (int i = 0; i < out.size(); i++) {
        values.put(segment.out.get(i), out.get(i));
      }
    }
    return look(values, program.outputs());
  }

  private static List<Array> look(Map<Var, Array> values, List<Var> vars) {
    return vars.stream().map(v -> Objects.requireNonNull(values.get(v), "unknown value")).toList();
  }
}
