package org.keras4j.tensor;

/// Shape and dtype: all that is known of a tensor before it is computed.
public record TensorType(DType dtype, Shape shape) {
  /// A type of the given dtype and sizes.
  public static TensorType of(DType dtype, int... dims) {
    return new TensorType(dtype, Shape.of(dims));
  }

  /// The number of axes.
  public int rank() {
    return shape.rank();
  }

  /// The number of elements.
  public long size() {
    return shape.size();
  }

  /// This type with another shape.
  public TensorType withShape(Shape other) {
    return new TensorType(dtype, other);
  }

  /// This type with another dtype.
  public TensorType withDType(DType other) {
    return new TensorType(other, shape);
  }

  /// Short and stable, as programs print it: `float32[2,3]`.
  @Override
  public String toString() {
    var s = new StringBuilder(dtype.kerasName()).append('[');
    for (int i = 0; i < shape.rank(); i++) {
      s.append(i == 0 ? "" : ",").append(shape.dim(i) == Shape.UNKNOWN ? "?" : shape.dim(i));
    }
    return s.append(']').toString();
  }
}
