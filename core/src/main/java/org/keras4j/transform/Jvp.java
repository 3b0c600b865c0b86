package org.keras4j.transform;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Var;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Tensor;

/// Forward-mode differentiation: the Jacobian-vector product of a program, computed along with it.
/// Works through loops of any length.
///
/// What is linear in its operands has the same operation of the tangents as its tangent; of other
/// primitives it is the transpose of their cotangents, so that both modes agree by construction.
public final class Jvp {
  private Jvp() {}

  /// Values and their tangents (absent where zero).
  record Dual(Tensor value, Optional<Tensor> tangent) {
    Tensor tangentOrZero() {
      return tangent.orElseGet(() -> Lax.zeros(value.type()));
    }
  }

  /// The program that takes the inputs of another and tangents of the inputs `wrt` in ascending
  /// order, and gives its outputs and the tangents of its float or complex outputs.
  ///
  /// @throws IllegalArgumentException if an input is not of a float or complex dtype, or an
  ///   operation on the way has no derivative
  public static Program of(Program f, Set<Integer> wrt) {
    var places = List.copyOf(new TreeSet<>(wrt));
    var types =
        Stream.concat(f.inputTypes().stream(), places.stream().map(i -> f.inputs().get(i).type()))
            .toList();
    int n = f.inputs().size();
    return Trace.of(
            types,
            in -> {
              var duals = new ArrayList<Dual>();
              for (int i = 0; i < n; i++) {
                int place = places.indexOf(i);
                duals.add(
                    new Dual(
                        in.get(i), place < 0 ? Optional.empty() : Optional.of(in.get(n + place))));
              }
              var out = run(f, duals);
              var results = new ArrayList<>(out.stream().map(Dual::value).toList());
              out.stream()
                  .filter(d -> d.value().dtype().isDifferentiable())
                  .forEach(d -> results.add(d.tangentOrZero()));
              return results;
            })
        .program();
  }

  /// Runs a program on values and tangents under the interpreter in force.
  static List<Dual> run(Program f, List<Dual> in) {
    Map<Var, Dual> values = new IdentityHashMap<>();
    for (int i = 0; i < in.size(); i++) {
      Var input = f.inputs().get(i);
      if (in.get(i).tangent().isPresent() && !Activity.differentiable(input)) {
        throw new IllegalArgumentException(
            "Tangents belong to floats. Received: input %d of %s".formatted(i, input.type()));
      }
      values.put(input, in.get(i));
    }
    for (Equation equation : f.equations()) {
      var out = step(equation, lookup(values, equation.in()));
      for (int i = 0; i < out.size(); i++) {
        values.put(equation.out().get(i), out.get(i));
      }
    }
    return lookup(values, f.outputs());
  }

  private static List<Dual> lookup(Map<Var, Dual> values, List<Var> vars) {
    var out = new ArrayList<Dual>(vars.size());
    for (Var v : vars) {
      Dual value = values.get(v);
      if (value == null) {
        throw new IllegalArgumentException("The program is not closed: it uses " + v + ".");
      }
      out.add(value);
    }
    return out;
  }

  static List<Tensor> values(List<Dual> duals) {
    return duals.stream().map(Dual::value).toList();
  }

  static boolean[] active(List<Dual> duals) {
    boolean[] flags = new boolean[duals.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = duals.get(i).tangent().isPresent();
    }
    return flags;
  }

  private static List<Dual> shared(List<Tensor> values) {
    return values.stream().map(v -> new Dual(v, Optional.empty())).toList();
  }

  private static List<Dual> step(Equation equation, List<Dual> in) {
    boolean[] active = active(in);
    boolean any = Activity.any(active) && Activity.any(Activity.results(equation, active));
    if (!any) {
      return shared(Interpreter.apply(equation.op(), values(in)));
    }
    return switch (equation.op()) {
      case Control control -> ControlJvp.apply(control, in, Activity.results(equation, active));
      case Movement movement -> one(movement, in, moved(movement, in));
      case Reduction reduction ->
          isSum(reduction)
              ? one(reduction, in, Interpreter.apply(reduction, tangents(in)).getFirst())
              : transposed(equation, in);
      case Contraction product -> one(product, in, product(product, in));
      case Indexing.Gather gather ->
          one(
              gather,
              in,
              Interpreter.apply(gather, List.of(in.get(0).tangentOrZero(), in.get(1).value()))
                  .getFirst());
      case Numeric numeric -> numeric(numeric, equation, in);
      case Elementwise _, Indexing.Scatter _, Indexing.Sort _, Indexing.TopK _ ->
          transposed(equation, in);
      case Constant _ -> throw new IllegalArgumentException("A constant has no operands.");
    };
  }

  private static List<Tensor> tangents(List<Dual> in) {
    return in.stream().map(Dual::tangentOrZero).toList();
  }

  private static List<Dual> one(org.keras4j.ir.Primitive op, List<Dual> in, Tensor tangent) {
    return List.of(new Dual(Interpreter.apply(op, values(in)).getFirst(), Optional.of(tangent)));
  }

  private static boolean isSum(Reduction op) {
    return switch (op) {
      case Reduction.Reduce(var f, _) -> f == ReduceOp.SUM;
      case Reduction.ReduceWindow(var f, _) -> f == ReduceOp.SUM;
      case Reduction.Cumulative(var f, _, _) -> f == ReduceOp.SUM;
      case Reduction.ArgReduce _, Reduction.WindowScatter _, Reduction.WindowGather _ -> false;
    };
  }

  /// Linear in all operands but starts, which have no tangents.
  private static Tensor moved(Movement op, List<Dual> in) {
    var operands =
        in.stream()
            .map(d -> d.value().dtype().isDifferentiable() ? d.tangentOrZero() : d.value())
            .toList();
    return Interpreter.apply(op, operands).getFirst();
  }

  /// Linear in each of two operands.
  private static Tensor product(Contraction op, List<Dual> in) {
    var x = in.get(0);
    var y = in.get(1);
    var left = x.tangent().map(t -> Interpreter.single(op, t, y.value()));
    var right = y.tangent().map(t -> Interpreter.single(op, x.value(), t));
    return left.isPresent() && right.isPresent()
        ? Lax.add(left.get(), right.get())
        : left.or(() -> right).orElseThrow();
  }

  private static List<Dual> numeric(Numeric op, Equation equation, List<Dual> in) {
    return switch (op) {
      case Numeric.Fft _ -> one(op, in, Interpreter.single(op, in.getFirst().tangentOrZero()));
      case Numeric.Cholesky _,
          Numeric.Lu _,
          Numeric.Qr _,
          Numeric.Svd _,
          Numeric.Eigh _,
          Numeric.Eig _ -> {
        var out = Interpreter.apply(op, values(in));
        var t = NumericVjp.tangents(op, values(in), out, in.getFirst().tangentOrZero());
        yield IntStream.range(0, out.size())
            .mapToObj(
                i ->
                    new Dual(
                        out.get(i),
                        out.get(i).dtype().isDifferentiable()
                            ? Optional.of(t.get(i))
                            : Optional.empty()))
            .toList();
      }
      case Numeric.TriangularSolve solve -> {
        var x = Interpreter.apply(op, values(in)).getFirst();
        var t =
            LinearAlgebraJvp.triangularSolve(
                solve, in.get(0).value(), x, in.get(0).tangent(), in.get(1).tangent());
        yield List.of(new Dual(x, Optional.of(t)));
      }
      case Numeric.RandomBits _, Numeric.Collective _ -> transposed(equation, in);
    };
  }

  /// The way forward as the transpose of the way back.
  private static List<Dual> transposed(Equation equation, List<Dual> in) {
    var pullback = Vjp.step(equation.op(), values(in), active(in));
    return transposed(pullback, in);
  }

  static List<Dual> transposed(Pullback pullback, List<Dual> in) {
    var out = pullback.outputs();
    var floats =
        IntStream.range(0, out.size())
            .filter(i -> out.get(i).dtype().isDifferentiable())
            .boxed()
            .toList();
    // Filled while the way back is traced: operands that it does not reach have no part in it.
    var reached = new ArrayList<Optional<Tensor>>();
    var tangents =
        Linear.transpose(
                cotangents -> {
                  var seeds = new ArrayList<Optional<Tensor>>();
                  for (int i = 0; i < out.size(); i++) {
                    int place = floats.indexOf(i);
                    seeds.add(place < 0 ? Optional.empty() : Optional.of(cotangents.get(place)));
                  }
                  var back = pullback.apply(seeds);
                  var present = new ArrayList<Tensor>();
                  for (int i = 0; i < back.size(); i++) {
                    if (back.get(i).isPresent() && in.get(i).tangent().isPresent()) {
                      present.add(back.get(i).get());
                      reached.add(in.get(i).tangent());
                    }
                  }
                  return present;
                },
                floats.stream().map(i -> out.get(i).type()).toList(),
                reached)
            .iterator();
    return out.stream()
        .map(v -> new Dual(v, v.dtype().isDifferentiable() ? tangents.next() : Optional.empty()))
        .toList();
  }
}
