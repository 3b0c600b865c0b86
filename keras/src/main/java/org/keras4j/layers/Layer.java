package org.keras4j.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.config.Arg;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.ops.Ops;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.Names;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.StateScope;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// A function of tensors with weights of its own.
///
/// Call a layer with `apply`: it converts the inputs to the layer's dtype, makes the weights at the
/// first call, passes masks on, and computes, or draws if it is given a [KerasTensor]. To write a
/// layer, declare its keywords with `arg`, make weights in `build`, and compute in `call`:
///
/// {@snippet :
/// static class Linear extends Layer {
///   private final Arg<Integer> units = arg("units", 32);
///   private Variable w, b;
///
///   @Override protected void build(Shape input) {
///     w = addWeight("w", Shape.of(input.dim(-1), units.get()), new GlorotUniform());
///     b = addWeight("b", Shape.of(units.get()), new Zeros());
///   }
///
///   @Override protected Tensor call(Tensor x, Call ctx) {
///     return Ops.add(Ops.matmul(x, w), b);
///   }
/// }
/// }
///
/// @see <a href="https://keras.io/api/layers/base_layer/">keras.layers.Layer</a>
public abstract class Layer extends LayerHooks implements ActivationFunction {
  /// For subclasses.
  protected Layer() {}

  /// Names the layer; without this it is named after its class, `dense`, `dense_1`.
  ///
  /// @throws IllegalArgumentException if the name contains `/`
  public Layer name(String value) {
    setName(value);
    return this;
  }

  /// Sets whether optimizers may change the weights of this layer and the layers inside it.
  public Layer trainable(boolean value) {
    setTrainable(value);
    state.trainable.forEach(v -> v.trainable(value));
    state.layers.forEach(l -> l.trainable(value));
    return this;
  }

  /// Sets the dtype of computation and weights.
  public Layer dtype(DTypePolicy value) {
    setPolicy(value);
    return this;
  }

  /// Sets the dtype of computation and weights.
  public Layer dtype(DType value) {
    return dtype(DTypePolicy.of(value));
  }

  /// Sets the dtypes of computation and weights by a policy's name, such as `mixed_float16`.
  public Layer dtype(String policy) {
    return dtype(DTypePolicy.of(policy));
  }

  /// Sets a penalty on what the layer gives, added to the loss.
  public Layer activityRegularizer(Regularizer value) {
    setActivityRegularizer(value);
    return this;
  }

  /// Sets whether inputs and weights are converted to the dtype the layer computes in (true at
  /// first).
  public Layer autocast(boolean value) {
    setAutocast(value);
    return this;
  }

  /// Calls the layer on one tensor.
  ///
  /// @throws IllegalArgumentException if the layer gives several
  @Override
  public Tensor apply(Tensor x) {
    return one(apply(Arguments.of(x)));
  }

  /// Calls the layer on several tensors: as its arguments if it takes several, else as a list.
  public Tensor apply(Tensor first, Tensor... others) {
    return one(applyAll(first, others));
  }

  /// Calls the layer on a list of tensors.
  public Tensor apply(List<? extends Tensor> inputs) {
    return one(apply(Arguments.of(List.copyOf(inputs))));
  }

  /// Calls the layer on tensors by name.
  public Tensor apply(Map<String, ? extends Tensor> inputs) {
    return one(apply(Arguments.of(inputs)));
  }

  /// Calls the layer with keyword arguments.
  ///
  /// {@snippet :
  /// layer.apply(x, c -> c.training(true));
  /// }
  public Tensor apply(Tensor x, Consumer<CallOptions> options) {
    return one(apply(arguments(x, options)));
  }

  /// Calls the layer on a list of tensors with keyword arguments.
  public Tensor apply(List<? extends Tensor> inputs, Consumer<CallOptions> options) {
    return one(apply(arguments(List.copyOf(inputs), options)));
  }

  /// Calls a layer that gives several tensors.
  public Tree<Tensor> applyAll(Tensor first, Tensor... others) {
    if (others.length == 0) {
      return apply(Arguments.of(first));
    }
    var all = new ArrayList<Tensor>();
    all.add(first);
    Collections.addAll(all, others);
    return apply(
        signature().names().size() > 1 ? Arguments.of(all.toArray()) : Arguments.of(all));
  }

  /// Calls a layer that gives several tensors, with keyword arguments.
  public Tree<Tensor> applyAll(Tensor x, Consumer<CallOptions> options) {
    return apply(arguments(x, options));
  }

  /// Calls a layer on inputs of any structure: lists and maps of tensors.
  public Tree<Tensor> applyAll(Tree<? extends Tensor> inputs, Consumer<CallOptions> options) {
    return apply(arguments(structure(inputs), options));
  }

  private static Object structure(Tree<? extends Tensor> tree) {
    return switch (tree) {
      case Tree.Leaf<? extends Tensor>(Tensor t) -> t;
      case Tree.Sequence<? extends Tensor> s -> s.items().stream().map(Layer::structure).toList();
      case Tree.Mapping<? extends Tensor> m -> {
        var out = new LinkedHashMap<String, Object>();
        m.items().forEach((k, v) -> out.put(k, structure(v)));
        yield out;
      }
    };
  }

  private static Arguments arguments(Object inputs, Consumer<CallOptions> options) {
    var o = new CallOptions();
    options.accept(o);
    return new Arguments(List.of(inputs), o.toMap());
  }

  private Tensor one(Tree<Tensor> outputs) {
    var flat = outputs.flatten();
    if (flat.size() != 1) {
      throw new IllegalArgumentException(
          "Layer '%s' gives %d tensors; call it with applyAll.".formatted(name(), flat.size()));
    }
    return flat.getFirst();
  }

  /// Keras's `__call__`: everything that calls a layer ends here.
  @Override
  public final Tree<Tensor> apply(Arguments arguments) {
    return LayerCall.run(this, arguments);
  }

  @Override
  protected final Tree<Tensor> compute(Arguments arguments) {
    return LayerCall.compute(this, arguments);
  }

  /// Computes the outputs for the call's arguments by name. Calls [#call(Tree, Call)] with the
  /// first.
  protected Tree<Tensor> call(Map<String, Object> arguments, Call ctx) {
    Object first = arguments.values().stream().findFirst().orElse(List.of());
    return call(Tree.of(first, Tensor.class), ctx);
  }

  Tree<Tensor> computeNow(Arguments arguments) {
    return compute(arguments);
  }

  Tree<TensorType> outputTypesOf(Arguments arguments) {
    return LossScope.dropping(() -> outputTypes(arguments));
  }

  Tree<KerasTensor> drawNode(Arguments arguments, Tree<TensorType> types) {
    return node(arguments, types).outputs();
  }

  Tensor convertInput(Tensor x) {
    DType wanted = inputDType();
    return autocasts() && x.dtype().isFloat() && x.dtype() != wanted ? LayerCall.cast(x, wanted) : x;
  }

  /// Checks the first argument of a call against [#inputSpec()].
  protected void checkInputs(Object first) {
    var specs = inputSpec();
    if (!specs.isEmpty()) {
      InputSpec.check(specs, LayerCall.tensors(first), name());
    }
  }

  void regularizeActivity(Tree<Tensor> outputs) {
    activityRegularizer()
        .ifPresent(
            regularizer -> {
              for (Tensor output : outputs.flatten()) {
                Tensor loss = regularizer.apply(output);
                if (output.rank() > 0) {
                  loss =
                      Ops.divideNoNan(
                          loss, Array.scalar(loss.dtype(), (double) output.shape().dim(0)));
                }
                addLoss(loss);
              }
            });
  }

  @Override
  final Layer self() {
    return this;
  }

  /// The shape of the output for an input of a shape, whose sizes may be unknown.
  ///
  /// @throws IllegalArgumentException if the layer takes or gives several tensors
  public Shape computeOutputShape(Shape input) {
    return computeOutputType(new TensorType(inputDType(), input)).single().shape();
  }

  /// The types of the outputs for an input of a type, whose sizes may be unknown.
  public Tree<TensorType> computeOutputType(TensorType input) {
    KerasTensor x = new KerasTensor(input, "input", new KerasTensor.Source() {}, 0);
    settle();
    if (!isBuilt()) {
      buildNow(Map.of(signature().names().getFirst() + "_shape", Tree.leaf(input.shape())));
    }
    return LayerCall.outputTypes(this, Arguments.of(x));
  }

  /// What a call without side effects gives.
  ///
  /// @param outputs what the layer gives
  /// @param nonTrainableVariables the values of the non-trainable variables after the call, in order
  /// @param losses what the call added to the loss, then the penalties on weights
  public record Stateless(
      Tree<Tensor> outputs, List<Tensor> nonTrainableVariables, List<Tensor> losses) {}

  /// Calls the layer with given values of its variables, and leaves the layer as it is.
  ///
  /// @param trainable values of [#trainableVariables()], in order
  /// @param nonTrainable values of [#nonTrainableVariables()], in order
  /// @throws IllegalArgumentException if there are more or fewer values than variables
  /// @throws IllegalStateException if the layer is not built
  public Stateless statelessCall(
      List<? extends Tensor> trainable,
      List<? extends Tensor> nonTrainable,
      Arguments arguments) {
    if (!isBuilt()) {
      throw new IllegalStateException(
          "To call statelessCall, %s must be built (i.e. its variables must have been already created). You can build it by calling it on some data."
              .formatted(className()));
    }
    var values = new LinkedHashMap<Variable, Tensor>();
    assign("trainable", trainableVariables(), trainable, values);
    assign("nonTrainable", nonTrainableVariables(), nonTrainable, values);
    var scope =
        new StateScope(
            values, v -> StateScope.current().map(s -> s.read(v)).orElseGet(v::stored));
    return LossScope.collecting(
        () ->
            scope.during(
                () -> {
                  var outputs = apply(arguments);
                  var after =
                      nonTrainableVariables().stream().map(Variable::value).toList();
                  return new Stateless(outputs, after, losses());
                }));
  }

  private void assign(
      String what,
      List<Variable> variables,
      List<? extends Tensor> values,
      Map<Variable, Tensor> into) {
    if (variables.size() != values.size()) {
      throw new IllegalArgumentException(
          "Argument `%s` must be a list of tensors corresponding 1:1 to the variables of %s. Received list with length %d, but expected %d variables."
              .formatted(what, className(), values.size(), variables.size()));
    }
    for (int i = 0; i < values.size(); i++) {
      into.put(variables.get(i), values.get(i));
    }
  }

  @Override
  public String toString() {
    return "<%s name=%s, built=%s>".formatted(className(), name(), isBuilt());
  }
}
