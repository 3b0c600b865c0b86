package org.keras4j.symbolic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// The part of a drawing between some tensors and others, in Keras's order: what a functional model
/// runs through.
///
/// The depth of a node is its longest way to an output; operations and nodes go from the deepest to
/// the outputs, and within a depth as a walk from the outputs finds them.
///
/// @see <a href="https://keras.io/guides/functional_api/">The Functional API</a>
public final class Graph {
  private final List<KerasTensor> inputs;
  private final List<KerasTensor> outputs;
  private final Map<Integer, List<Node>> nodesByDepth;
  private final List<Operation> operations;
  private final Set<Node> nodes;

  private Graph(
      List<KerasTensor> inputs,
      List<KerasTensor> outputs,
      Map<Integer, List<Node>> nodesByDepth,
      List<Operation> operations) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.nodesByDepth = nodesByDepth;
    this.operations = List.copyOf(operations);
    var all = new HashSet<Node>();
    nodesByDepth.values().forEach(all::addAll);
    this.nodes = Collections.unmodifiableSet(all);
  }

  /// The drawing from inputs to outputs.
  ///
  /// @throws IllegalArgumentException if an output does not follow from the inputs alone, there are
  ///   no inputs or outputs, or two operations have one name
  public static Graph of(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException(
          "`inputs` and `outputs` cannot be empty. Received: inputs=%s, outputs=%s"
              .formatted(inputs, outputs));
    }
    var walk = new Walk(inputs);
    outputs.forEach(walk::visit);
    var depths = new Depths(walk);
    depths.addUnused(inputs);
    var operations = depths.operations();
    requireComputable(inputs, depths.nodesByDepth());
    requireConnected(inputs, outputs, depths.nodesByDepth());
    requireUniqueNames(operations);
    return new Graph(inputs, outputs, depths.nodesByDepth(), operations);
  }

  /// The same drawing with inputs of its own: what begins in the middle of a drawing is drawn again
  /// from new inputs.
  ///
  /// @param newInput gives an input in place of a tensor in the middle
  public static Graph redrawn(
      List<KerasTensor> inputs, List<KerasTensor> outputs, UnaryOperator<KerasTensor> newInput) {
    var walk = new Walk(inputs);
    outputs.forEach(walk::visit);
    Map<KerasTensor, KerasTensor> replaced = new HashMap<>();
    for (KerasTensor input : inputs) {
      replaced.put(input, isInput(input) ? input : newInput.apply(input));
    }
    for (Node node : walk.inOrder) {
      if (isInput(node)) {
        node.outputs().flatten().forEach(t -> replaced.putIfAbsent(t, t));
        continue;
      }
      Arguments arguments =
          node.arguments().map(t -> t instanceof KerasTensor k ? replaced.getOrDefault(k, k) : t);
      Tree<TensorType> types = node.outputs().map(KerasTensor::type);
      var drawn = node.operation().node(arguments, types).outputs().flatten();
      for (int i = 0; i < drawn.size(); i++) {
        replaced.putIfAbsent(node.outputs().flatten().get(i), drawn.get(i));
      }
    }
    return of(
        inputs.stream().map(replaced::get).toList(),
        outputs.stream().map(t -> replaced.getOrDefault(t, t)).toList());
  }

  /// Whether a tensor is the output of an input: of a node that nothing goes into.
  public static boolean isInput(KerasTensor tensor) {
    return tensor.source() instanceof Node node && isInput(node);
  }

  private static boolean isInput(Node node) {
    return node.inputs().isEmpty();
  }

  /// The tensors it begins with.
  public List<KerasTensor> inputs() {
    return inputs;
  }

  /// The tensors it ends with.
  public List<KerasTensor> outputs() {
    return outputs;
  }

  /// The operations in it, in order.
  public List<Operation> operations() {
    return operations;
  }

  /// The nodes in it, deepest first.
  public Map<Integer, List<Node>> nodesByDepth() {
    return nodesByDepth;
  }

  /// Whether a node is in it.
  public boolean contains(Node node) {
    return nodes.contains(node);
  }

  /// Runs through the drawing.
  ///
  /// @param values for each input a tensor, or an empty `Optional` for one that is left out
  /// @param apply what a node gives for its arguments
  /// @return the outputs
  public List<Tensor> run(List<?> values, BiFunction<Node, Arguments, Tree<Tensor>> apply) {
    Map<KerasTensor, Object> known = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      known.put(inputs.get(i), values.get(i));
    }
    for (var level : nodesByDepth.values()) {
      for (Node node : level) {
        if (!isInput(node) && known.keySet().containsAll(node.inputs())) {
          Arguments arguments =
              node.arguments()
                  .fill(
                      t ->
                          t instanceof KerasTensor k ? known.getOrDefault(k, Optional.empty()) : t);
          var given = apply.apply(node, arguments).flatten();
          var drawn = node.outputs().flatten();
          for (int i = 0; i < drawn.size(); i++) {
            known.put(drawn.get(i), given.get(i));
          }
        }
      }
    }
    return outputs.stream().map(t -> (Tensor) found(known, t)).toList();
  }

  private static Object found(Map<KerasTensor, Object> known, KerasTensor output) {
    return Optional.ofNullable(known.get(output))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Output %s is not connected to the inputs.".formatted(output)));
  }

  private static void requireComputable(
      List<KerasTensor> inputs, Map<Integer, List<Node>> nodesByDepth) {
    Set<KerasTensor> known = new HashSet<>(inputs);
    var seen = new ArrayList<String>();
    for (var level : nodesByDepth.values()) {
      for (Node node : level) {
        for (KerasTensor input : node.inputs()) {
          if (!known.contains(input)) {
            throw new IllegalArgumentException(
                "Graph disconnected: cannot find parent for tensor %s at operation '%s'. The following previous operations were accessed without issue: %s"
                    .formatted(input, node.operation().name(), seen));
          }
          seen.add(node.operation().name());
        }
        known.addAll(node.outputs().flatten());
      }
    }
  }

  /// Every output must follow from the declared inputs: another input on the way stays unknown.
  private static void requireConnected(
      List<KerasTensor> inputs, List<KerasTensor> outputs, Map<Integer, List<Node>> nodesByDepth) {
    Set<KerasTensor> known = new HashSet<>(inputs);
    for (var level : nodesByDepth.values()) {
      for (Node node : level) {
        if (!isInput(node) && known.containsAll(node.inputs())) {
          known.addAll(node.outputs().flatten());
        }
      }
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (!known.contains(outputs.get(i))) {
        throw new IllegalArgumentException(
            "Output %d (%s) is not connected to `inputs`. Received: inputs=%s"
                .formatted(i, outputs.get(i), inputs));
      }
    }
  }

  private static void requireUniqueNames(List<Operation> operations) {
    var names = new HashSet<String>();
    for (Operation operation : operations) {
      if (!names.add(operation.name())) {
        throw new IllegalArgumentException(
            "The name \"%s\" is used twice in the model. All operation names should be unique."
                .formatted(operation.name()));
      }
    }
  }

  /// A walk from the outputs back to the inputs.
  private static final class Walk {
    private final Set<KerasTensor> declared;
    private final Set<Node> finished = new HashSet<>();
    private final Set<Node> inProgress = new HashSet<>();
    private final List<Node> inOrder = new ArrayList<>();
    private final Map<Operation, Integer> found = new LinkedHashMap<>();

    Walk(List<KerasTensor> inputs) {
      declared = new HashSet<>(inputs);
    }

    void visit(KerasTensor tensor) {
      if (!(tensor.source() instanceof Node node) || finished.contains(node)) {
        return;
      }
      if (!isInput(node) && declared.contains(tensor)) {
        finished.add(node);
        return;
      }
      if (!inProgress.add(node)) {
        throw new IllegalArgumentException(
            "Tensor %s from operation '%s' is part of a cycle."
                .formatted(tensor, node.operation().name()));
      }
      found.putIfAbsent(node.operation(), found.size());
      node.inputs().forEach(this::visit);
      finished.add(node);
      inProgress.remove(node);
      inOrder.add(node);
    }
  }

  /// How far nodes and operations are from the outputs.
  private static final class Depths {
    private final Map<Node, Integer> ofNode = new LinkedHashMap<>();
    private final Map<Operation, Integer> ofOperation = new LinkedHashMap<>();
    private final Map<Operation, Integer> found;

    Depths(Walk walk) {
      found = new HashMap<>(walk.found);
      var inGraph = new HashSet<>(walk.inOrder);
      for (Node node : walk.inOrder.reversed()) {
        // An operation applied at several depths counts at the greatest.
        int depth =
            Math.max(ofNode.getOrDefault(node, 0), ofOperation.getOrDefault(node.operation(), 0));
        ofOperation.put(node.operation(), depth);
        ofNode.put(node, depth);
        for (KerasTensor input : node.inputs()) {
          if (input.source() instanceof Node before && inGraph.contains(before)) {
            ofNode.merge(before, depth + 1, Math::max);
          }
        }
      }
    }

    /// Inputs that lead to no output stay part of the model.
    void addUnused(List<KerasTensor> inputs) {
      for (KerasTensor input : inputs) {
        if (input.source() instanceof Node node
            && isInput(node)
            && !ofOperation.containsKey(node.operation())) {
          ofOperation.put(node.operation(), 0);
          found.put(node.operation(), -1);
          ofNode.put(node, 0);
        }
      }
    }

    Map<Integer, List<Node>> nodesByDepth() {
      var out = new TreeMap<Integer, List<Node>>(Comparator.reverseOrder());
      ofNode.forEach((node, depth) -> out.computeIfAbsent(depth, _ -> new ArrayList<>()).add(node));
      return Collections.unmodifiableMap(out);
    }

    List<Operation> operations() {
      var byDepth = new TreeMap<Integer, List<Operation>>(Comparator.reverseOrder());
      ofOperation.forEach(
          (operation, depth) ->
              byDepth.computeIfAbsent(depth, _ -> new ArrayList<>()).add(operation));
      var out = new ArrayList<Operation>();
      for (var level : byDepth.values()) {
        level.sort(Comparator.comparing(o -> found.getOrDefault(o, 0)));
        out.addAll(level);
      }
      return out;
    }
  }
}
