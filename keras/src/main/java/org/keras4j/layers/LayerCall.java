package org.keras4j.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.ops.Ops;
import org.keras4j.runtime.Interpreter;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// One call of a layer from outside, step by step: Keras's `Layer.__call__`.
final class LayerCall {
  /// What the surrounding layer's caller said about training; unbound outside all layers.
  private static final ScopedValue<Optional<Boolean>> TRAINING = ScopedValue.newInstance();

  private static final System.Logger LOG = System.getLogger(LayerCall.class.getName());

  private final Layer layer;
  private final Arguments original;
  private final Arguments converted;
  private final Map<String, Object> bound;
  private final Object first;

  private LayerCall(Layer layer, Arguments original) {
    this.layer = layer;
    this.original = original;
    original.positional().forEach(this::requireTensors);
    this.converted = layer.convertsInputs() ? original.map(layer::convertInput) : original;
    this.bound = layer.signature().bind(layer.name(), converted);
    this.first = bound.values().stream().findFirst().orElse(List.of());
  }

  static Tree<Tensor> run(Layer layer, Arguments arguments) {
    layer.settle();
    return new LayerCall(layer, arguments).run();
  }

  /// What the surrounding layer's caller said about training.
  static Optional<Boolean> inheritedTraining() {
    return TRAINING.isBound() ? TRAINING.get() : Optional.empty();
  }

  private void requireTensors(Object argument) {
    boolean fits =
        switch (argument) {
          case Tensor _ -> true;
          case Optional<?> o -> o.isEmpty();
          case List<?> list -> {
            list.forEach(this::requireTensors);
            yield true;
          }
          case Map<?, ?> map -> {
            map.values().forEach(this::requireTensors);
            yield true;
          }
          default -> layer.acceptsNonTensors();
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "Only input tensors may be passed as positional arguments. The following argument value should be passed as a keyword argument: %s (of type %s)"
              .formatted(argument, argument.getClass().getSimpleName()));
    }
  }

  private Tree<Tensor> run() {
    layer.checkInputs(first);
    if (!layer.isBuilt()) {
      layer.buildNow(shapes());
      layer.checkInputs(first);
    }
    var training =
        Optional.ofNullable(bound.get("training"))
            .filter(v -> !Signature.isNone(v))
            .map(Boolean.class::cast)
            .or(LayerCall::inheritedTraining);
    if (!TRAINING.isBound()) {
      layer.clearLosses();
    }
    return ScopedValue.where(TRAINING, training).call(() -> layer.inScope(this::perform));
  }

  private Tree<Tensor> perform() {
    if (original.isSymbolic()) {
      var types = types();
      Tree<Tensor> outputs = layer.drawNode(original, types).map(t -> t);
      return masked(outputs);
    }
    var outputs = autocasting(() -> layer.computeNow(converted));
    layer.regularizeActivity(outputs);
    return masked(outputs);
  }

  /// The types a layer gives for drawn arguments.
  static Tree<TensorType> outputTypes(Layer layer, Arguments arguments) {
    return new LayerCall(layer, arguments).types();
  }

  private Tree<TensorType> types() {
    return autocasting(() -> layer.outputTypesOf(converted));
  }

  private <T> T autocasting(Supplier<T> body) {
    DType compute = layer.computeDType();
    var current = Variable.autocast();
    if (current.isEmpty()) {
      return compute == layer.variableDType()
          ? body.get()
          : Variable.autocast(Optional.of(compute), body);
    }
    Optional<DType> wanted =
        layer.autocasts() && compute.isFloat() ? Optional.of(compute) : Optional.empty();
    return wanted.equals(current) ? body.get() : Variable.autocast(wanted, body);
  }

  private Tree<Tensor> masked(Tree<Tensor> outputs) {
    var inputs = tensors(first);
    var previous = new Call(bound, Optional.empty()).masks();
    if (!layer.supportsMasking()) {
      if (previous.stream().anyMatch(Optional::isPresent)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "Layer ''{0}'' (of type {1}) was passed an input with a mask attached to it. However, this layer does not support masking and will therefore destroy the mask information. Downstream layers will not see the mask.",
            layer.name(),
            layer.className());
      }
      return outputs;
    }
    var flat = outputs.flatten();
    if (inputs.isEmpty() || flat.stream().allMatch(t -> t.mask().isPresent())) {
      return outputs;
    }
    var masks = layer.computeMasks(Tree.of(first, Tensor.class), previous);
    var out = new ArrayList<Tensor>(flat.size());
    for (int i = 0; i < flat.size(); i++) {
      Tensor t = flat.get(i);
      boolean takes = t.mask().isEmpty() && i < masks.size() && masks.get(i).isPresent();
      out.add(takes ? t.withMask(masks.get(i)) : t);
    }
    return outputs.pack(out);
  }

  /// The shapes of the tensor arguments by name, as `build` gets them.
  private Map<String, Tree<Shape>> shapes() {
    var out = new LinkedHashMap<String, Tree<Shape>>();
    bound.forEach(
        (name, value) -> {
          if (!name.equals("mask") && !tensors(value).isEmpty()) {
            out.put(name + "_shape", shapesOf(value));
          }
        });
    return out;
  }

  private static Tree<Shape> shapesOf(Object value) {
    return switch (value) {
      case Tensor t -> Tree.leaf(t.shape());
      case List<?> list ->
          new Tree.Sequence<>(
              list.stream().filter(v -> !Signature.isNone(v)).map(LayerCall::shapesOf).toList());
      case Map<?, ?> map -> {
        var items = new LinkedHashMap<String, Tree<Shape>>();
        map.forEach((k, v) -> items.put((String) k, shapesOf(v)));
        yield new Tree.Mapping<>(items);
      }
      default -> new Tree.Sequence<>(List.of());
    };
  }

  /// The tensors in an argument, in order.
  static List<Tensor> tensors(Object argument) {
    return argument instanceof Tensor t ? List.of(t) : Arguments.of(argument).tensors();
  }

  /// Calls the layer's own code on bound arguments, and names the layer and what it received in
  /// what it throws.
  static Tree<Tensor> compute(Layer layer, Arguments arguments) {
    var bound = layer.signature().bind(layer.name(), arguments);
    var training =
        Optional.ofNullable(bound.get("training"))
            .filter(v -> !Signature.isNone(v))
            .map(Boolean.class::cast)
            .or(LayerCall::inheritedTraining);
    var call = new Call(bound, training);
    try {
      return layer.call(bound, call);
    } catch (IllegalArgumentException e) {
      throw explained(layer, bound, e) instanceof String s ? new IllegalArgumentException(s, e) : e;
    } catch (IllegalStateException e) {
      throw explained(layer, bound, e) instanceof String s ? new IllegalStateException(s, e) : e;
    }
  }

  private static Object explained(Layer layer, Map<String, Object> bound, RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("Exception encountered when calling")) {
      return e;
    }
    var text = new StringBuilder();
    String name = layer.className() + ".call()";
    text.append("Exception encountered when calling ").append(name).append(".\n\n");
    text.append(message).append("\n\nArguments received by ").append(name).append(':');
    bound.forEach((k, v) -> text.append("\n  • ").append(k).append('=').append(describe(v)));
    return text.append("\nLayer: '").append(layer.name()).append('\'').toString();
  }

  private static String describe(Object value) {
    return switch (value) {
      case Tensor t -> "Tensor(shape=%s, dtype=%s)".formatted(t.shape(), t.dtype());
      case List<?> list -> list.stream().map(LayerCall::describe).toList().toString();
      case Map<?, ?> map -> {
        var out = new LinkedHashMap<Object, String>();
        map.forEach((k, v) -> out.put(k, describe(v)));
        yield out.toString();
      }
      case Optional<?> o when o.isEmpty() -> "None";
      default -> value.toString();
    };
  }

  /// Runs code that makes weights: at once, whatever is being traced around it.
  static void building(Runnable body) {
    Interpreter.eagerly(
        () ->
            Variable.autocast(
                Optional.empty(),
                () -> {
                  body.run();
                  return true;
                }));
  }

  /// A tensor in another dtype, still carrying its mask.
  static Tensor cast(Tensor x, DType dtype) {
    return Ops.cast(x, dtype).withMask(x.mask());
  }
}
