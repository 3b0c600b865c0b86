package org.keras4j.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keras4j.ir.Control.Derivative;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.StateScope;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

/// Derivatives of functions over tensors and variables, under any interpreter: at once, or inside a
/// program being traced (so that they nest).
///
/// The function is called once. It may read any tensor or variable; variables it assigns are
/// assigned once, around it.
///
/// {@snippet :
/// var w = new Variable(Array.of(Shape.of(2), 3f, 4f), "w", true);
/// var at = Gradients.valueAndGrad(
///     () -> List.of(Lax.reduceSum(Lax.mul(w, w), List.of(0))), List.of(w));
/// at.value();      // 25.0
/// at.gradients();  // [[6.0, 8.0]]
/// }
///
/// @see <a
///   href="https://docs.jax.dev/en/latest/_autosummary/jax.value_and_grad.html">jax.value_and_grad</a>
public final class Gradients {
  private Gradients() {}

  /// What a function gave, and the gradients of its first output.
  ///
  /// @param outputs all outputs of the function: the value, then what else it gave
  /// @param gradients one for each argument, then one for each variable, of their types
  public record Evaluated(List<Tensor> outputs, List<Tensor> gradients) {
    /// Keeps copies.
    public Evaluated {
      outputs = List.copyOf(outputs);
      gradients = List.copyOf(gradients);
    }

    /// The scalar that was differentiated.
    public Tensor value() {
      return outputs.getFirst();
    }
  }

  /// A function's outputs at a point, and the way back to its arguments.
  ///
  /// @param outputs the function's outputs
  /// @param back from cotangents of the outputs (absent where zero) to those of the arguments
  public record Differentiated(
      List<Tensor> outputs, Function<List<Optional<Tensor>>, List<Tensor>> back) {}

  /// A function's outputs at a point, and how they move with it.
  ///
  /// @param outputs the function's outputs
  /// @param tangents one for each output, of its type
  public record Tangents(List<Tensor> outputs, List<Tensor> tangents) {}

  /// The outputs of `f` and the gradients of the first, a float scalar, with respect to variables.
  ///
  /// @throws IllegalArgumentException if the first output is not a float scalar, a variable is not
  ///   of a float dtype, or an operation on the way has no derivative
  public static Evaluated valueAndGrad(Supplier<List<Tensor>> f, List<Variable> variables) {
    return valueAndGrad(_ -> f.get(), List.of(), variables);
  }

  /// As {@link #valueAndGrad(Supplier, List)}, with respect to all arguments of `f`.
  public static Evaluated valueAndGrad(
      Function<List<Tensor>, List<Tensor>> f, List<? extends Tensor> arguments) {
    return valueAndGrad(f, arguments, List.of());
  }

  /// As {@link #valueAndGrad(Supplier, List)}, with respect to all arguments of `f` and to
  /// variables.
  public static Evaluated valueAndGrad(
      Function<List<Tensor>, List<Tensor>> f,
      List<? extends Tensor> arguments,
      List<Variable> variables) {
    var at = vjp(f, arguments, variables);
    TensorType type = at.outputs().getFirst().type();
    if (!type.shape().equals(Shape.SCALAR) || !type.dtype().isFloat()) {
      throw new IllegalArgumentException(
          "Gradients are of a float scalar. Received: value of " + type);
    }
    var seeds = new ArrayList<Optional<Tensor>>();
    seeds.add(Optional.of(Lax.scalar(type.dtype(), 1)));
    at.outputs().subList(1, at.outputs().size()).forEach(_ -> seeds.add(Optional.empty()));
    return new Evaluated(at.outputs(), at.back().apply(seeds));
  }

  /// The outputs of `f` and the way back from their cotangents to those of all its arguments and of
  /// variables (zeros where there is no dependence).
  ///
  /// @throws IllegalArgumentException if an argument is not of a float or complex dtype, or an
  ///   operation on the way has no derivative
  public static Differentiated vjp(
      Function<List<Tensor>, List<Tensor>> f,
      List<? extends Tensor> arguments,
      List<Variable> variables) {
    var types =
        arguments.stream().map(t -> t instanceof Variable v ? v.value().type() : t.type()).toList();
    var trace = Trace.of(types, concrete(arguments), variables, f);
    var all = new ArrayList<Tensor>();
    arguments.forEach(t -> all.add(t instanceof Variable v ? v.value() : t));
    variables.forEach(v -> all.add(v.value()));
    int asked = all.size();
    all.addAll(trace.currentCaptures());
    var pullback = Vjp.pullback(trace.program(), all, Linear.first(asked, all.size()));
    var outputs = trace.finish(pullback.outputs());
    return new Differentiated(
        outputs,
        cotangents -> {
          var seeds =
              Stream.concat(
                      cotangents.stream(),
                      trace.written().stream().<Optional<Tensor>>map(_ -> Optional.empty()))
                  .toList();
          var back = pullback.apply(seeds);
          var gradients = new ArrayList<Tensor>();
          for (int i = 0; i < asked; i++) {
            TensorType type = all.get(i).type();
            gradients.add(back.get(i).orElseGet(() -> Lax.zeros(type)));
          }
          return gradients;
        });
  }

  /// The outputs of `f` at some tensors and their tangents (zeros for integers), for given tangents
  /// of the arguments: forward mode, through loops of any length.
  ///
  /// @param tangents one for each argument, of its type
  /// @throws IllegalArgumentException as {@link #vjp}
  /// @see <a href="https://docs.jax.dev/en/latest/_autosummary/jax.jvp.html">jax.jvp</a>
  public static Tangents jvp(
      Function<List<Tensor>, List<Tensor>> f,
      List<? extends Tensor> arguments,
      List<? extends Tensor> tangents) {
    var trace =
        Trace.of(arguments.stream().map(Tensor::type).toList(), concrete(arguments), List.of(), f);
    var duals = new ArrayList<Jvp.Dual>();
    for (int i = 0; i < arguments.size(); i++) {
      duals.add(new Jvp.Dual(arguments.get(i), Optional.of(tangents.get(i))));
    }
    trace.currentCaptures().forEach(t -> duals.add(new Jvp.Dual(t, Optional.empty())));
    var out = Jvp.run(trace.program(), duals);
    var outputs = trace.finish(Jvp.values(out));
    return new Tangents(
        outputs, out.subList(0, outputs.size()).stream().map(Jvp.Dual::tangentOrZero).toList());
  }

  /// Outside any trace the function may look at values: it computes as it is recorded.
  private static Optional<List<Array>> concrete(List<? extends Tensor> arguments) {
    if (StateScope.current().isPresent()) {
      return Optional.empty();
    }
    var arrays = new ArrayList<Array>();
    for (Tensor t : arguments) {
      switch (t) {
        case Array a -> arrays.add(a);
        case Variable v -> arrays.add(v.stored());
        case org.keras4j.tensor.Tracer _, org.keras4j.tensor.KerasTensor _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(arrays);
  }

  /// x, through which no gradient flows.
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/core/#stopgradient-function">keras.ops.stop_gradient</a>
  public static Tensor stopGradient(Tensor x) {
    return Lax.composite(
            "stop_gradient",
            Map.of(),
            List.of(x),
            in -> in,
            Optional.of((_, _, _) -> List.of(Optional.empty())))
        .getFirst();
  }

  /// The outputs of `f` at some tensors, differentiated by `derivative` instead of through `f`.
  ///
  /// @see <a
  ///   href="https://keras.io/api/ops/core/#customgradient-function">keras.ops.custom_gradient</a>
  public static List<Tensor> custom(
      Function<List<Tensor>, List<Tensor>> f, Derivative derivative, List<? extends Tensor> in) {
    return Lax.composite("custom_gradient", Map.of(), List.copyOf(in), f, Optional.of(derivative));
  }
}
