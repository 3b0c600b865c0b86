package org.keras4j.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Arrays as JSON writes them: a number, or lists of lists of numbers.
final class NestedNumbers {
  private NestedNumbers() {}

  static Object write(Array array) {
    return nested(array, 0, 0);
  }

  private static Object nested(Array array, int axis, int offset) {
    if (axis == array.rank()) {
      return number(array, offset);
    }
    int stride = array.shape().strides()[axis];
    var out = new ArrayList<Object>();
    for (int i = 0; i < array.shape().dim(axis); i++) {
      out.add(nested(array, axis + 1, offset + i * stride));
    }
    return out;
  }

  private static Object number(Array array, int i) {
    var elements = array.elements();
    return switch (array.dtype().kind()) {
      case BOOL -> elements.getLong(i) != 0;
      case SIGNED, UNSIGNED -> elements.getLong(i);
      // The shortest digits that give the float back, which is what was written: 0.1.
      case FLOAT, COMPLEX ->
          array.dtype() == DType.FLOAT64
              ? elements.getDouble(i)
              : Double.parseDouble(Float.toString((float) elements.getDouble(i)));
      case STRING -> array.host().strings()[i];
    };
  }

  /// The array of a dtype that a number or lists of lists of numbers stand for.
  ///
  /// @throws IllegalArgumentException if they are something else
  static Array read(@Nullable Object value, DType dtype) {
    var flat = new ArrayList<Object>();
    var dims = new ArrayList<Integer>();
    flatten(value, 0, dims, flat);
    var type = new TensorType(dtype, Shape.of(dims));
    if (flat.size() != type.size()) {
      throw new IllegalArgumentException(
          "Expected %d values for a tensor of %s. Received: %d"
              .formatted(type.size(), type, flat.size()));
    }
    if (type.dtype() == DType.STRING) {
      return Array.ofStrings(
          type.shape(), flat.stream().map(Object::toString).toArray(String[]::new));
    }
    var out = Elements.zeros(type);
    for (int i = 0; i < flat.size(); i++) {
      switch (flat.get(i)) {
        case Long l -> out.setLong(i, l);
        case Boolean b -> out.setLong(i, b ? 1 : 0);
        case Number n -> out.setDouble(i, n.doubleValue());
        default -> throw new IllegalArgumentException("Expected numbers. Received: " + flat.get(i));
      }
    }
    return out.toArray();
  }

  private static void flatten(
      @Nullable Object value, int axis, List<Integer> dims, List<Object> out) {
    if (value instanceof List<?> list) {
      if (dims.size() == axis) {
        dims.add(list.size());
      }
      list.forEach(v -> flatten(v, axis + 1, dims, out));
    } else if (value != null) {
      out.add(value);
    }
  }
}
