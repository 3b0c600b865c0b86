package org.keras4j.backend.tensorflow;

import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Output;

/// A value in a graph. Where axes only repeat one element the graph need not hold them:
/// TensorFlow's elementwise operations repeat by themselves.
///
/// @param type what the value is
/// @param actual the shape it has in the graph: that of the type, or 1 where an axis repeats
record Value(Output output, TensorType type, Shape actual) {
  static Value whole(Output output, TensorType type) {
    return new Value(output, type, type.shape());
  }

  DType dtype() {
    return type.dtype();
  }

  Shape shape() {
    return type.shape();
  }

  int rank() {
    return type.rank();
  }

  int dim(int axis) {
    return type.shape().dim(axis);
  }

  boolean isWhole() {
    return actual.equals(type.shape());
  }
}
