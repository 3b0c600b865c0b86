package org.keras4j.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Reverse-mode differentiation: the vector-Jacobian product of a program is again a program, so it
/// can be differentiated, batched and compiled like any other.
///
/// Conventions are JAX's: integers and booleans have no cotangent; what is constant almost
/// everywhere (floor, sign, comparisons) gives none; ties of `max` share; complex cotangents are
/// not conjugated.
public final class Vjp {
  private final Program program;
  private final Set<Var> active = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Var, Tensor> values = new IdentityHashMap<>();
  private final Map<Var, Equation> origins = new IdentityHashMap<>();
  private final List<Step> steps = new ArrayList<>();

  private Vjp(Program program) {
    this.program = program;
  }

  /// An equation that was evaluated, with the way back through it.
  private record Step(
      Equation equation,
      List<Boolean> wanted,
      java.util.function.Function<List<Optional<Tensor>>, List<Optional<Tensor>>> back) {}

  /// The program that takes the inputs of another and a cotangent for each of its float or complex
  /// outputs, and gives its outputs and the cotangents of the inputs `wrt` in ascending order
  /// (zeros where there is no dependence).
  ///
  /// @throws IllegalArgumentException if an input is not of a float or complex dtype, or an
  ///   operation on the way has no derivative
  public static Program of(Program f, Set<Integer> wrt) {
    var seeds =
        f.outputs().stream().map(Var::type).filter(t -> t.dtype().isDifferentiable()).toList();
    var types = Stream.concat(f.inputTypes().stream(), seeds.stream()).toList();
    int n = f.inputs().size();
    return Trace.of(types, in -> run(f, wrt, in.subList(0, n), in.subList(n, in.size()))).program();
  }

  private static List<Tensor> run(
      Program f, Set<Integer> wrt, List<Tensor> arguments, List<Tensor> seeds) {
    var wanted = new boolean[arguments.size()];
    wrt.forEach(i -> wanted[i] = true);
    var pullback = pullback(f, arguments, wanted);
    var next = seeds.iterator();
    List<Optional<Tensor>> cotangents =
        f.outputs().stream()
            .map(
                v ->
                    Activity.differentiable(v)
                        ? Optional.of(next.next())
                        : Optional.<Tensor>empty())
            .toList();
    var back = pullback.apply(cotangents);
    var all = new ArrayList<>(pullback.outputs());
    for (int i = 0; i < wanted.length; i++) {
      TensorType type = arguments.get(i).type();
      if (wanted[i]) {
        all.add(back.get(i).orElseGet(() -> Lax.zeros(type)));
      }
    }
    return all;
  }

  /// Evaluates a program under the interpreter in force, ready to go back to the inputs that are
  /// `wanted`.
  ///
  /// @throws IllegalArgumentException as {@link #of}
  public static Pullback pullback(Program f, List<? extends Tensor> arguments, boolean[] wanted) {
    return new Vjp(f).forward(arguments, wanted);
  }

  private Pullback forward(List<? extends Tensor> arguments, boolean[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      Var input = program.inputs().get(i);
      values.put(input, Interpreter.value(arguments.get(i)));
      if (wanted[i]) {
        if (!Activity.differentiable(input)) {
          throw new IllegalArgumentException(
              "Gradients are taken with respect to floats. Received: input %d of %s"
                  .formatted(i, input.type()));
        }
        active.add(input);
      }
    }
    for (Equation equation : program.equations()) {
      forward(equation);
    }
    return new Pullback(lookup(program.outputs()), c -> backward(c, wanted));
  }

  private List<Tensor> lookup(List<Var> vars) {
    var out = new ArrayList<Tensor>(vars.size());
    for (Var v : vars) {
      Tensor value = values.get(v);
      if (value == null) {
        throw new IllegalArgumentException("The program is not closed: it uses " + v + ".");
      }
      out.add(value);
    }
    return out;
  }

  private void forward(Equation equation) {
    var in = lookup(equation.in());
    boolean[] wanted = Activity.of(active, equation.in());
    List<Tensor> out;
    if (Activity.any(wanted)) {
      boolean[] activeOut = Activity.results(equation, wanted);
      out =
          Activity.any(activeOut)
              ? record(equation, in, wanted, activeOut)
              : Interpreter.apply(equation.op(), in);
    } else {
      out = Interpreter.apply(equation.op(), in);
    }
    for (int i = 0; i < equation.out().size(); i++) {
      values.put(equation.out().get(i), out.get(i));
      origins.put(equation.out().get(i), equation);
    }
  }

  private List<Tensor> record(
      Equation equation, List<Tensor> in, boolean[] wanted, boolean[] activeOut) {
    for (int i = 0; i < activeOut.length; i++) {
      if (activeOut[i]) {
        active.add(equation.out().get(i));
      }
    }
    var pullback =
        equation.op() instanceof Control control
            ? ControlVjp.forward(
                control, in, wanted, activeOut, i -> constant(equation.in().get(i)))
            : step(equation.op(), in, wanted);
    steps.add(new Step(equation, list(wanted), pullback::apply));
    return pullback.outputs();
  }

  /// One application of an operation that carries no programs.
  static Pullback step(Primitive op, List<Tensor> in, boolean[] wanted) {
    return op instanceof Indexing.Sort sort ? sorted(sort, in, wanted) : ruled(op, in, wanted);
  }

  /// The value of an operand that the program holds as a constant.
  private Optional<Array> constant(Var v) {
    Equation origin = origins.get(v);
    return origin != null && origin.op() instanceof Constant(var value)
        ? Optional.of(value)
        : Optional.empty();
  }

  private static List<Boolean> list(boolean[] flags) {
    return IntStream.range(0, flags.length).mapToObj(i -> flags[i]).toList();
  }

  private static Pullback ruled(Primitive op, List<Tensor> in, boolean[] wanted) {
    var out = Interpreter.apply(op, in);
    return new Pullback(out, g -> rule(op, new Application(in, out, g, list(wanted))));
  }

  /// Sorts the places along, so that the way back knows where each element came from.
  private static Pullback sorted(Indexing.Sort sort, List<Tensor> in, boolean[] wanted) {
    var operands = new ArrayList<>(in);
    operands.add(Lax.iota(in.getFirst().type().withDType(DType.INT32), sort.axis()));
    var out = Interpreter.apply(sort, operands);
    return new Pullback(
        out.subList(0, in.size()),
        g -> IndexingVjp.rule(sort, new Application(in, out, g, list(wanted))));
  }

  private static List<Optional<Tensor>> rule(Primitive op, Application a) {
    return switch (op) {
      case Elementwise e -> ElementwiseVjp.rule(e, a);
      case Movement m -> MovementVjp.rule(m, a);
      case Reduction r -> ReductionVjp.rule(r, a);
      case Contraction c -> ContractionVjp.rule(c, a);
      case Indexing i -> IndexingVjp.rule(i, a);
      case Numeric n -> NumericVjp.rule(n, a);
      case Constant _ -> List.of();
      case Control c ->
          throw new IllegalArgumentException("Control flow has ways of its own: " + c);
    };
  }

  private List<Optional<Tensor>> backward(List<Optional<Tensor>> cotangents, boolean[] wanted) {
    Map<Var, Tensor> gathered = new IdentityHashMap<>();
    for (int i = 0; i < program.outputs().size(); i++) {
      Var output = program.outputs().get(i);
      cotangents.get(i).ifPresent(c -> accumulate(gathered, output, c));
    }
    for (Step step : steps.reversed()) {
      var out = step.equation().out();
      var given = out.stream().map(v -> Optional.ofNullable(gathered.remove(v))).toList();
      if (given.stream().anyMatch(Optional::isPresent)) {
        var back = step.back().apply(given);
        IntStream.range(0, back.size())
            .filter(i -> step.wanted().get(i))
            .forEach(
                i ->
                    back.get(i)
                        .ifPresent(c -> accumulate(gathered, step.equation().in().get(i), c)));
      }
    }
    return IntStream.range(0, wanted.length)
        .mapToObj(
            i ->
                wanted[i]
                    ? Optional.ofNullable(gathered.get(program.inputs().get(i)))
                    : Optional.<Tensor>empty())
        .toList();
  }

  private void accumulate(Map<Var, Tensor> gathered, Var v, Tensor cotangent) {
    if (active.contains(v)) {
      gathered.merge(v, cotangent, Lax::add);
    }
  }
}
