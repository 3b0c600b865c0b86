package org.keras4j.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.keras4j.layers.Call;
import org.keras4j.layers.InputLayer;
import org.keras4j.layers.InputSpec;
import org.keras4j.layers.Layer;
import org.keras4j.ops.Ops;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.Graph;
import org.keras4j.symbolic.Node;
import org.keras4j.symbolic.Operation;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// The drawing inside a functional model, and how inputs are brought into the form it was drawn
/// with.
final class Functional {
  private static final System.Logger LOG = System.getLogger(Functional.class.getName());

  private final Tree<KerasTensor> inputs;
  private final Tree<KerasTensor> outputs;
  private final Graph graph;

  Functional(Tree<? extends Tensor> inputs, Tree<? extends Tensor> outputs) {
    var from = inputs.map(t -> drawn("inputs", t));
    var to = outputs.map(t -> drawn("outputs", t));
    var flat = from.flatten();
    this.graph =
        flat.stream().allMatch(Graph::isInput)
            ? Graph.of(flat, to.flatten())
            : Graph.redrawn(flat, to.flatten(), Functional::newInput);
    this.inputs = from.pack(graph.inputs());
    this.outputs = to.pack(graph.outputs());
  }

  private static KerasTensor drawn(String what, Tensor tensor) {
    if (tensor instanceof KerasTensor drawn) {
      return drawn;
    }
    throw new IllegalArgumentException(
        "All `%s` values must be KerasTensors. Received: %s including invalid value %s"
            .formatted(what, what, tensor));
  }

  private static KerasTensor newInput(KerasTensor replaced) {
    return new InputLayer(replaced.shape())
        .dtype(replaced.dtype())
        .name(replaced.name() + "CLONE")
        .tensor();
  }

  Graph graph() {
    return graph;
  }

  Tree<KerasTensor> inputs() {
    return inputs;
  }

  Tree<KerasTensor> outputs() {
    return outputs;
  }

  List<Layer> layers() {
    return graph.operations().stream()
        .filter(Layer.class::isInstance)
        .map(Layer.class::cast)
        .toList();
  }

  /// What each input must be like; the batch size may differ.
  List<InputSpec> inputSpec() {
    return graph.inputs().stream().map(Functional::spec).toList();
  }

  private static InputSpec spec(KerasTensor input) {
    Shape shape = input.shape();
    return InputSpec.shape(shape.rank() == 0 ? shape : shape.with(0, Shape.UNKNOWN))
        .name(Node.of(input).operation().name())
        .withLastAxisSqueeze();
  }

  /// The values of a call's first argument in the order of the inputs: tensors, or empty for an
  /// input that is left out.
  List<Object> arrange(String model, Object first) {
    Object given = first;
    if (given instanceof Map<?, ?> map && !(inputs instanceof Tree.Mapping<KerasTensor>)) {
      given = byName(model, map);
    }
    var out = new ArrayList<Object>();
    flatten(given, out);
    if (out.size() != graph.inputs().size()) {
      throw new IllegalArgumentException(
          "Layer \"%s\" expects %d input(s), but it received %d input tensors. Expected: %s"
              .formatted(model, graph.inputs().size(), out.size(), names()));
    }
    for (int i = 0; i < out.size(); i++) {
      if (!(out.get(i) instanceof Tensor)) {
        requireOptional(graph.inputs().get(i));
      }
    }
    if (inputs instanceof Tree.Sequence<KerasTensor> s
        && s.items().size() > 1
        && !(given instanceof List<?>)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The structure of `inputs` doesn''t match the expected structure. Expected: {0}",
          names());
    }
    return out;
  }

  private List<String> names() {
    return graph.inputs().stream().map(KerasTensor::name).toList();
  }

  private List<Object> byName(String model, Map<?, ?> map) {
    var missing =
        names().stream()
            .filter(n -> !map.containsKey(n))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "Missing data for the inputs %s of model '%s'. You passed a data dictionary with keys %s. Expected the following keys: %s"
              .formatted(missing, model, map.keySet(), names()));
    }
    return names().stream().<Object>map(map::get).toList();
  }

  private static void flatten(Object value, List<Object> out) {
    switch (value) {
      case List<?> list -> list.forEach(v -> flatten(v, out));
      case Map<?, ?> map -> new TreeMap<>(map).values().forEach(v -> flatten(v, out));
      default -> out.add(value);
    }
  }

  private static void requireOptional(KerasTensor input) {
    if (Node.of(input).operation() instanceof InputLayer layer && !layer.isOptional()) {
      throw new IllegalArgumentException(
          "The input '%s' is not optional, but None was passed. Please provide a valid tensor."
              .formatted(input.name()));
    }
  }

  /// Runs the drawing on a call's first argument.
  Tree<Tensor> call(String model, Object first, Call ctx) {
    var values = new ArrayList<Object>();
    var given = arrange(model, first);
    var masks = ctx.argument("mask").isPresent() ? ctx.masks() : List.<Optional<Tensor>>of();
    for (int i = 0; i < given.size(); i++) {
      values.add(
          given.get(i) instanceof Tensor x
              ? standardized(i, x, i < masks.size() ? masks.get(i) : Optional.empty())
              : given.get(i));
    }
    var results = graph.run(values, (node, arguments) -> apply(node.operation(), arguments, ctx));
    return unpacked(outputs.pack(results));
  }

  /// A list of one output is that output.
  private static <T> Tree<T> unpacked(Tree<T> all) {
    return all instanceof Tree.Sequence<T> s && s.items().size() == 1 ? s.items().getFirst() : all;
  }

  private static Tree<Tensor> apply(Operation operation, Arguments arguments, Call ctx) {
    boolean tells = operation instanceof Layer && ctx.trainingIfGiven().isPresent();
    return operation.apply(tells ? arguments.with("training", ctx.training()) : arguments);
  }

  private Tensor standardized(int index, Tensor x, Optional<Tensor> mask) {
    var expected = graph.inputs().get(index);
    Tensor out = x.dtype() == expected.dtype() ? x : Ops.cast(x, expected.dtype());
    int rank = expected.rank();
    if (out.rank() == rank + 1 && out.shape().dim(-1) == 1) {
      out = Ops.squeeze(out, -1);
    } else if (out.rank() == rank - 1 && expected.shape().dim(-1) == 1) {
      out = Ops.expandDims(out, -1);
    } else if (out.rank() != rank) {
      throw new IllegalArgumentException(
          "Invalid input shape for the input with name '%s'. Expected shape %s, but input has incompatible shape %s"
              .formatted(expected.name(), expected.shape(), x.shape()));
    }
    return out.withMask(mask.isPresent() ? mask : x.mask());
  }

  /// The types of the outputs if the inputs have exactly the shapes it was drawn with.
  Optional<Tree<TensorType>> knownTypes(List<Object> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!(values.get(i) instanceof Tensor t)
          || !t.shape().equals(graph.inputs().get(i).shape())) {
        return Optional.empty();
      }
    }
    return Optional.of(unpacked(outputs.map(KerasTensor::type)));
  }

  /// How many nodes of an operation before a node are part of the drawing.
  int indexOf(Node node) {
    int index = 0;
    for (Node other : node.operation().nodes()) {
      if (other == node) {
        return index;
      }
      index += graph.contains(other) ? 1 : 0;
    }
    throw new IllegalArgumentException(
        "Expected a node of its own operation. Received: a node of " + node.operation().name());
  }

  /// The nodes of an operation that are part of the drawing.
  List<Node> nodesOf(Operation operation) {
    return operation.nodes().stream().filter(graph::contains).toList();
  }

  /// A structure over drawn tensors as Java lists and maps.
  static <T> Object structure(Tree<T> tree) {
    return switch (tree) {
      case Tree.Leaf<T>(T value) -> (Object) value;
      case Tree.Sequence<T> s -> s.items().stream().map(Functional::structure).toList();
      case Tree.Mapping<T> m -> {
        var out = new LinkedHashMap<String, Object>();
        m.items().forEach((k, v) -> out.put(k, structure(v)));
        yield out;
      }
    };
  }

  /// Layers by name.
  Map<String, Layer> byName() {
    var out = new HashMap<String, Layer>();
    layers().forEach(l -> out.put(l.name(), l));
    return out;
  }
}
