package org.keras4j.transform;

import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// A value for each element of a batch, along axis 0, or one for all.
record Batched(Tensor value, boolean isBatched) {

  static Batched of(Tensor value) {
    return new Batched(value, true);
  }

  static Batched shared(Tensor value) {
    return new Batched(value, false);
  }

  /// The value with the batch along axis 0, repeated if it is shared.
  Tensor spread(int size) {
    return isBatched ? value : Axes.repeated(value, 0, size);
  }

  /// The type for one element of the batch.
  TensorType element() {
    TensorType type = value.type();
    return isBatched ? type.withShape(type.shape().slice(1, type.rank())) : type;
  }
}
