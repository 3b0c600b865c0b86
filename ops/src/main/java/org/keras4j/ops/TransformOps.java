package org.keras4j.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Executable;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.StateScope;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;
import org.keras4j.transform.Batching;
import org.keras4j.transform.Gradients;
import org.keras4j.transform.Remat;
import org.keras4j.transform.Simplify;

/// Functions of functions: derivatives, batching, compilation. All nest.
abstract class TransformOps extends ControlOps {
  /// How many signatures a compiled function is kept for.
  private static final int MOST_COMPILED = 64;

  TransformOps() {}

  /// The entries that were used last.
  private static final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    Latest(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }

  private static List<Tensor> flattened(WithAux result, List<Tree<Tensor>> aux) {
    aux.add(result.aux().map(OpsBase::strong));
    var out = new ArrayList<Tensor>();
    out.add(result.value());
    out.addAll(aux.getLast().flatten());
    return out;
  }

  private static ValueAndGradients packed(Gradients.Evaluated at, Tree<Tensor> aux) {
    return new ValueAndGradients(
        at.value(), at.gradients(), aux.pack(at.outputs().subList(1, at.outputs().size())));
  }

  /// A scalar and its gradients with respect to variables.
  ///
  /// {@snippet :
  /// var step = Ops.valueAndGrad(model.trainableVariables(), () -> loss(model, x, y));
  /// }
  ///
  /// @throws IllegalArgumentException if the function does not give a float scalar, or an operation
  ///   on the way has no derivative
  public static ValueAndGradients valueAndGrad(
      List<Variable> variables, Supplier<? extends Tensor> function) {
    return valueAndGradWithAux(variables, () -> new WithAux(function.get()));
  }

  /// {@link #valueAndGrad(List, Supplier)} of a function that gives more than the scalar.
  ///
  /// {@snippet :
  /// var step = Ops.valueAndGradWithAux(variables, () -> {
  ///   Tensor prediction = model.apply(x);
  ///   return new WithAux(loss(y, prediction), Tree.leaf(prediction));
  /// });
  /// }
  ///
  /// @throws IllegalArgumentException as {@link #valueAndGrad(List, Supplier)}
  public static ValueAndGradients valueAndGradWithAux(
      List<Variable> variables, Supplier<WithAux> function) {
    var aux = new ArrayList<Tree<Tensor>>();
    var at = Gradients.valueAndGrad(() -> flattened(function.get(), aux), variables);
    return packed(at, aux.getLast());
  }

  /// A scalar and its gradients with respect to tensors.
  ///
  /// {@snippet :
  /// var at = Ops.valueAndGrad(in -> Ops.sum(Ops.square(in.getFirst())), List.of(x));
  /// }
  ///
  /// @throws IllegalArgumentException as {@link #valueAndGrad(List, Supplier)}
  public static ValueAndGradients valueAndGrad(
      Function<List<Tensor>, ? extends Tensor> function, List<? extends Tensor> at) {
    return valueAndGradWithAux(in -> new WithAux(function.apply(in)), at);
  }

  /// {@link #valueAndGrad(Function, List)} of a function that gives more than the scalar.
  ///
  /// @throws IllegalArgumentException as {@link #valueAndGrad(List, Supplier)}
  public static ValueAndGradients valueAndGradWithAux(
      Function<List<Tensor>, WithAux> function, List<? extends Tensor> at) {
    var aux = new ArrayList<Tree<Tensor>>();
    var evaluated = Gradients.valueAndGrad(in -> flattened(function.apply(in), aux), at);
    return packed(evaluated, aux.getLast());
  }

  /// A scalar and its gradients with respect to a structure, in the order of its leaves.
  ///
  /// {@snippet :
  /// var at = Ops.valueAndGradTree(p -> loss(p), parameters);
  /// Tree<Tensor> gradients = parameters.pack(at.gradients());
  /// }
  ///
  /// @throws IllegalArgumentException as {@link #valueAndGrad(List, Supplier)}
  public static ValueAndGradients valueAndGradTree(
      Function<Tree<Tensor>, ? extends Tensor> function, Tree<Tensor> at) {
    return valueAndGradTreeWithAux(tree -> new WithAux(function.apply(tree)), at);
  }

  /// {@link #valueAndGradTree} of a function that gives more than the scalar.
  ///
  /// @throws IllegalArgumentException as {@link #valueAndGrad(List, Supplier)}
  public static ValueAndGradients valueAndGradTreeWithAux(
      Function<Tree<Tensor>, WithAux> function, Tree<Tensor> at) {
    return valueAndGradWithAux(in -> function.apply(at.pack(in)), at.flatten());
  }

  /// The gradients of a scalar with respect to variables.
  ///
  /// @throws IllegalArgumentException as {@link #valueAndGrad(List, Supplier)}
  public static List<Tensor> grad(List<Variable> variables, Supplier<? extends Tensor> function) {
    return valueAndGrad(variables, function).gradients();
  }

  /// The function that gives the gradient of a scalar function of one tensor.
  ///
  /// {@snippet :
  /// UnaryOperator<Tensor> slope = Ops.grad(x -> Ops.sum(Ops.sin(x)));
  /// }
  ///
  /// @throws IllegalArgumentException when applied, as {@link #valueAndGrad(List, Supplier)}
  /// @see <a href="https://docs.jax.dev/en/latest/_autosummary/jax.grad.html">jax.grad</a>
  public static UnaryOperator<Tensor> grad(Function<Tensor, ? extends Tensor> function) {
    return x ->
        valueAndGrad(in -> function.apply(in.getFirst()), List.of(x)).gradients().getFirst();
  }

  /// The function that gives the gradient of a scalar function of a structure.
  ///
  /// @throws IllegalArgumentException when applied, as {@link #valueAndGrad(List, Supplier)}
  public static UnaryOperator<Tree<Tensor>> gradTree(
      Function<Tree<Tensor>, ? extends Tensor> function) {
    return tree -> tree.pack(valueAndGradTree(function, tree).gradients());
  }

  /// A function's value at some tensors, and its vector-Jacobian product.
  ///
  /// {@snippet :
  /// var at = Ops.vjp(in -> Ops.sin(in.getFirst()), List.of(x));
  /// Tensor g = at.back().apply(cotangent).getFirst();
  /// }
  ///
  /// @throws IllegalArgumentException if an argument is not of a float dtype, or an operation on
  ///   the way has no derivative
  /// @see <a href="https://docs.jax.dev/en/latest/_autosummary/jax.vjp.html">jax.vjp</a>
  public static Pullback vjp(
      Function<List<Tensor>, ? extends Tensor> function, List<? extends Tensor> at) {
    var there = Gradients.vjp(in -> List.of(function.apply(in)), at, List.of());
    return new Pullback(
        there.outputs().getFirst(), g -> there.back().apply(List.of(Optional.of(g))));
  }

  /// A function's value at some tensors and its derivative along `tangents`.
  ///
  /// {@snippet :
  /// var at = Ops.jvp(in -> Ops.sin(in.getFirst()), List.of(x), List.of(direction));
  /// }
  ///
  /// @throws IllegalArgumentException if an argument is not of a float dtype, types of arguments
  ///   and tangents differ, or an operation on the way has no derivative
  /// @see <a href="https://keras.io/api/ops/linalg/">keras.ops.jvp</a>
  public static Pushforward jvp(
      Function<List<Tensor>, ? extends Tensor> function,
      List<? extends Tensor> at,
      List<? extends Tensor> tangents) {
    return jvpWithAux(
        in -> new Results(Tree.<Tensor>leaf(function.apply(in)), Tree.sequence(List.of())),
        at,
        tangents);
  }

  /// {@link #jvp} of a function with structured results, and others that are not differentiated.
  ///
  /// @throws IllegalArgumentException as {@link #jvp}
  public static Pushforward jvpWithAux(
      Function<List<Tensor>, Results> function,
      List<? extends Tensor> at,
      List<? extends Tensor> tangents) {
    var types = at.stream().map(Tensor::type).toList();
    if (!tangents.stream().map(Tensor::type).toList().equals(types)) {
      throw new IllegalArgumentException(
          "jvp takes tangents of the arguments' types. Received: %s and %s"
              .formatted(types, tangents.stream().map(Tensor::type).toList()));
    }
    var structure = new ArrayList<Results>();
    Function<List<Tensor>, List<Tensor>> flat =
        in -> {
          var out = function.apply(in);
          structure.add(out);
          return out.value().flatten().stream().map(OpsBase::strong).toList();
        };
    var there = Gradients.jvp(flat, at, tangents);
    var shape = structure.getFirst();
    Tree<Tensor> aux = shape.aux();
    if (!aux.flatten().isEmpty()) {
      aux = function.apply(List.copyOf(at)).aux();
    }
    return new Pushforward(
        shape.value().pack(there.outputs()), shape.value().pack(there.tangents()), aux);
  }

  /// All derivatives of a function: its result's axes, then its argument's.
  ///
  /// {@snippet :
  /// Tensor rows = Ops.jacobian(x -> Ops.sin(x)).apply(x);
  /// }
  ///
  /// @throws IllegalArgumentException when applied, as {@link #vjp}
  /// @see <a href="https://docs.jax.dev/en/latest/_autosummary/jax.jacrev.html">jax.jacrev</a>
  public static UnaryOperator<Tensor> jacobian(Function<Tensor, ? extends Tensor> function) {
    return x -> {
      var at = vjp(in -> function.apply(in.getFirst()), List.of(x));
      Shape out = at.value().shape();
      int n = Math.toIntExact(out.size());
      Tensor basis = Lax.reshape(eye(n, n, 0, at.value().dtype()), Shape.of(n).concat(out));
      Tensor rows = vectorizedMap(g -> at.back().apply(g).getFirst(), basis);
      return Lax.reshape(rows, out.concat(x.shape()));
    };
  }

  /// All second derivatives of a scalar function.
  ///
  /// @throws IllegalArgumentException when applied, as {@link #vjp}
  /// @see <a href="https://docs.jax.dev/en/latest/_autosummary/jax.hessian.html">jax.hessian</a>
  public static UnaryOperator<Tensor> hessian(Function<Tensor, ? extends Tensor> function) {
    return jacobian(grad(function));
  }

  /// A tensor through which no gradient flows.
  ///
  /// {@snippet :
  /// var target = Ops.stopGradient(model.apply(x));
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/core/#stopgradient-function">keras.ops.stop_gradient</a>
  public static Tensor stopGradient(Tensor x) {
    return unary("StopGradient", x, t -> Gradients.stopGradient(strong(t)));
  }

  /// A function differentiated by a rule of its own instead of through its body.
  ///
  /// {@snippet :
  /// var clipped = Ops.customGradient(in -> new WithGradient(
  ///     Ops.round(in.getFirst()), g -> List.of(g)));
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/core/#customgradient-function">keras.ops.custom_gradient</a>
  public static Function<List<Tensor>, Tensor> customGradient(
      Function<List<Tensor>, WithGradient> function) {
    return in ->
        Gradients.custom(
                t -> List.of(strong(function.apply(t).value())),
                (operands, _, g) ->
                    g.getFirst()
                        .map(
                            v ->
                                function.apply(operands).gradient().apply(v).stream()
                                    .map(Optional::of)
                                    .toList())
                        .orElseGet(() -> operands.stream().map(_ -> nothing()).toList()),
                in.stream().map(OpsBase::strong).toList())
            .getFirst();
  }

  private static Optional<Tensor> nothing() {
    return Optional.empty();
  }

  /// A function whose intermediate values are computed again on the way back instead of being kept.
  ///
  /// {@snippet :
  /// var y = Ops.checkpoint(in -> block(in.getFirst())).apply(List.of(x));
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/core/">keras.remat</a>
  public static Function<List<Tensor>, Tensor> checkpoint(
      Function<List<Tensor>, ? extends Tensor> function) {
    return in ->
        Remat.apply(
                t -> List.of(strong(function.apply(t))), in.stream().map(OpsBase::strong).toList())
            .getFirst();
  }

  /// {@link #checkpoint} by Keras's name for layers.
  public static Function<List<Tensor>, Tensor> remat(
      Function<List<Tensor>, ? extends Tensor> function) {
    return checkpoint(function);
  }

  /// Applies a function to each slice of the first axis at once, and stacks the results.
  ///
  /// {@snippet :
  /// var norms = Ops.vectorizedMap(Ops::norm, vectors);
  /// }
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/core/#vectorizedmap-function">keras.ops.vectorized_map</a>
  public static Tensor vectorizedMap(Function<Tensor, Tensor> function, Tensor elements) {
    return vectorizedMapTree(
            t -> Tree.leaf(function.apply(t.single())), Tree.<Tensor>leaf(elements))
        .single();
  }

  /// {@link #vectorizedMap} of structures.
  ///
  /// @throws IllegalArgumentException if the first axes differ in size
  public static Tree<Tensor> vectorizedMapTree(
      Function<Tree<Tensor>, Tree<Tensor>> function, Tree<Tensor> elements) {
    var results = new ArrayList<Tree<Tensor>>();
    var xs = elements.flatten().stream().map(OpsBase::strong).toList();
    var out =
        Batching.vmap(
            in -> {
              results.add(function.apply(elements.pack(in)).map(OpsBase::strong));
              return results.getFirst().flatten();
            },
            xs,
            xs.stream().map(_ -> Optional.of(0)).toList(),
            0);
    return results.getFirst().pack(out);
  }

  /// The function that applies another to each slice of the first axis.
  ///
  /// @see <a href="https://docs.jax.dev/en/latest/_autosummary/jax.vmap.html">jax.vmap</a>
  public static UnaryOperator<Tensor> vmap(Function<Tensor, Tensor> function) {
    return x -> vectorizedMap(function, x);
  }

  /// The function that applies another to each slice of some of its arguments, and stacks the
  /// results along a first axis.
  ///
  /// {@snippet :
  /// // one weight matrix, many inputs
  /// var apply = Ops.vmap(in -> Ops.matmul(in.get(0), in.get(1)), List.of(Optional.empty(), Optional.of(0)));
  /// }
  ///
  /// @param axes for each argument the axis its slices lie along; empty for one that all share
  /// @throws IllegalArgumentException when applied, if the axes differ in size or none is given
  /// @see <a href="https://docs.jax.dev/en/latest/_autosummary/jax.vmap.html">jax.vmap</a>
  public static Function<List<Tensor>, Tensor> vmap(
      Function<List<Tensor>, ? extends Tensor> function, List<Optional<Integer>> axes) {
    return in -> {
      var arguments = in.stream().map(OpsBase::strong).toList();
      if (arguments.size() != axes.size() || axes.stream().noneMatch(Optional::isPresent)) {
        throw new IllegalArgumentException(
            "vmap takes an axis or none for each argument, one at least. Received: axes=%s for %d arguments"
                .formatted(axes, arguments.size()));
      }
      var counted = new ArrayList<Optional<Integer>>();
      for (int i = 0; i < axes.size(); i++) {
        Shape shape = arguments.get(i).shape();
        counted.add(axes.get(i).map(shape::axis));
      }
      return Batching.vmap(
              t -> List.of(strong(function.apply(t))), arguments, List.copyOf(counted), 0)
          .getFirst();
    };
  }

  /// The function that applies another to all small tensors that its arguments consist of, as
  /// NumPy's signatures say; the axes before those named broadcast.
  ///
  /// {@snippet :
  /// var products = Ops.vectorize(in -> Ops.matmul(in.get(0), in.get(1)), "(m,n),(n)->(m)");
  /// }
  ///
  /// @throws IllegalArgumentException if the signature is malformed; when applied, if the arguments
  ///   do not fit it
  /// @see <a href="https://keras.io/api/ops/numpy/#vectorize-function">keras.ops.vectorize</a>
  public static Function<List<Tensor>, Tensor> vectorize(
      Function<List<Tensor>, Tensor> function, String signature) {
    return new Vectorized(function, signature)::apply;
  }

  /// A function that is traced and compiled once for each signature (shapes and dtypes) it is
  /// called with; of more than {@value #MOST_COMPILED} the one unused for longest is given up.
  /// Inside a program being traced it is part of that.
  ///
  /// It may read and assign variables. What else it does in Java happens once, when it is traced.
  ///
  /// {@snippet :
  /// var fast = Ops.jit(in -> List.of(Ops.softmax(in.getFirst())));
  /// }
  ///
  /// @see <a href="https://docs.jax.dev/en/latest/_autosummary/jax.jit.html">jax.jit</a>
  public static Function<List<Tensor>, List<Tensor>> jit(
      Function<List<Tensor>, List<Tensor>> function) {
    record Key(Backend backend, List<TensorType> types) {}
    record Compiled(Trace trace, Executable executable) {}
    Map<Key, Compiled> known = Collections.synchronizedMap(new Latest<>(MOST_COMPILED));
    return in -> {
      if (StateScope.current().isPresent()) {
        return function.apply(in);
      }
      var arguments = in.stream().map(OpsBase::strong).toList();
      var types = arguments.stream().map(Tensor::type).toList();
      var key = new Key(Backends.current(), types);
      var compiled = known.get(key);
      if (compiled == null) {
        var trace = Trace.of(types, function);
        compiled =
            new Compiled(trace, key.backend().compile(Simplify.of(trace.program()), Set.of()));
        known.put(key, compiled);
      }
      var all =
          compiled.trace().complete(arguments).stream()
              .map(t -> (Array) Interpreter.value(t))
              .toList();
      return compiled.trace().finish(List.copyOf(compiled.executable().run(all)));
    };
  }
}
