package org.keras4j.transform;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Vectorization: a program for one element becomes a program for a batch of them, each primitive
/// once for all. What does not depend on batched inputs is computed once and stays unbatched.
///
/// @see <a href="https://docs.jax.dev/en/latest/_autosummary/jax.vmap.html">jax.vmap</a>
public final class Batching {
  private final int size;

  Batching(int size) {
    this.size = size;
  }

  /// The program that applies another to each element of a batch.
  ///
  /// @param inAxes for each input the axis the batch runs along, or none if all elements share it
  /// @param outAxes for each output the axis the batch shall run along
  /// @throws IllegalArgumentException if no input is batched
  public static Program of(
      Program f, List<TensorType> types, List<Optional<Integer>> inAxes, List<Integer> outAxes) {
    return Trace.of(types, in -> run(f, in, inAxes, outAxes)).program();
  }

  /// Applies a function to each element of a batch. Tensors and variables that it captures are
  /// shared.
  ///
  /// @param inAxes for each argument the axis the batch runs along, or none if all elements share
  ///   it
  /// @param outAxis the axis along which the results are stacked
  /// @throws IllegalArgumentException if no argument is batched, or batch sizes differ
  /// @throws IllegalStateException if the function assigns a variable a value that differs from
  ///   element to element
  public static List<Tensor> vmap(
      Function<List<Tensor>, List<Tensor>> f,
      List<? extends Tensor> arguments,
      List<Optional<Integer>> inAxes,
      int outAxis) {
    var types = new ArrayList<TensorType>();
    for (int i = 0; i < arguments.size(); i++) {
      TensorType type = arguments.get(i).type();
      types.add(
          inAxes
              .get(i)
              .map(a -> type.withShape(type.shape().without(List.of(type.shape().axis(a)))))
              .orElse(type));
    }
    var trace = Trace.of(types, f);
    var all = trace.complete(arguments);
    var axes = new ArrayList<>(inAxes);
    for (int i = inAxes.size(); i < all.size(); i++) {
      axes.add(Optional.empty());
    }
    int size = size(all, axes);
    var out = new Batching(size).program(trace.program(), canonical(all, axes));
    for (int i = trace.results(); i < out.size(); i++) {
      if (out.get(i).isBatched()) {
        throw new IllegalStateException(
            "A function applied to each element of a batch cannot assign a variable a value of its own for each. Received: "
                + trace.written().get(i - trace.results()));
      }
    }
    var results = new ArrayList<Tensor>();
    for (int i = 0; i < out.size(); i++) {
      boolean ofVariable = i >= trace.results();
      results.add(ofVariable ? out.get(i).value() : placed(out.get(i), size, outAxis));
    }
    return trace.finish(results);
  }

  private static List<Tensor> run(
      Program f, List<Tensor> arguments, List<Optional<Integer>> inAxes, List<Integer> outAxes) {
    int size = size(arguments, inAxes);
    var out = new Batching(size).program(f, canonical(arguments, inAxes));
    return IntStream.range(0, out.size())
        .mapToObj(i -> placed(out.get(i), size, outAxes.get(i)))
        .toList();
  }

  private static int size(List<Tensor> arguments, List<Optional<Integer>> axes) {
    int size = -1;
    for (int i = 0; i < arguments.size(); i++) {
      if (axes.get(i).isPresent()) {
        int n = arguments.get(i).shape().dim(axes.get(i).get());
        if (size >= 0 && n != size) {
          throw new IllegalArgumentException(
              "Batched arguments need one batch size. Received: sizes %d and %d"
                  .formatted(size, n));
        }
        size = n;
      }
    }
    if (size < 0) {
      throw new IllegalArgumentException("Expected at least one batched argument. Received: none");
    }
    return size;
  }

  private static List<Batched> canonical(List<Tensor> arguments, List<Optional<Integer>> axes) {
    return IntStream.range(0, arguments.size())
        .mapToObj(
            i -> {
              Tensor x = Interpreter.value(arguments.get(i));
              return axes.get(i)
                  .map(axis -> Batched.of(Axes.move(x, x.shape().axis(axis), 0)))
                  .orElseGet(() -> Batched.shared(x));
            })
        .toList();
  }

  private static Tensor placed(Batched value, int size, int axis) {
    var spread = value.spread(size);
    return Axes.move(spread, 0, axis < 0 ? axis + spread.rank() : axis);
  }

  int size() {
    return size;
  }

  /// Runs a program on values for a batch, under the interpreter in force.
  List<Batched> program(Program f, List<Batched> in) {
    Map<Var, Batched> values = new IdentityHashMap<>();
    for (int i = 0; i < in.size(); i++) {
      values.put(f.inputs().get(i), in.get(i));
    }
    for (Equation equation : f.equations()) {
      var out = apply(equation.op(), lookup(values, equation.in()));
      for (int i = 0; i < out.size(); i++) {
        values.put(equation.out().get(i), out.get(i));
      }
    }
    return lookup(values, f.outputs());
  }

  private static List<Batched> lookup(Map<Var, Batched> values, List<Var> vars) {
    var out = new ArrayList<Batched>(vars.size());
    for (Var v : vars) {
      Batched value = values.get(v);
      if (value == null) {
        throw new IllegalArgumentException("The program is not closed: it uses " + v + ".");
      }
      out.add(value);
    }
    return out;
  }

  List<Batched> apply(Primitive op, List<Batched> in) {
    if (in.stream().noneMatch(Batched::isBatched)) {
      return Interpreter.apply(op, in.stream().map(Batched::value).toList()).stream()
          .map(Batched::shared)
          .toList();
    }
    if (op instanceof Control control) {
      return new ControlBatching(this).apply(control, in);
    }
    return rule(op, in).stream().map(Batched::of).toList();
  }

  private List<Tensor> rule(Primitive op, List<Batched> in) {
    return switch (op) {
      case Elementwise e -> Interpreter.apply(e, spread(in));
      case Movement m -> List.of(MovementBatching.apply(m, in, size));
      case Reduction r -> Interpreter.apply(shifted(r), spread(in));
      case Contraction c -> List.of(ContractionBatching.apply(c, in.get(0), in.get(1), size));
      case Indexing i -> IndexingBatching.apply(i, in, size);
      case Numeric n -> numeric(n, in);
      case Constant _ -> throw new IllegalArgumentException("A constant has no operands.");
      case Control c ->
          throw new IllegalArgumentException("Control flow has rules of its own: " + c);
    };
  }

  List<Tensor> spread(List<Batched> in) {
    return in.stream().map(b -> b.spread(size)).toList();
  }

  static List<Integer> shifted(List<Integer> axes) {
    return Axes.map(axes, a -> a + 1);
  }

  /// A list with one more number in front, for the batch.
  static List<Integer> ahead(int first, List<Integer> rest) {
    var all = new ArrayList<Integer>();
    all.add(first);
    all.addAll(rest);
    return all;
  }

  private static Reduction shifted(Reduction op) {
    return switch (op) {
      case Reduction.Reduce(var f, var axes) -> new Reduction.Reduce(f, shifted(axes));
      case Reduction.ArgReduce(boolean largest, int axis, var index) ->
          new Reduction.ArgReduce(largest, axis + 1, index);
      case Reduction.ReduceWindow(var f, var window) ->
          new Reduction.ReduceWindow(f, ahead(window));
      case Reduction.WindowScatter(boolean largest, var window) ->
          new Reduction.WindowScatter(largest, ahead(window));
      case Reduction.WindowGather(boolean largest, var window) ->
          new Reduction.WindowGather(largest, ahead(window));
      case Reduction.Cumulative(var f, int axis, boolean reverse) ->
          new Reduction.Cumulative(f, axis + 1, reverse);
    };
  }

  private static Reduction.Window ahead(Reduction.Window w) {
    return new Reduction.Window(
        ahead(1, w.size()),
        ahead(1, w.strides()),
        ahead(0, w.low()),
        ahead(0, w.high()),
        ahead(1, w.baseDilation()),
        ahead(1, w.windowDilation()));
  }

  private List<Tensor> numeric(Numeric op, List<Batched> in) {
    return switch (op) {
      case Numeric.Fft _,
          Numeric.Cholesky _,
          Numeric.Lu _,
          Numeric.Qr _,
          Numeric.Svd _,
          Numeric.Eigh _,
          Numeric.Eig _,
          Numeric.TriangularSolve _ ->
          Interpreter.apply(op, spread(in));
      case Numeric.RandomBits _ -> new ControlBatching(this).eachByItself(op, in);
      case Numeric.Collective collective ->
          switch (collective.op()) {
            case ALL_SUM, ALL_MAX, BROADCAST -> Interpreter.apply(op, spread(in));
            case ALL_GATHER ->
                List.of(Axes.move(Interpreter.apply(op, spread(in)).getFirst(), 1, 0));
          };
    };
  }
}
