package org.keras4j.tensor;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/// Tensors from and to Java's arrays of arrays, such as `float[][]`.
final class NestedArrays {
  private NestedArrays() {}

  static org.keras4j.tensor.Array read(Object nested) {
    List<Integer> sizes = new ArrayList<>();
    Class<?> component = nested.getClass();
    for (Object level = nested; component.isArray(); component = component.componentType()) {
      int n = level == null ? 0 : Array.getLength(level);
      sizes.add(n);
      level = n == 0 || !component.componentType().isArray() ? null : Array.get(level, 0);
    }
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected an array such as float[][]. Received: nested=" + nested);
    }
    var type = new TensorType(dtype(component), Shape.of(sizes));
    HostBuffer out = HostBuffer.zeros(type);
    if (component == boolean.class) {
      copyBooleans(nested, type.shape(), 0, out.bytes(), 0);
    } else {
      copy(nested, type.shape(), 0, out.array(), 0);
    }
    return org.keras4j.tensor.Array.of(type, out);
  }

  private static DType dtype(Class<?> component) {
    return switch (component.getName()) {
      case "float" -> DType.FLOAT32;
      case "double" -> DType.FLOAT64;
      case "byte" -> DType.INT8;
      case "short" -> DType.INT16;
      case "int" -> DType.INT32;
      case "long" -> DType.INT64;
      case "boolean" -> DType.BOOL;
      case "java.lang.String" -> DType.STRING;
      default ->
          throw new IllegalArgumentException(
              "Expected an array of primitive numbers, booleans or strings. Received: elements of type "
                  + component.getName());
    };
  }

  private static void check(Object level, Shape shape, int axis) {
    if (level == null || Array.getLength(level) != shape.dim(axis)) {
      throw new IllegalArgumentException(
          "Expected arrays of one length at each depth: %d at depth %d. Received: %s"
              .formatted(shape.dim(axis), axis, level == null ? "null" : Array.getLength(level)));
    }
  }

  private static void copy(Object level, Shape shape, int axis, Object out, int at) {
    check(level, shape, axis);
    if (axis == shape.rank() - 1) {
      System.arraycopy(level, 0, out, at, shape.dim(axis));
      return;
    }
    int step = (int) shape.slice(axis + 1, shape.rank()).size();
    for (int i = 0; i < shape.dim(axis); i++) {
      copy(Array.get(level, i), shape, axis + 1, out, at + i * step);
    }
  }

  private static void copyBooleans(Object level, Shape shape, int axis, byte[] out, int at) {
    check(level, shape, axis);
    int step = (int) shape.slice(axis + 1, shape.rank()).size();
    for (int i = 0; i < shape.dim(axis); i++) {
      if (level instanceof boolean[] row) {
        out[at + i] = (byte) (row[i] ? 1 : 0);
      } else {
        copyBooleans(Array.get(level, i), shape, axis + 1, out, at + i * step);
      }
    }
  }

  static Object write(org.keras4j.tensor.Array array) {
    Shape shape = array.shape();
    Class<?> component = component(array.dtype());
    if (shape.rank() == 0) {
      Object single = Array.newInstance(component, 1);
      fill(single, array.elements(), 0);
      return Array.get(single, 0);
    }
    Object out = Array.newInstance(component, shape.dims());
    write(out, shape, 0, array.elements(), 0);
    return out;
  }

  private static void write(Object level, Shape shape, int axis, Elements from, int at) {
    if (axis == shape.rank() - 1) {
      fill(level, from, at);
      return;
    }
    int step = (int) shape.slice(axis + 1, shape.rank()).size();
    for (int i = 0; i < shape.dim(axis); i++) {
      write(Array.get(level, i), shape, axis + 1, from, at + i * step);
    }
  }

  private static void fill(Object row, Elements from, int at) {
    int n = Array.getLength(row);
    for (int i = 0; i < n; i++) {
      switch (row) {
        case float[] a -> a[i] = (float) from.getDouble(at + i);
        case double[] a -> a[i] = from.getDouble(at + i);
        case byte[] a -> a[i] = (byte) from.getLong(at + i);
        case short[] a -> a[i] = (short) from.getLong(at + i);
        case int[] a -> a[i] = (int) from.getLong(at + i);
        case long[] a -> a[i] = from.getLong(at + i);
        case boolean[] a -> a[i] = from.getLong(at + i) != 0;
        case Object[] a -> a[i] = from.buffer().strings()[at + i];
        default -> throw new IllegalStateException("No such row: " + row.getClass());
      }
    }
  }

  /// The Java type that holds every number of a dtype.
  private static Class<?> component(DType dtype) {
    return switch (dtype) {
      case BOOL -> boolean.class;
      case INT8 -> byte.class;
      case INT16 -> short.class;
      case UINT8, UINT16, INT32 -> int.class;
      case UINT32, INT64, UINT64 -> long.class;
      case FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT16, BFLOAT16, FLOAT32 -> float.class;
      case FLOAT64 -> double.class;
      case STRING -> String.class;
      case COMPLEX64 ->
          throw new IllegalArgumentException(
              "Expected real numbers; Ops.viewAsReal gives the parts. Received: dtype=complex64");
    };
  }
}
