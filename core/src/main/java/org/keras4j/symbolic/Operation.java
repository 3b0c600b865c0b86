package org.keras4j.symbolic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Anything that can be applied to tensors: a layer, a model, a function of `Ops`. The one place
/// where drawing a model parts from computing or tracing it.
public abstract class Operation {
  private static final int FIRST_PROBE = 83;
  private static final int SECOND_PROBE = 89;

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

  /// The types this operation gives. Runs it on stand-ins: once if all sizes are known; else with
  /// two sizes for the unknown ones, and what differs in the results is unknown.
  protected Tree<TensorType> outputTypes(Arguments arguments) {
    var tensors = arguments.tensors();
    if (tensors.stream().allMatch(t -> t.shape().isKnown())) {
      return probe(arguments, FIRST_PROBE);
    }
    var first = probe(arguments, FIRST_PROBE);
    var second = probe(arguments, SECOND_PROBE).flatten();
    int[] next = {0};
    return first.map(t -> t.withShape(agreed(t.shape(), second.get(next[0]++).shape())));
  }

  private static Shape agreed(Shape a, Shape b) {
    return Shape.of(
        IntStream.range(0, a.rank())
            .map(i -> a.dim(i) == b.dim(i) ? a.dim(i) : Shape.UNKNOWN)
            .toArray());
  }

  private Tree<TensorType> probe(Arguments arguments, int size) {
    var drawn = arguments.tensors().stream().filter(KerasTensor.class::isInstance).toList();
    var types = drawn.stream().map(t -> t.type().withShape(filled(t.shape(), size))).toList();
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

  private static Shape filled(Shape shape, int size) {
    return Shape.of(IntStream.of(shape.dims()).map(d -> d == Shape.UNKNOWN ? size : d).toArray());
  }
}
