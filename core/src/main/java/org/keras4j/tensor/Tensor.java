package org.keras4j.tensor;

import java.util.Optional;

/// A value in a computation: concrete ({@link Array}), standing for one yet to be computed ({@link
/// Tracer}), part of a model being drawn ({@link KerasTensor}), or a named place that holds one
/// ({@link Variable}).
///
/// Functions over tensors do not ask which they have: only the interpreter of primitives and the
/// application of an operation do. A tensor may carry a mask of time steps, as Keras's do; masks
/// travel as part of the value.
public sealed interface Tensor permits Array, Tracer, KerasTensor, Variable {
  /// Shape and dtype.
  TensorType type();

  /// The type of the elements.
  default DType dtype() {
    return type().dtype();
  }

  /// The sizes of the axes.
  default Shape shape() {
    return type().shape();
  }

  /// The number of axes.
  default int rank() {
    return type().rank();
  }

  /// The boolean mask this value carries, if any (`true` = use this step).
  Optional<Tensor> mask();

  /// The same value carrying a mask; an empty `mask` takes it away.
  Tensor withMask(Optional<Tensor> mask);
}
