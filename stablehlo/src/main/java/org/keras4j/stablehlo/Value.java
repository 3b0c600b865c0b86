package org.keras4j.stablehlo;

import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// A value of a module being written: its name there, and its type.
record Value(String name, TensorType type) {
  DType dtype() {
    return type.dtype();
  }

  Shape shape() {
    return type.shape();
  }
}
