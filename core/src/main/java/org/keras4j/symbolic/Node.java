package org.keras4j.symbolic;

import java.util.List;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// One application of an operation in a drawing: what went in, and the tensors that came out.
///
/// @see <a href="https://keras.io/api/models/model/">Functional models</a>
public final class Node implements KerasTensor.Source {
  private final Operation operation;
  private final Arguments arguments;
  private final Tree<KerasTensor> outputs;
  private final int index;

  /// The application number `index` of an operation, giving tensors of the types.
  Node(Operation operation, Arguments arguments, Tree<TensorType> types, int index) {
    this.operation = operation;
    this.arguments = arguments;
    this.index = index;
    int[] next = {0};
    this.outputs =
        types.map(
            t -> {
              int place = next[0]++;
              return new KerasTensor(t, operation.outputName(), this, place);
            });
  }

  /// What was applied.
  public Operation operation() {
    return operation;
  }

  /// What it was applied to.
  public Arguments arguments() {
    return arguments;
  }

  /// The drawn tensors among the arguments, in order.
  public List<KerasTensor> inputs() {
    return arguments.tensors().stream()
        .filter(KerasTensor.class::isInstance)
        .map(KerasTensor.class::cast)
        .toList();
  }

  /// What came out.
  public Tree<KerasTensor> outputs() {
    return outputs;
  }

  /// Which of the operation's applications this is, from 0.
  public int index() {
    return index;
  }

  /// The node that made a drawn tensor.
  public static Node of(Tensor tensor) {
    if (tensor instanceof KerasTensor k && k.source() instanceof Node node) {
      return node;
    }
    throw new IllegalArgumentException(
        "Expected a KerasTensor, made by Input or by applying layers to one. Received: " + tensor);
  }
}
