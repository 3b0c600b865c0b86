package org.keras4j.reference;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Indexing.Gather;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.Scatter;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Indexing.Sort;
import org.keras4j.ir.Indexing.TopK;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;

/// Elements by computed places, and in computed order.
final class Lookups {
  private Lookups() {}

  static List<Elements> compute(Indexing op, List<Elements> in, List<Elements> out) {
    switch (op) {
      case Gather gather -> gather(gather, in.get(0), in.get(1), out.getFirst());
      case Scatter scatter -> scatter(scatter, in, out.getFirst());
      case Sort(int axis) -> sort(axis, in, out);
      case TopK(int k) -> topK(k, in.getFirst(), out);
    }
    return out;
  }

  /// Where a place of the result (or of the updates) lies in the operand.
  private static final class Locator {
    private final Places places;
    private final Shape operand;
    private final Elements indices;
    private final List<Integer> windowAxes;
    final long[] start;
    final int[] offset;

    Locator(Places places, Shape operand, Elements indices) {
      this.places = places;
      this.operand = operand;
      this.indices = indices;
      this.windowAxes = places.windowOperandAxes(operand.rank());
      this.start = new long[operand.rank()];
      this.offset = new int[operand.rank()];
    }

    void locate(int[] place) {
      Shape shape = indices.type().shape();
      int[] batch = new int[shape.rank() - 1];
      int w = 0;
      int b = 0;
      java.util.Arrays.fill(offset, 0);
      java.util.Arrays.fill(start, 0);
      for (int i = 0; i < place.length; i++) {
        if (places.window().contains(i)) {
          offset[windowAxes.get(w++)] = place[i];
        } else {
          batch[b++] = place[i];
        }
      }
      int[] at = java.util.Arrays.copyOf(batch, shape.rank());
      for (int n = 0; n < places.indexed().size(); n++) {
        at[batch.length] = n;
        start[places.indexed().get(n)] = indices.getLong(Index.flat(shape, at));
      }
      for (int n = 0; n < places.operandBatch().size(); n++) {
        start[places.operandBatch().get(n)] = batch[places.indexBatch().get(n)];
      }
    }

    boolean within(List<Integer> sizes) {
      return IntStream.range(0, start.length)
          .allMatch(i -> start[i] >= 0 && start[i] + sizes.get(i) <= operand.dim(i));
    }

    int flat(List<Integer> sizes) {
      int[] at = new int[start.length];
      for (int i = 0; i < at.length; i++) {
        at[i] = (int) Math.clamp(start[i], 0L, operand.dim(i) - (long) sizes.get(i)) + offset[i];
      }
      return Index.flat(operand, at);
    }
  }

  private static void gather(Gather op, Elements x, Elements indices, Elements out) {
    var locator = new Locator(op.places(), x.type().shape(), indices);
    Index.forEach(
        out.type().shape(),
        (place, i) -> {
          locator.locate(place);
          if (op.mode() == OutOfBounds.FILL && !locator.within(op.sizes())) {
            fill(out, i);
          } else {
            Copy.element(x, locator.flat(op.sizes()), out, i);
          }
        });
  }

  private static void fill(Elements out, int i) {
    DType dtype = out.type().dtype();
    switch (dtype.kind()) {
      case BOOL -> out.setLong(i, 1);
      case UNSIGNED -> out.setLong(i, -1);
      case SIGNED -> out.setLong(i, -1L << (8 * dtype.bytes() - 1));
      case FLOAT -> out.setDouble(i, Double.NaN);
      case COMPLEX -> out.setComplex(i, Double.NaN, Double.NaN);
      case STRING -> out.buffer().strings()[i] = "";
    }
  }

  private static void scatter(Scatter op, List<Elements> in, Elements out) {
    Elements x = in.get(0);
    Elements updates = in.get(2);
    Copy.all(x, out);
    var locator = new Locator(op.places(), x.type().shape(), in.get(1));
    var windowAxes = op.places().windowOperandAxes(x.type().rank());
    var sizes = new java.util.ArrayList<>(java.util.Collections.nCopies(x.type().rank(), 1));
    for (int k = 0; k < windowAxes.size(); k++) {
      sizes.set(windowAxes.get(k), updates.type().shape().dim(op.places().window().get(k)));
    }
    Index.forEach(
        updates.type().shape(),
        (place, i) -> {
          locator.locate(place);
          if (locator.within(sizes)) {
            update(op.op(), out, locator.flat(sizes), updates, i);
          }
        });
  }

  private static void update(ScatterOp op, Elements out, int at, Elements updates, int i) {
    if (op == ScatterOp.SET) {
      Copy.element(updates, i, out, at);
      return;
    }
    DType dtype = out.type().dtype();
    BinaryOp f =
        switch (op) {
          case SET, ADD -> BinaryOp.ADD;
          case MUL -> BinaryOp.MUL;
          case MAX -> BinaryOp.MAX;
          case MIN -> BinaryOp.MIN;
        };
    if (dtype.isComplex()) {
      double[] z =
          ComplexScalars.binary(
              f,
              out.getDouble(at),
              out.getImaginary(at),
              updates.getDouble(i),
              updates.getImaginary(i));
      out.setComplex(at, z[0], z[1]);
    } else if (dtype.isFloat()) {
      out.setDouble(at, Scalars.binary(f, out.getDouble(at), updates.getDouble(i)));
    } else {
      out.setLong(at, Scalars.binary(f, out.getLong(at), updates.getLong(i), dtype));
    }
  }

  /// NaN last; -0 and 0 are equal.
  private static Comparator<Integer> ascending(Elements x, IntUnaryOperator at) {
    if (x.type().dtype().isFloat()) {
      return (a, b) -> {
        double u = x.getDouble(at.applyAsInt(a));
        double v = x.getDouble(at.applyAsInt(b));
        return u < v ? -1 : u > v ? 1 : Boolean.compare(Double.isNaN(u), Double.isNaN(v));
      };
    }
    return (a, b) ->
        Scalars.order(x.getLong(at.applyAsInt(a)), x.getLong(at.applyAsInt(b)), x.type().dtype());
  }

  private static void sort(int axis, List<Elements> in, List<Elements> out) {
    Elements key = in.getFirst();
    Shape shape = key.type().shape();
    int n = shape.dim(axis);
    int step = shape.strides()[axis];
    Index.forEach(
        shape.with(axis, Math.min(n, 1)),
        (place, _) -> {
          int start = Index.flat(shape, place);
          var order =
              IntStream.range(0, n).boxed().sorted(ascending(key, i -> start + i * step)).toList();
          for (int k = 0; k < in.size(); k++) {
            for (int i = 0; i < n; i++) {
              Copy.element(in.get(k), start + order.get(i) * step, out.get(k), start + i * step);
            }
          }
        });
  }

  private static void topK(int k, Elements x, List<Elements> out) {
    int n = x.type().shape().dim(-1);
    int rows = n == 0 ? 0 : x.size() / n;
    for (int row = 0; row < rows; row++) {
      int start = row * n;
      var order =
          IntStream.range(0, n).boxed().sorted(ascending(x, i -> start + i).reversed()).toList();
      for (int i = 0; i < k; i++) {
        Copy.element(x, start + order.get(i), out.get(0), row * k + i);
        out.get(1).setLong(row * k + i, order.get(i));
      }
    }
  }
}
