package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Python's values as Java's.
final class Values {
  private Values() {}

  static Array scalar(Object value, String dtypeName) {
    DType dtype = DType.of(dtypeName);
    return switch (value) {
      case Boolean flag -> Array.scalar(dtype, flag ? 1L : 0L);
      case Long number when !dtype.isFloat() -> Array.scalar(dtype, number.longValue());
      case Number number -> Array.scalar(dtype, number.doubleValue());
      case String text -> Array.ofStrings(Shape.SCALAR, text);
      default -> throw new IllegalArgumentException("Expected a scalar. Received: value=" + value);
    };
  }

  static int integer(Object value) {
    return switch (value) {
      case Long number -> Math.toIntExact(number);
      case Integer number -> number;
      case Boolean flag -> flag ? 1 : 0;
      case Tensor tensor -> Math.toIntExact((long) concrete(tensor).item());
      default ->
          throw new IllegalArgumentException("Expected an integer. Received: value=" + value);
    };
  }

  static OptionalInt optionalInt(Object value) {
    return value == PyNone.NONE ? OptionalInt.empty() : OptionalInt.of(integer(value));
  }

  static double number(Object value) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case Boolean flag -> flag ? 1 : 0;
      case Tensor tensor -> concrete(tensor).item();
      default -> throw new IllegalArgumentException("Expected a number. Received: value=" + value);
    };
  }

  static List<Integer> integers(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().map(Values::integer).toList();
      default -> List.of(integer(value));
    };
  }

  /// A shape; `None` is an unknown size.
  static Shape shape(Object value) {
    List<?> items = value instanceof List<?> list ? list : List.of(value);
    return Shape.of(
        items.stream()
            .mapToInt(item -> item == PyNone.NONE ? Shape.UNKNOWN : integer(item))
            .toArray());
  }

  static Array concrete(Tensor tensor) {
    return switch (tensor) {
      case Array array -> array;
      case org.keras4j.tensor.Variable variable -> variable.stored();
      default ->
          throw new IllegalArgumentException(
              "Expected a concrete tensor. Received: tensor=" + tensor);
    };
  }

  /// A tensor of an argument: tensors as they are, bare numbers as Python's (their dtype gives
  /// way), nested lists of numbers as the tensor Keras makes of them.
  static Tensor tensor(Object value) {
    return switch (value) {
      case Tensor tensor -> tensor;
      case Boolean flag -> Array.weak(flag);
      case Long number -> Array.weak(number.longValue());
      case Double number -> Array.weak(number.doubleValue());
      case String text -> Array.ofStrings(Shape.SCALAR, text);
      case List<?> list -> array(list);
      default ->
          throw new IllegalArgumentException(
              "Expected a tensor, a number or a list of numbers. Received: value=" + value);
    };
  }

  private static Array array(List<?> nested) {
    List<Integer> dims = new ArrayList<>();
    Object level = nested;
    while (level instanceof List<?> list) {
      dims.add(list.size());
      level = list.isEmpty() ? PyNone.NONE : list.getFirst();
    }
    List<Object> flat = new ArrayList<>();
    flatten(nested, flat);
    Shape shape = Shape.of(dims);
    if (flat.size() != shape.size()) {
      throw new IllegalArgumentException(
          "Expected nested lists of equal lengths. Received: " + nested);
    }
    if (flat.size() != shape.size()) {
      throw new IllegalArgumentException(
          "Expected lists of one length at each depth. Received: value=" + nested);
    }
    if (flat.stream().anyMatch(String.class::isInstance)) {
      return Array.ofStrings(shape, flat.stream().map(String.class::cast).toArray(String[]::new));
    }
    if (!flat.isEmpty() && flat.stream().allMatch(Tensor.class::isInstance)) {
      DType dtype = ((Tensor) flat.getFirst()).dtype();
      return Array.ofDoubles(
          new TensorType(dtype, shape), flat.stream().mapToDouble(Values::number).toArray());
    }
    Elements out = Elements.zeros(new TensorType(dtype(flat), shape));
    for (int i = 0; i < flat.size(); i++) {
      switch (flat.get(i)) {
        case Long number -> out.setLong(i, number);
        case Object other -> out.setDouble(i, number(other));
      }
    }
    return out.toArray();
  }

  private static DType dtype(List<Object> flat) {
    if (flat.isEmpty()
        || flat.stream().anyMatch(item -> item instanceof Double || item instanceof Tensor)) {
      return DType.FLOAT32;
    }
    return flat.stream().allMatch(Boolean.class::isInstance) ? DType.BOOL : DType.INT32;
  }

  private static void flatten(Object value, List<Object> into) {
    if (value instanceof List<?> list) {
      list.forEach(item -> flatten(item, into));
    } else {
      into.add(value);
    }
  }
}
