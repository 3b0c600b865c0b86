package org.keras4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;

/// Samples of reductions.
final class ReductionSamples {
  private static final Window PLAIN =
      Window.of(List.of(1, 3, 2), List.of(1, 2, 1), List.of(0, 1, 0), List.of(0, 1, 1));
  private static final Window SIDE_BY_SIDE =
      Window.of(List.of(1, 2, 2), List.of(1, 2, 2), List.of(0, 0, 0), List.of(0, 1, 0));
  private static final Window DILATED =
      new Window(
          List.of(1, 2, 2),
          List.of(1, 1, 2),
          List.of(0, 1, 0),
          List.of(0, 0, 1),
          List.of(1, 2, 1),
          List.of(1, 1, 2));

  private final Operands o;
  private final List<Sample> out = new ArrayList<>();

  private ReductionSamples(Operands o) {
    this.o = o;
  }

  static List<Sample> of(Operands o) {
    var s = new ReductionSamples(o);
    for (ReduceOp op : ReduceOp.values()) {
      s.each(op);
    }
    s.add("argmax", new Reduction.ArgReduce(true, 1, DType.INT32), o.distinct(2, 5));
    s.add("argmin", new Reduction.ArgReduce(false, 0, DType.INT64), o.distinct(4, 3));
    var x = o.distinct(2, 5, 4);
    for (boolean largest : new boolean[] {true, false}) {
      s.add(
          "window scatter " + largest,
          new Reduction.WindowScatter(largest, PLAIN),
          x,
          o.numbers(PLAIN.outputShape(x.shape()).dims()));
      s.add(
          "window scatter side by side " + largest,
          new Reduction.WindowScatter(largest, SIDE_BY_SIDE),
          x,
          o.numbers(SIDE_BY_SIDE.outputShape(x.shape()).dims()));
      s.add(
          "window gather " + largest,
          new Reduction.WindowGather(largest, PLAIN),
          x,
          o.numbers(2, 5, 4));
    }
    return s.out;
  }

  private void each(ReduceOp op) {
    String name = op.name().toLowerCase(Locale.ROOT);
    add("reduce " + name, new Reduction.Reduce(op, List.of(1)), operand(op, 2, 5, 3));
    add("reduce all " + name, new Reduction.Reduce(op, List.of(0, 1)), operand(op, 3, 3));
    add("reduce one " + name, new Reduction.Reduce(op, List.of(0)), operand(op, 1, 3));
    add("cumulative " + name, new Reduction.Cumulative(op, 1, false), operand(op, 2, 7));
    add("cumulative reverse " + name, new Reduction.Cumulative(op, 0, true), operand(op, 6, 2));
    add("window " + name, new Reduction.ReduceWindow(op, PLAIN), operand(op, 2, 5, 4));
    add("window dilated " + name, new Reduction.ReduceWindow(op, DILATED), operand(op, 2, 4, 6));
  }

  private Array operand(ReduceOp op, int... dims) {
    return switch (op) {
      case SUM, PROD -> o.nonzero(dims);
      case MAX, MIN -> o.distinct(dims);
      case AND, OR -> o.booleans(dims);
    };
  }

  private void add(String name, Primitive op, Array... in) {
    out.add(new Sample(name, op, List.of(in), true));
  }
}
