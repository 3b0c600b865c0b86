package org.keras4j.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.config.TensorReference;
import org.keras4j.layers.Layer;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.Node;
import org.keras4j.symbolic.OpCall;
import org.keras4j.symbolic.Operation;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// A functional model as a config: its operations with what each was applied to, and back.
final class FunctionalConfig {
  private FunctionalConfig() {}

  static Config write(Model model, Functional drawn) {
    var layers = new ArrayList<Map<String, @Nullable Object>>();
    for (Operation operation : drawn.graph().operations()) {
      var nodes = new ArrayList<@Nullable Object>();
      for (Node node : drawn.nodesOf(operation)) {
        if (!node.inputs().isEmpty()) {
          nodes.add(node(node, drawn).toMap());
        }
      }
      layers.add(
          serialize(operation).with("name", operation.name()).with("inbound_nodes", nodes).toMap());
    }
    return Config.of("name", model.name())
        .with("trainable", model.trainable())
        .with("layers", layers)
        .with("input_layers", ends(drawn.inputs(), drawn))
        .with("output_layers", ends(drawn.outputs(), drawn));
  }

  private static Config serialize(Operation operation) {
    return switch (operation) {
      case Layer layer -> Registry.serialize(layer);
      case OpCall call -> Operators.serialize(call);
      default ->
          throw new IllegalStateException(
              "Operation '%s' cannot be written to a config: it is neither a layer nor a function of Ops."
                  .formatted(operation.name()));
    };
  }

  private static Config node(Node node, Functional drawn) {
    var arguments =
        node.arguments().fill(t -> t instanceof KerasTensor k ? reference(k, drawn) : t);
    return Config.of("args", Registry.serialize(arguments.positional()))
        .with("kwargs", Registry.serialize(arguments.keyword()));
  }

  private static TensorReference reference(KerasTensor tensor, Functional drawn) {
    var node = Node.of(tensor);
    return new TensorReference(
        tensor.shape(),
        tensor.dtype(),
        node.operation().name(),
        drawn.indexOf(node),
        tensor.index());
  }

  private static Object ends(Tree<KerasTensor> tensors, Functional drawn) {
    return Functional.structure(
        tensors.map(
            t -> {
              var node = Node.of(t);
              return List.of(
                  node.operation().name(),
                  drawn.indexOf(node) + ownNode(node.operation()),
                  t.index());
            }));
  }

  /// Keras counts one node more for a functional model: the one between its own inputs and outputs.
  private static int ownNode(Operation operation) {
    return operation instanceof Model model
            && model.isFunctional()
            && !(model instanceof Sequential)
        ? 1
        : 0;
  }

  static Model read(Config config) {
    var reader = new Reader();
    var waiting = new LinkedHashMap<String, List<Config>>();
    for (Object json : config.list("layers")) {
      if (!(json instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException("Expected the config of a layer. Received: " + json);
      }
      var layer = Config.of(map);
      var nodes = new ArrayList<Config>();
      for (Object node : layer.list("inbound_nodes")) {
        nodes.add(reader.standardized(node));
      }
      if (waiting.containsKey(layer.string("name"))) {
        throw new IllegalArgumentException(
            "Expected layers of different names. Received: two called '%s'"
                .formatted(layer.string("name")));
      }
      reader.create(layer);
      waiting.put(layer.string("name"), nodes);
    }
    reader.connect(waiting);
    var model =
        new Model(
            reader.ends(config.get("input_layers")), reader.ends(config.get("output_layers")));
    config.find("name").map(Object::toString).ifPresent(model::name);
    if (Boolean.FALSE.equals(config.get("trainable"))) {
      model.trainable(false);
    }
    return model;
  }

  /// Applies operations as their arguments become available.
  private static final class Reader {
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final Map<String, Config> operators = new LinkedHashMap<>();
    private final Map<String, List<Node>> nodes = new LinkedHashMap<>();

    void create(Config json) {
      String name = json.string("name");
      nodes.put(name, new ArrayList<>());
      if (Operators.knows(json)) {
        operators.put(name, json);
        return;
      }
      Object found = Registry.deserialize(json.without("name", "inbound_nodes").toMap());
      if (!(found instanceof Layer layer)) {
        throw new IllegalArgumentException(
            "Unexpected object from deserialization, expected a layer or operation. Received: "
                + json.get("class_name"));
      }
      layers.put(name, layer);
      if (layer instanceof org.keras4j.layers.InputLayer input) {
        nodesOf(name).add(Node.of(input.tensor()));
      }
    }

    private List<Node> nodesOf(String name) {
      return Optional.ofNullable(nodes.get(name))
          .orElseThrow(() -> new IllegalArgumentException("Unknown layer: " + name));
    }

    /// Node data of today's form: Keras 2 wrote lists `[layer, node, tensor, kwargs]`.
    Config standardized(@Nullable Object node) {
      if (node instanceof Map<?, ?> map) {
        return Config.of(map);
      }
      var tensors = new ArrayList<@Nullable Object>();
      var keywords = Config.EMPTY;
      if (node instanceof List<?> list) {
        for (Object item : list) {
          if (item instanceof List<?> history && history.size() >= 3) {
            tensors.add(
                Config.of("class_name", "__keras_tensor__")
                    .with(
                        "config",
                        Config.of("shape", List.of())
                            .with("dtype", "float32")
                            .with("keras_history", history.subList(0, 3))));
            if (history.size() > 3 && history.get(3) instanceof Map<?, ?> more) {
              keywords = Config.of(more);
            }
          }
        }
      }
      Object first = tensors.size() == 1 ? tensors.getFirst() : tensors;
      return Config.of("args", List.of(first)).with("kwargs", keywords);
    }

    void connect(Map<String, List<Config>> waiting) {
      while (!waiting.isEmpty()) {
        int before = waiting.values().stream().mapToInt(List::size).sum() + waiting.size();
        for (String name : List.copyOf(waiting.keySet())) {
          var data = waiting.get(name);
          while (data != null && !data.isEmpty() && apply(name, data.getFirst())) {
            data.removeFirst();
          }
          if (data != null && data.isEmpty()) {
            waiting.remove(name);
          }
        }
        int after = waiting.values().stream().mapToInt(List::size).sum() + waiting.size();
        if (after == before) {
          throw new IllegalArgumentException(
              "Invalid Functional model configuration. The graph of the Functional model either has loops or disconnected nodes. The following nodes failed to be resolved: "
                  + waiting.keySet());
        }
      }
    }

    private boolean apply(String name, Config data) {
      boolean[] complete = {true};
      Object args = resolve(Registry.deserialize(data.get("args")), complete);
      Object kwargs = resolve(Registry.deserialize(data.get("kwargs")), complete);
      if (!complete[0]) {
        return false;
      }
      var keyword = new LinkedHashMap<String, Object>();
      ((Map<?, ?>) kwargs).forEach((k, v) -> keyword.put((String) k, v));
      var arguments = new Arguments(new ArrayList<>((List<?>) args), keyword);
      Layer layer = layers.get(name);
      Tree<Tensor> outputs =
          layer != null
              ? layer.apply(arguments)
              : Operators.apply(
                  java.util.Objects.requireNonNull(operators.get(name)), name, arguments);
      nodesOf(name).add(Node.of(outputs.flatten().getFirst()));
      return true;
    }

    private Object resolve(@Nullable Object value, boolean[] complete) {
      return switch (value) {
        case null -> Optional.empty();
        case TensorReference reference -> {
          var made = nodesOf(reference.operation());
          if (reference.node() >= made.size()) {
            complete[0] = false;
            yield Optional.empty();
          }
          yield made.get(reference.node()).outputs().flatten().get(reference.tensor());
        }
        case List<?> list -> list.stream().map(v -> resolve(v, complete)).toList();
        case Map<?, ?> map -> {
          var out = new LinkedHashMap<String, Object>();
          map.forEach((k, v) -> out.put((String) k, resolve(v, complete)));
          yield out;
        }
        default -> value;
      };
    }

    Tree<Tensor> ends(@Nullable Object value) {
      if (value instanceof List<?> list
          && list.size() == 3
          && list.get(0) instanceof String name
          && list.get(1) instanceof Long node
          && list.get(2) instanceof Long tensor) {
        Operation operation = layers.get(name);
        int index = Math.toIntExact(node) - (operation == null ? 0 : ownNode(operation));
        var made = nodesOf(name);
        if (index < 0 || index >= made.size()) {
          throw new IllegalArgumentException(
              "The config names an application of layer '%s' that it does not describe. Received: node %d of %d"
                  .formatted(name, index, made.size()));
        }
        return Tree.leaf(made.get(index).outputs().flatten().get(Math.toIntExact(tensor)));
      }
      return switch (value) {
        case List<?> list -> new Tree.Sequence<>(list.stream().map(this::ends).toList());
        case Map<?, ?> map -> {
          var out = new LinkedHashMap<String, Tree<Tensor>>();
          map.forEach((k, v) -> out.put((String) k, ends(v)));
          yield new Tree.Mapping<>(out);
        }
        case null, default ->
            throw new IllegalArgumentException(
                "Expected the inputs or outputs of a model. Received: " + value);
      };
    }
  }
}
