package org.keras4j.tensor;

import java.util.Objects;
import java.util.Optional;

/// A tensor of a model that is being drawn: a type, whose sizes may be unknown, and where it comes
/// from.
///
/// Two of them are equal if they are the same output of the same node.
///
/// @see <a href="https://keras.io/api/layers/base_layer/">Keras layers</a>
public final class KerasTensor implements Tensor {
  /// What made a drawn tensor: a node of the drawing.
  public interface Source {}

  private final TensorType type;
  private final String name;
  private final Source source;
  private final int index;
  private final Optional<Tensor> mask;

  /// The output number `index` of a node.
  public KerasTensor(TensorType type, String name, Source source, int index) {
    this(type, name, source, index, Optional.empty());
  }

  private KerasTensor(
      TensorType type, String name, Source source, int index, Optional<Tensor> mask) {
    this.type = Objects.requireNonNull(type, "type is null");
    this.name = name;
    this.source = Objects.requireNonNull(source, "source is null");
    this.index = index;
    this.mask = mask;
  }

  @Override
  public TensorType type() {
    return type;
  }

  /// The name Keras would print.
  public String name() {
    return name;
  }

  /// The node that made it.
  public Source source() {
    return source;
  }

  /// Which of the node's outputs it is.
  public int index() {
    return index;
  }

  @Override
  public Optional<Tensor> mask() {
    return mask;
  }

  @Override
  public KerasTensor withMask(Optional<Tensor> mask) {
    return new KerasTensor(type, name, source, index, mask);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KerasTensor t && t.source == source && t.index == index;
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(source) + index;
  }

  @Override
  public String toString() {
    return "<KerasTensor shape=%s, dtype=%s, name=%s>".formatted(shape(), dtype(), name);
  }
}
