package org.keras4j.layers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// What a layer's `call` is told besides its input: whether this is training, which steps are
/// masked, and the keyword arguments of the call.
public final class Call {
  /// A call without keyword arguments, outside training.
  public static final Call INFERENCE = new Call(Map.of(), Optional.of(false));

  /// A call without keyword arguments, in training.
  public static final Call TRAINING = new Call(Map.of(), Optional.of(true));

  private final Map<String, Object> arguments;
  private final Optional<Boolean> training;

  Call(Map<String, Object> arguments, Optional<Boolean> training) {
    this.arguments = arguments;
    this.training = training;
  }

  /// Whether this is training: as the caller says, else as the surrounding layer's caller said,
  /// else not.
  public boolean training() {
    return training.orElse(false);
  }

  /// As [#training()], but empty where nobody said anything.
  public Optional<Boolean> trainingIfGiven() {
    return training;
  }

  /// The mask of the input: the argument `mask`, else the one the input carries.
  public Optional<Tensor> mask() {
    Object given = arguments.get("mask");
    if (given instanceof Tensor mask) {
      return Optional.of(mask);
    }
    return masks().stream().findFirst().filter(_ -> numTensorArguments() == 1).flatMap(m -> m);
  }

  /// The masks of the tensors of the first argument, in order: those of the argument `mask`, else
  /// those they carry.
  public List<Optional<Tensor>> masks() {
    Object given = arguments.get("mask");
    if (given instanceof List<?> list) {
      return list.stream().map(Call::optional).toList();
    }
    if (given instanceof Tensor mask) {
      return List.of(Optional.of(mask));
    }
    return arguments.values().stream()
        .findFirst()
        .map(first -> LayerCall.tensors(first).stream().map(Tensor::mask).toList())
        .orElse(List.of());
  }

  /// The mask of another tensor argument: the argument `name_mask`, else the one the tensor
  /// carries.
  public Optional<Tensor> mask(String name) {
    return tensor(name + "_mask").or(() -> tensor(name).flatMap(Tensor::mask));
  }

  private static Optional<Tensor> optional(Object value) {
    return value instanceof Tensor t ? Optional.of(t) : Optional.empty();
  }

  private long numTensorArguments() {
    return arguments.entrySet().stream()
        .filter(e -> !e.getKey().equals("mask") && !LayerCall.tensors(e.getValue()).isEmpty())
        .count();
  }

  /// An argument by Keras's name, unless left out or `None`.
  public Optional<Object> argument(String name) {
    return Optional.ofNullable(arguments.get(name)).filter(v -> !Signature.isNone(v));
  }

  /// An argument that is a tensor, unless left out or `None`.
  public Optional<Tensor> tensor(String name) {
    return argument(name).map(Tensor.class::cast);
  }

  /// An argument that is a list or map of tensors, or one, unless left out or `None`.
  public Optional<Tree<Tensor>> tree(String name) {
    return argument(name).map(v -> Tree.of(v, Tensor.class));
  }

  /// An argument that is true or false; false if left out.
  public boolean flag(String name) {
    return argument(name).map(Boolean.class::cast).orElse(false);
  }

  Map<String, Object> arguments() {
    return arguments;
  }
}
