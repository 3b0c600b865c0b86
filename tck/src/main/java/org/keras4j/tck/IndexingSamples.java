package org.keras4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.Scatter;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Primitive;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// Samples of lookups, replacements and orderings.
final class IndexingSamples {
  /// Rows of a matrix.
  private static final Places ROWS =
      new Places(List.of(1), List.of(0), List.of(), List.of(), List.of(0));

  /// Windows of a matrix at two-dimensional places.
  private static final Places WINDOWS =
      new Places(List.of(1, 2), List.of(), List.of(), List.of(), List.of(1, 0));

  /// One element of each row.
  private static final Places ALONG =
      new Places(List.of(), List.of(1), List.of(0), List.of(0), List.of(1));

  private final Operands o;
  private final List<Sample> out = new ArrayList<>();

  private IndexingSamples(Operands o) {
    this.o = o;
  }

  static List<Sample> of(Operands o) {
    var s = new IndexingSamples(o);
    for (OutOfBounds mode : OutOfBounds.values()) {
      s.gathers(mode);
    }
    for (ScatterOp op : ScatterOp.values()) {
      s.scatters(op);
    }
    s.add("sort", new Indexing.Sort(1), o.distinct(2, 5));
    s.add(
        "sort with others",
        new Indexing.Sort(0),
        o.distinct(5, 2),
        o.numbers(5, 2),
        o.integers(DType.INT32, 0, 9, 5, 2));
    s.add("top k", new Indexing.TopK(3), o.distinct(2, 6));
    return s.out;
  }

  private void add(String name, Primitive op, Array... in) {
    out.add(new Sample(name, op, List.of(in), true));
  }

  private static Array places(Shape shape, long... values) {
    return Operands.integers(DType.INT32, shape, values);
  }

  private void gathers(OutOfBounds mode) {
    String name = "gather " + mode.name().toLowerCase(Locale.ROOT);
    // NaN marks what lies outside: where gradients are compared all lies within.
    long far = mode == OutOfBounds.CLIP ? 99 : 3;
    long before = mode == OutOfBounds.CLIP ? -2 : 0;
    add(
        name + " rows",
        new Indexing.Gather(ROWS, List.of(1, 3), mode),
        o.numbers(4, 3),
        places(Shape.of(4, 1), 2, far, before, 2));
    add(
        name + " windows",
        new Indexing.Gather(WINDOWS, List.of(2, 2), mode),
        o.numbers(4, 5),
        places(Shape.of(3, 2), 1, 2, 0, 0, far, 1));
    add(
        name + " along",
        new Indexing.Gather(ALONG, List.of(1, 1), mode),
        o.numbers(3, 4),
        Operands.integers(DType.INT64, Shape.of(3, 1), 1, far, before));
  }

  private void scatters(ScatterOp op) {
    String name = "scatter " + op.name().toLowerCase(Locale.ROOT);
    var all = o.distinct(11, 3).toDoubles();
    var x = Array.ofDoubles(o.type(5, 3), java.util.Arrays.copyOf(all, 15));
    var updates = Array.ofDoubles(o.type(6, 3), java.util.Arrays.copyOfRange(all, 15, 33));
    add(
        name + " rows",
        new Scatter(op, ROWS),
        x,
        places(Shape.of(6, 1), 2, 0, 2, 9, 4, 2),
        updates);
    add(
        name + " windows",
        new Scatter(op, WINDOWS),
        o.distinct(4, 5),
        places(Shape.of(2, 2), 1, 2, 2, 1),
        Array.ofDoubles(o.type(2, 2, 2), 0.11, -0.7, 0.9, 1.3, -1.9, 0.53, 3.1, -0.31));
    add(
        name + " along",
        new Scatter(op, ALONG),
        o.distinct(3, 4),
        places(Shape.of(3, 1), 1, -1, 3),
        Array.ofDoubles(o.type(3), 0.33, 0.7, -0.2));
  }
}
