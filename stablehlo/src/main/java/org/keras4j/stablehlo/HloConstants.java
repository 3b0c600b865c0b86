package org.keras4j.stablehlo;

import java.util.HexFormat;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// How StableHLO writes the elements of a constant: one for all, a short list, or their bytes.
final class HloConstants {
  /// More elements than this are written as bytes.
  private static final int LISTED = 16;

  private HloConstants() {}

  /// What stands in `dense<…>`. Booleans of any number are listed, since their bytes have no one
  /// meaning.
  static String dense(Array value) {
    Elements e = value.elements();
    if (e.size() == 0) {
      return "";
    }
    if (isUniform(e)) {
      return element(e, 0);
    }
    if (e.size() > LISTED && value.dtype() != DType.BOOL) {
      return "\"0x" + hex(value.host(), value.dtype(), e.size()) + "\"";
    }
    var text = new StringBuilder();
    list(e, value.shape(), 0, 0, text);
    return text.toString();
  }

  /// One number for all elements of a type.
  static String number(TensorType type, double value) {
    var one = Elements.zeros(type.withShape(Shape.SCALAR));
    one.setDouble(0, value);
    return element(one, 0);
  }

  private static boolean isUniform(Elements e) {
    for (int i = 1; i < e.size(); i++) {
      boolean same =
          e.type().dtype().isInteger()
              ? e.getLong(i) == e.getLong(0)
              : Double.doubleToRawLongBits(e.getDouble(i))
                      == Double.doubleToRawLongBits(e.getDouble(0))
                  && Double.doubleToRawLongBits(e.getImaginary(i))
                      == Double.doubleToRawLongBits(e.getImaginary(0));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static void list(Elements e, Shape shape, int axis, int start, StringBuilder text) {
    if (axis == shape.rank()) {
      text.append(element(e, start));
      return;
    }
    int step = shape.strides()[axis];
    for (int i = 0; i < shape.dim(axis); i++) {
      text.append(i == 0 ? "[" : ", ");
      list(e, shape, axis + 1, start + i * step, text);
    }
    text.append(']');
  }

  private static String element(Elements e, int i) {
    return switch (e.type().dtype()) {
      case BOOL -> e.getLong(i) == 0 ? "false" : "true";
      case UINT8, UINT16, UINT32, INT8, INT16, INT32, INT64 -> Long.toString(e.getLong(i));
      case UINT64 -> Long.toUnsignedString(e.getLong(i));
      case COMPLEX64 ->
          "(%s, %s)".formatted(real((float) e.getDouble(i)), real((float) e.getImaginary(i)));
      case FLOAT32 -> real((float) e.getDouble(i));
      case FLOAT64 -> {
        double value = e.getDouble(i);
        yield Double.isFinite(value)
            ? Double.toString(value)
            : "0x%016X".formatted(Double.doubleToRawLongBits(value));
      }
      case FLOAT16, BFLOAT16 -> "0x%04X".formatted(e.buffer().shorts()[i] & 0xffff);
      case FLOAT8_E4M3FN, FLOAT8_E5M2 -> "0x%02X".formatted(e.buffer().bytes()[i] & 0xff);
      case STRING -> throw new IllegalArgumentException("XLA has no strings.");
    };
  }

  private static String real(float value) {
    return Float.isFinite(value)
        ? Float.toString(value)
        : "0x%08X".formatted(Float.floatToRawIntBits(value));
  }

  private static String hex(HostBuffer host, DType dtype, int n) {
    var bytes = java.nio.ByteBuffer.allocate(Math.multiplyExact(n, dtype.bytes()));
    bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN);
    switch (dtype) {
      case BOOL, UINT8, INT8, FLOAT8_E4M3FN, FLOAT8_E5M2 -> bytes.put(host.bytes());
      case UINT16, INT16, FLOAT16, BFLOAT16 -> bytes.asShortBuffer().put(host.shorts());
      case UINT32, INT32 -> bytes.asIntBuffer().put(host.ints());
      case UINT64, INT64 -> bytes.asLongBuffer().put(host.longs());
      case FLOAT32, COMPLEX64 -> bytes.asFloatBuffer().put(host.floats());
      case FLOAT64 -> bytes.asDoubleBuffer().put(host.doubles());
      case STRING -> throw new IllegalArgumentException("XLA has no strings.");
    }
    return HexFormat.of().withUpperCase().formatHex(bytes.array());
  }
}
