package org.keras4j.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Var;
import org.keras4j.runtime.Interpreter;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.TensorType;

/// Makes programs smaller without changing what they compute: equal equations are computed once,
/// small constants at once, what no output depends on not at all, and identities that hold exactly
/// (`x * 1`, a transpose of a transpose, a sum over axes of size 1 …) are used, in branches and
/// loops as well. The order of what remains is kept.
///
/// Takes time proportional to the size of the program.
public final class Simplify {
  private static final long SMALL = 16;

  private final Predicate<Control.Composite> kept;
  private final Map<Var, Var> renamed = new IdentityHashMap<>();
  private final Map<Var, Equation> origins = new IdentityHashMap<>();
  private final Map<Application, List<Var>> known = new HashMap<>();
  private final Map<Literal, Var> literals = new HashMap<>();
  private final List<Equation> equations = new ArrayList<>();

  private Simplify(Predicate<Control.Composite> kept) {
    this.kept = kept;
  }

  private record Application(Primitive op, List<Var> in) {}

  private record Literal(TensorType type, List<Long> bits) {}

  /// A program that computes the same.
  public static Program of(Program program) {
    return forExecution(program, _ -> true);
  }

  /// A program that computes the same, where compositions other than those `kept` are replaced by
  /// what they are made of. For engines: keep those there is a kernel for. What derivatives
  /// recompute on purpose stays a composition.
  public static Program forExecution(Program program, Predicate<Control.Composite> kept) {
    return DeadCode.eliminate(new Simplify(kept).pass(program));
  }

  private Program pass(Program program) {
    program.inputs().forEach(v -> renamed.put(v, v));
    program.equations().forEach(this::copy);
    return new Program(program.inputs(), equations, rename(program.outputs()));
  }

  private List<Var> rename(List<Var> vars) {
    var out = new ArrayList<Var>(vars.size());
    for (Var v : vars) {
      out.add(renamed.getOrDefault(v, v));
    }
    return out;
  }

  private void copy(Equation equation) {
    var in = rename(equation.in());
    if (equation.op() instanceof Control.Composite composite && isInlined(composite)) {
      inline(composite.body(), in, equation.out());
      return;
    }
    var out = emit(nested(equation.op()), in, Optional.of(equation));
    for (int i = 0; i < out.size(); i++) {
      renamed.put(equation.out().get(i), out.get(i));
    }
  }

  private boolean isInlined(Control.Composite composite) {
    return !kept.test(composite) && !composite.name().startsWith(Remat.NAME);
  }

  private void inline(Program body, List<Var> in, List<Var> out) {
    for (int i = 0; i < in.size(); i++) {
      renamed.put(body.inputs().get(i), in.get(i));
    }
    body.equations().forEach(this::copy);
    var results = rename(body.outputs());
    for (int i = 0; i < out.size(); i++) {
      renamed.put(out.get(i), results.get(i));
    }
  }

  private Primitive nested(Primitive op) {
    return switch (op) {
      case Control.Cond(var branches) -> {
        var simple = branches.stream().map(this::nested).toList();
        yield unchanged(simple, branches) ? op : new Control.Cond(simple);
      }
      case Control.While w -> {
        var simple = List.of(nested(w.condition()), nested(w.body()));
        yield unchanged(simple, w.programs())
            ? op
            : new Control.While(
                simple.get(0), w.conditionConstants(), simple.get(1), w.bodyConstants());
      }
      case Control.Scan s -> {
        var body = nested(s.body());
        yield body == s.body()
            ? op
            : new Control.Scan(body, s.length(), s.constants(), s.carry(), s.reverse());
      }
      case Control.Composite c -> {
        var body = nested(c.body());
        yield body == c.body()
            ? op
            : new Control.Composite(c.name(), c.attributes(), body, c.derivative());
      }
      case Constant _,
          Elementwise _,
          Movement _,
          Reduction _,
          Contraction _,
          Indexing _,
          Numeric _ ->
          op;
    };
  }

  private Program nested(Program program) {
    return forExecution(program, kept);
  }

  private static boolean unchanged(List<Program> a, List<Program> b) {
    return IntStream.range(0, a.size()).allMatch(i -> a.get(i) == b.get(i));
  }

  /// The result of an operation with one result, in the program being made.
  Var emit(Primitive op, List<Var> in) {
    return emit(op, in, Optional.empty()).getFirst();
  }

  /// The equation that computes a value, if one does.
  Optional<Equation> origin(Var v) {
    return Optional.ofNullable(origins.get(v));
  }

  private List<Var> emit(Primitive op, List<Var> in, Optional<Equation> original) {
    if (op instanceof Constant(Array value)) {
      return List.of(literal(value, original));
    }
    var simpler = Identities.apply(this, op, in);
    if (simpler.isPresent()) {
      return List.of(simpler.get());
    }
    if (op instanceof Control) {
      return add(op, in, original);
    }
    var application = new Application(op, in);
    var same = known.get(application);
    if (same != null) {
      return same;
    }
    var folded = fold(op, in);
    var out = folded.isPresent() ? folded.get() : add(op, in, original);
    known.put(application, out);
    return out;
  }

  private List<Var> add(Primitive op, List<Var> in, Optional<Equation> original) {
    // The original names are kept, so that programs stay comparable.
    var equation =
        original.isPresent() ? new Equation(op, in, original.get().out()) : Equation.of(op, in);
    equations.add(equation);
    equation.out().forEach(v -> origins.put(v, equation));
    return equation.out();
  }

  private Var literal(Array value, Optional<Equation> original) {
    if (value.type().size() > SMALL || value.type().dtype() == org.keras4j.tensor.DType.STRING) {
      var application = new Application(new Constant(value), List.of());
      return known.computeIfAbsent(application, a -> add(a.op(), a.in(), original)).getFirst();
    }
    return literals.computeIfAbsent(
        new Literal(value.type(), bits(value)),
        _ -> add(new Constant(value), List.of(), original).getFirst());
  }

  private static List<Long> bits(Array value) {
    var elements = value.elements();
    var bits = new ArrayList<Long>();
    boolean exact = value.dtype().isInteger();
    for (int i = 0; i < elements.size(); i++) {
      bits.add(exact ? elements.getLong(i) : Double.doubleToRawLongBits(elements.getDouble(i)));
      bits.add(Double.doubleToRawLongBits(elements.getImaginary(i)));
    }
    return bits;
  }

  /// The value of a small constant.
  Optional<Array> constant(Var v) {
    Equation origin = origins.get(v);
    return origin != null
            && origin.op() instanceof Constant(Array value)
            && value.type().size() <= SMALL
        ? Optional.of(value)
        : Optional.empty();
  }

  private Optional<List<Var>> fold(Primitive op, List<Var> in) {
    boolean foldable =
        switch (op) {
          case Elementwise _, Movement.Reshape _, Movement.Transpose _, Movement.Slice _ -> true;
          case Movement.Concatenate _ -> true;
          case Movement.Broadcast _,
              Movement.DynamicSlice _,
              Movement.DynamicUpdateSlice _,
              Movement.Pad _,
              Movement.Reverse _,
              Movement.Iota _ ->
              false;
          case Reduction.Reduce _ -> true;
          case Reduction.ArgReduce _,
              Reduction.ReduceWindow _,
              Reduction.WindowScatter _,
              Reduction.WindowGather _,
              Reduction.Cumulative _ ->
              false;
          case Constant _, Contraction _, Indexing _, Numeric _, Control _ -> false;
        };
    if (!foldable || in.isEmpty()) {
      return Optional.empty();
    }
    var values = new ArrayList<Array>();
    for (Var v : in) {
      var value = constant(v);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    var results = Interpreter.eagerly(() -> Interpreter.apply(op, values));
    return Optional.of(results.stream().map(t -> literal((Array) t, Optional.empty())).toList());
  }
}
