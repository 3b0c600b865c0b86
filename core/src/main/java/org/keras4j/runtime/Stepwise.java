package org.keras4j.runtime;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Movement.Slice;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Var;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Runs programs equation by equation by means of a function that computes single primitives: the
/// plain way for an engine to execute, control flow included. Values are let go after their last
/// use.
public final class Stepwise {
  private final BiFunction<Primitive, List<Array>, List<Array>> execute;

  /// @param execute computes any primitive that is not {@link Control}
  public Stepwise(BiFunction<Primitive, List<Array>, List<Array>> execute) {
    this.execute = execute;
  }

  /// A program ready to run, its liveness known.
  public Executable compile(Program program) {
    var liveness = Liveness.of(program);
    return inputs -> run(program, liveness, inputs);
  }

  /// Runs a program once.
  public List<Array> run(Program program, List<Array> inputs) {
    return run(program, Liveness.of(program), inputs);
  }

  private List<Array> run(Program program, Liveness liveness, List<Array> inputs) {
    Map<Var, Array> values = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(program.inputs().get(i), inputs.get(i));
    }
    for (int i = 0; i < program.equations().size(); i++) {
      var equation = program.equations().get(i);
      var out = step(equation.op(), look(values, equation.in()));
      for (int k = 0; k < out.size(); k++) {
        values.put(equation.out().get(k), out.get(k));
      }
      liveness.dying().get(i).forEach(values::remove);
    }
    return look(values, program.outputs());
  }

  private static List<Array> look(Map<Var, Array> values, List<Var> vars) {
    return vars.stream().map(v -> Objects.requireNonNull(values.get(v), "unknown value")).toList();
  }

  private List<Array> step(Primitive op, List<Array> in) {
    return switch (op) {
      case Constant(Array value) -> List.of(value);
      case Control control -> control(control, in);
      case Elementwise _, Movement _, Reduction _, Contraction _, Indexing _, Numeric _ ->
          execute.apply(op, in);
    };
  }

  /// Computes branches, loops and composites.
  public List<Array> control(Control op, List<Array> in) {
    return switch (op) {
      case Control.Cond(var branches) -> {
        int choice = Math.clamp(in.getFirst().elements().getLong(0), 0, branches.size() - 1);
        yield run(branches.get(choice), in.subList(1, in.size()));
      }
      case Control.While loop -> whileLoop(loop, in);
      case Control.Scan scan -> scan(scan, in);
      case Control.Composite composite -> run(composite.body(), in);
    };
  }

  private List<Array> whileLoop(Control.While loop, List<Array> in) {
    var test = compile(loop.condition());
    var step = compile(loop.body());
    int start = loop.conditionConstants() + loop.bodyConstants();
    var tested = in.subList(0, loop.conditionConstants());
    var fixed = in.subList(loop.conditionConstants(), start);
    List<Array> carry = in.subList(start, in.size());
    while (test.run(join(tested, carry)).getFirst().elements().getLong(0) != 0) {
      carry = step.run(join(fixed, carry));
    }
    return List.copyOf(carry);
  }

  private List<Array> scan(Control.Scan scan, List<Array> in) {
    var body = compile(scan.body());
    var constants = in.subList(0, scan.constants());
    List<Array> carry = in.subList(scan.constants(), scan.constants() + scan.carry());
    var sequences = in.subList(scan.constants() + scan.carry(), in.size());
    var sliceTypes = scan.body().outputTypes().subList(scan.carry(), scan.body().outputs().size());
    var stacked =
        sliceTypes.stream()
            .map(t -> t.withShape(Shape.of(scan.length()).concat(t.shape())))
            .map(Elements::zeros)
            .toList();
    for (int n = 0; n < scan.length(); n++) {
      int i = scan.reverse() ? scan.length() - 1 - n : n;
      var slices = sequences.stream().map(s -> row(s, i)).toList();
      var out = body.run(join(join(constants, carry), slices));
      carry = out.subList(0, scan.carry());
      for (int k = 0; k < stacked.size(); k++) {
        copyRow(out.get(scan.carry() + k), stacked.get(k).buffer(), i);
      }
    }
    return join(carry, stacked.stream().map(Elements::toArray).toList());
  }

  /// Slice `i` along the first axis.
  private Array row(Array x, int i) {
    int rank = x.rank();
    var starts = new ArrayList<Integer>();
    var limits = new ArrayList<Integer>();
    var strides = new ArrayList<Integer>();
    for (int axis = 0; axis < rank; axis++) {
      starts.add(axis == 0 ? i : 0);
      limits.add(axis == 0 ? i + 1 : x.shape().dim(axis));
      strides.add(1);
    }
    var cut = execute.apply(new Slice(starts, limits, strides), List.of(x)).getFirst();
    TensorType type = x.type().withShape(x.shape().slice(1, rank));
    return Array.of(type, cut.host());
  }

  private static void copyRow(Array slice, HostBuffer into, int i) {
    Object from = slice.host().array();
    int n = java.lang.reflect.Array.getLength(from);
    System.arraycopy(from, 0, into.array(), i * n, n);
  }

  private static List<Array> join(List<Array> a, List<Array> b) {
    var all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
