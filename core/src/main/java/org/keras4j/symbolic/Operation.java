package org.keras4j.symbolic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Anything that can be applied to tensors: a layer, a model, a function of `Ops`. The one place
/// where drawing a model parts from computing or tracing it.
public abstract class Operation {
  private final List<Node> nodes = new ArrayList<>();

  /// For subclasses.
  protected Operation() {}

  /// The name in a drawing, unique within a model.
  public abstract String name();

  /// What the operation does to concrete or traced tensors.
  protected abstract Tree<Tensor> compute(Arguments arguments);

  /// What tensors drawn by this operation are called.
  protected String outputName() {
    return "keras_tensor";
  }

  /// Applies the operation: computes, or draws if a drawn tensor is among the arguments.
  public Tree<Tensor> apply(Arguments arguments) {
    return arguments.isSymbolic() ? draw(arguments) : compute(arguments);
  }

  /// The applications drawn so far, in order.
  public final List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /// Draws an application: a node, and its outputs.
  protected final Tree<Tensor> draw(Arguments arguments) {
    return node(arguments, outputTypes(arguments)).outputs().map(t -> t);
  }

  /// Adds a node whose outputs have the given types.
  protected final Node node(Arguments arguments, Tree<TensorType> types) {
    var node = new Node(this, arguments, types, nodes.size());
    nodes.add(node);
    return node;
  }

  /// The types this operation gives, found by running it on stand-ins: once if all sizes are known;
  /// else with several sizes for the unknown ones, and what differs in the results is unknown.
  protected Tree<TensorType> outputTypes(Arguments arguments) {
    var drawn = arguments.tensors().stream().filter(KerasTensor.class::isInstance).toList();
    return Probes.infer(drawn.stream().map(Tensor::type).toList(), t -> probe(arguments, t));
  }

  private Tree<TensorType> probe(Arguments arguments, List<TensorType> types) {
    var result = new ArrayList<Tree<Tensor>>();
    Trace.of(
        types,
        standIns -> {
          int[] next = {0};
          result.add(
              compute(arguments.map(t -> t instanceof KerasTensor ? standIns.get(next[0]++) : t)));
          return List.of();
        });
    return result.getFirst().map(Tensor::type);
  }
}
