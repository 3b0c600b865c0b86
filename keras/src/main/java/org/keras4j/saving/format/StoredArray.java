package org.keras4j.saving.format;

import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// An array as a file holds it: dtype, shape and elements in row-major order.
///
/// @param type dtype and shape, every size known
/// @param data the elements, not copied
public record StoredArray(TensorType type, HostBuffer data) {
  /// An array whose elements fit its type.
  ///
  /// @throws IllegalArgumentException if class or length of the elements is another
  public StoredArray {
    if (!data.fits(type)) {
      throw new IllegalArgumentException(
          "Expected elements for %s. Received: data=%s"
              .formatted(type, data.array().getClass().getSimpleName()));
    }
  }

  /// This array with its elements converted, as `numpy.ndarray.astype` converts them. Keras casts
  /// what it loads this way.
  ///
  /// @throws IllegalArgumentException for text, and for complex numbers made real
  public StoredArray as(DType dtype) {
    DType own = type.dtype();
    if (dtype == own) {
      return this;
    }
    if (own == DType.STRING || dtype == DType.STRING || (own.isComplex() && !dtype.isComplex())) {
      throw new IllegalArgumentException(
          "Expected an array of real numbers to convert to %s. Received: %s".formatted(dtype, own));
    }
    Elements from = Elements.of(type, data);
    Elements to = Elements.zeros(type.withDType(dtype));
    boolean whole = !own.isFloat() && !dtype.isFloat() && !dtype.isComplex();
    for (int i = 0; i < to.size(); i++) {
      if (whole) {
        to.setLong(i, from.getLong(i));
      } else {
        to.setDouble(i, from.getDouble(i));
      }
    }
    return new StoredArray(to.type(), to.buffer());
  }
}
