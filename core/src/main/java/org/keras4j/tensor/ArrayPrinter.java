package org.keras4j.tensor;

import java.util.Locale;

/// Prints tensors as NumPy does, long ones shortened: at most {@value #EDGE} entries at each end of
/// an axis once there are more than {@value #FULL} elements.
final class ArrayPrinter {
  private static final int FULL = 200;
  private static final int EDGE = 3;

  private ArrayPrinter() {}

  static String print(Array array) {
    var out = new StringBuilder();
    boolean all = array.type().size() <= FULL;
    axis(out, array.elements(), 0, 0, all);
    return out.append(" ").append(array.type()).toString();
  }

  private static void axis(StringBuilder out, Elements e, int axis, int offset, boolean all) {
    Shape shape = e.type().shape();
    if (axis == shape.rank()) {
      out.append(element(e, offset));
      return;
    }
    int n = shape.dim(axis);
    int step = (int) shape.slice(axis + 1, shape.rank()).size();
    boolean last = axis == shape.rank() - 1;
    out.append('[');
    for (int i = 0; i < n; i++) {
      if (i > 0) {
        out.append(last ? " " : "\n" + " ".repeat(axis + 1));
      }
      if (!all && n > 2 * EDGE && i == EDGE) {
        out.append("...");
        i = n - EDGE - 1;
        continue;
      }
      axis(out, e, axis + 1, offset + i * step, all);
    }
    out.append(']');
  }

  private static String element(Elements e, int i) {
    return switch (e.type().dtype().kind()) {
      case BOOL -> e.getLong(i) == 0 ? "False" : "True";
      case SIGNED -> Long.toString(e.getLong(i));
      case UNSIGNED -> Long.toUnsignedString(e.getLong(i));
      case FLOAT -> number(e.getDouble(i));
      case COMPLEX -> number(e.getDouble(i)) + "+" + number(e.getImaginary(i)) + "j";
      case STRING -> "'" + e.buffer().strings()[i] + "'";
    };
  }

  private static String number(double x) {
    if (Double.isNaN(x)) {
      return "nan";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "inf" : "-inf";
    }
    if (x == Math.rint(x) && Math.abs(x) < 1e8) {
      return Long.toString((long) x) + ".";
    }
    return String.format(Locale.ROOT, "%.8g", x).replaceFirst("(\\.\\d*?)0+(e|$)", "$1$2");
  }
}
