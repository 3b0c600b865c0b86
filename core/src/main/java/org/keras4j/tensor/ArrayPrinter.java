package org.keras4j.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Prints tensors as NumPy does: columns aligned, rows wrapped, long axes shortened to their ends.
/// However large the tensor, at most {@value #LINES} lines come out.
final class ArrayPrinter {
  private static final int FULL = 200;
  private static final int WIDTH = 75;
  private static final int LINES = 60;
  private static final int TEXT = 40;

  private final Elements elements;
  private final Shape shape;
  private final int edge;
  private final List<String> lines = new ArrayList<>();
  private IntFunction<String> format = String::valueOf;

  private ArrayPrinter(Array array) {
    this.elements = array.elements();
    this.shape = array.shape();
    boolean all = array.type().size() <= FULL;
    this.edge = all ? Integer.MAX_VALUE : shape.rank() <= 3 ? 3 : shape.rank() <= 5 ? 2 : 1;
  }

  static String print(Array array) {
    var printer = new ArrayPrinter(array);
    List<Integer> shown = new ArrayList<>();
    printer.visit(0, 0, shown);
    printer.format = printer.format(shown);
    printer.axis(0, 0, "", "");
    return String.join("\n", printer.kept()) + " " + array.type();
  }

  /// The places of an axis that are shown; -1 stands for those left out.
  private int[] places(int axis) {
    int n = shape.dim(axis);
    if (edge >= n || n <= 2 * edge) {
      return java.util.stream.IntStream.range(0, n).toArray();
    }
    int[] out = new int[2 * edge + 1];
    for (int i = 0; i < edge; i++) {
      out[i] = i;
      out[2 * edge - i] = n - 1 - i;
    }
    out[edge] = -1;
    return out;
  }

  private int stride(int axis) {
    return (int) shape.slice(axis + 1, shape.rank()).size();
  }

  private void visit(int axis, int offset, List<Integer> shown) {
    if (axis == shape.rank()) {
      shown.add(offset);
      return;
    }
    for (int i : places(axis)) {
      if (i >= 0 && shown.size() <= LINES * WIDTH) {
        visit(axis + 1, offset + i * stride(axis), shown);
      }
    }
  }

  /// Appends the lines of an axis: `open` stands before the first, `close` behind the last.
  private void axis(int axis, int offset, String open, String close) {
    if (axis >= shape.rank() - 1) {
      lines.addAll(row(axis, offset, open, close));
      return;
    }
    int[] places = places(axis);
    if (places.length == 0) {
      lines.add(open + "[]" + close);
    }
    for (int k = 0; k < places.length && lines.size() <= 2 * LINES; k++) {
      boolean last = k == places.length - 1;
      String start = k == 0 ? open + "[" : " ".repeat(axis + 1);
      if (places[k] < 0) {
        lines.add(start + "...");
      } else {
        axis(axis + 1, offset + places[k] * stride(axis), start, last ? "]" + close : "");
      }
      for (int blank = axis + 2; !last && blank < shape.rank(); blank++) {
        lines.add("");
      }
    }
  }

  private List<String> row(int axis, int offset, String open, String close) {
    if (axis == shape.rank()) {
      return List.of(open + format.apply(offset).strip() + close);
    }
    List<String> out = new ArrayList<>();
    if (shape.rank() == 0) {
      return List.of(format.apply(offset).strip());
    }
    var line = new StringBuilder(open).append('[');
    boolean first = true;
    for (int i : places(axis)) {
      String word = i < 0 ? "..." : format.apply(offset + i);
      if (!first && line.length() + 1 + word.length() >= WIDTH) {
        out.add(line.toString());
        line = new StringBuilder(" ".repeat(axis + 1));
      } else if (!first) {
        line.append(' ');
      }
      line.append(word);
      first = false;
    }
    out.add(line.append(']').append(close).toString());
    return out;
  }

  private List<String> kept() {
    if (lines.size() <= LINES) {
      return lines;
    }
    var out = new ArrayList<>(lines.subList(0, LINES / 2));
    out.add("...");
    out.addAll(lines.subList(lines.size() - LINES / 2, lines.size()));
    return out;
  }

  /// Words of one width for the elements shown.
  private IntFunction<String> format(List<Integer> shown) {
    IntFunction<String> word =
        switch (elements.type().dtype().kind()) {
          case BOOL -> i -> elements.getLong(i) == 0 ? "False" : "True";
          case SIGNED -> i -> Long.toString(elements.getLong(i));
          case UNSIGNED -> i -> Long.toUnsignedString(elements.getLong(i));
          case FLOAT -> numbers(shown.stream().mapToDouble(elements::getDouble).toArray());
          case COMPLEX -> complex(shown);
          case STRING -> i -> text(elements.buffer().strings()[i]);
        };
    if (elements.type().dtype() == DType.STRING) {
      return word;
    }
    int width = shown.stream().mapToInt(i -> word.apply(i).length()).max().orElse(0);
    return i -> {
      String s = word.apply(i);
      return " ".repeat(Math.max(0, width - s.length())) + s;
    };
  }

  private IntFunction<String> numbers(double[] shown) {
    var numbers = NumberFormat.of(shown, elements.type().dtype() == DType.FLOAT64);
    return i -> numbers.format(elements.getDouble(i));
  }

  private IntFunction<String> complex(List<Integer> shown) {
    var real = NumberFormat.of(shown.stream().mapToDouble(elements::getDouble).toArray(), false);
    var imaginary =
        NumberFormat.of(shown.stream().mapToDouble(elements::getImaginary).toArray(), false);
    return i -> {
      String part = imaginary.format(elements.getImaginary(i)).strip();
      return real.format(elements.getDouble(i)) + (part.startsWith("-") ? "" : "+") + part + "j";
    };
  }

  private static String text(String s) {
    String shown = s.length() > TEXT ? s.substring(0, TEXT) + "…" : s;
    return "'" + shown.replace("\\", "\\\\").replace("\n", "\\n").replace("'", "\\'") + "'";
  }
}
