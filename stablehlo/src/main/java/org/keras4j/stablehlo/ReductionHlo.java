package org.keras4j.stablehlo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.keras4j.ir.Elementwise.CompareOp;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Reduction.ArgReduce;
import org.keras4j.ir.Reduction.Cumulative;
import org.keras4j.ir.Reduction.Reduce;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.ReduceWindow;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.ir.Reduction.WindowGather;
import org.keras4j.ir.Reduction.WindowScatter;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Operations that make one number of many.
final class ReductionHlo {
  private final Hlo hlo;

  ReductionHlo(Hlo hlo) {
    this.hlo = hlo;
  }

  Value write(Reduction op, List<Value> in, TensorType out) {
    Value x = in.getFirst();
    return switch (op) {
      case Reduce(ReduceOp f, var axes) ->
          accumulated(x, out, wide -> reduce(f, wide, axes, out.withDType(wide.dtype())));
      case ArgReduce arg -> arg(arg, x, out);
      case ReduceWindow(ReduceOp f, Window window) ->
          accumulated(x, out, wide -> reduceWindow(f, wide, window, out.withDType(wide.dtype())));
      case WindowScatter(boolean largest, Window window) -> scatter(largest, window, x, in.get(1));
      case WindowGather(boolean largest, Window window) ->
          gather(largest, window, x, in.get(1), out);
      case Cumulative(ReduceOp f, int axis, boolean reverse) ->
          accumulated(x, out, wide -> cumulative(f, wide, axis, reverse));
    };
  }

  /// Small floats accumulate in float32.
  private Value accumulated(
      Value x, TensorType out, java.util.function.UnaryOperator<Value> reduction) {
    boolean small =
        switch (x.dtype()) {
          case FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT16, BFLOAT16 -> true;
          case BOOL,
              UINT8,
              UINT16,
              UINT32,
              UINT64,
              INT8,
              INT16,
              INT32,
              INT64,
              FLOAT32,
              FLOAT64,
              COMPLEX64,
              STRING ->
              false;
        };
    return small
        ? hlo.convert(reduction.apply(hlo.convert(x, DType.FLOAT32)), out.dtype())
        : reduction.apply(x);
  }

  static String name(ReduceOp op) {
    return switch (op) {
      case SUM -> "stablehlo.add";
      case PROD -> "stablehlo.multiply";
      case MAX -> "stablehlo.maximum";
      case MIN -> "stablehlo.minimum";
      case AND -> "stablehlo.and";
      case OR -> "stablehlo.or";
    };
  }

  private Value combined(ReduceOp op, Value a, Value b) {
    return switch (op) {
      case MAX, MIN -> hlo.extreme(name(op), a, b);
      case SUM, PROD, AND, OR -> hlo.same(name(op), a, b);
    };
  }

  /// What a combination begins with.
  private Value neutral(ReduceOp op, DType dtype) {
    var e = Elements.zeros(new TensorType(dtype, Shape.SCALAR));
    boolean signed = dtype.kind() == DType.Kind.SIGNED;
    long lowest = signed ? -1L << (8 * dtype.bytes() - 1) : 0;
    switch (op) {
      case SUM, OR -> {}
      case PROD -> e.setDouble(0, 1);
      case AND -> e.setLong(0, dtype == DType.BOOL ? 1 : -1);
      case MAX -> {
        if (dtype.isFloat()) {
          e.setDouble(0, Double.NEGATIVE_INFINITY);
        } else {
          e.setLong(0, lowest);
        }
      }
      case MIN -> {
        if (dtype.isFloat()) {
          e.setDouble(0, Double.POSITIVE_INFINITY);
        } else {
          e.setLong(0, dtype == DType.BOOL ? 1 : ~lowest);
        }
      }
    }
    return hlo.constant(e.toArray());
  }

  /// XLA's vector code loses NaN among what it compares, so that is looked for by itself.
  private Value reduce(ReduceOp op, Value x, List<Integer> axes, TensorType out) {
    Value result = plainReduce(op, x, axes, out);
    boolean compares = op == ReduceOp.MAX || op == ReduceOp.MIN;
    if (!compares || !x.dtype().isFloat()) {
      return result;
    }
    Value undefined =
        plainReduce(ReduceOp.OR, hlo.compare(CompareOp.NE, x, x), axes, out.withDType(DType.BOOL));
    return hlo.select(undefined, hlo.like(result, Double.NaN), result);
  }

  private Value plainReduce(ReduceOp op, Value x, List<Integer> axes, TensorType out) {
    return hlo.reduce(name(op), x, neutral(op, x.dtype()), axes, out);
  }

  /// Pairs of element and index, of which the better survives: the larger, NaN before all, the
  /// first among equals.
  private Value arg(ArgReduce op, Value x, TensorType out) {
    Value index = hlo.iota(x.type().withDType(op.index()), op.axis());
    Value worst = neutral(op.largest() ? ReduceOp.MAX : ReduceOp.MIN, x.dtype());
    Value none = hlo.scalar(op.index(), 0);
    var scalars = List.of(worst.type(), none.type(), worst.type(), none.type());
    String region = hlo.region(scalars, v -> better(op.largest(), v));
    var types = List.of(x.type().withShape(out.shape()), out);
    return hlo.general(
            "reduce",
            List.of(x, index, worst, none),
            "dimensions = " + HloTypes.array(List.of(op.axis())),
            List.of(region),
            types)
        .get(1);
  }

  private List<Value> better(boolean largest, List<Value> v) {
    Value a = v.get(0);
    Value b = v.get(2);
    Value wins = hlo.compare(largest ? CompareOp.GT : CompareOp.LT, a, b);
    if (a.dtype().isFloat()) {
      wins = hlo.or(wins, hlo.compare(CompareOp.NE, a, a));
    }
    Value equal = hlo.compare(CompareOp.EQ, a, b);
    if (a.dtype().isFloat()) {
      Value neither = hlo.and(hlo.compare(CompareOp.NE, a, a), hlo.compare(CompareOp.NE, b, b));
      equal = hlo.or(equal, neither);
    }
    Value first = hlo.compare(CompareOp.LT, v.get(1), v.get(3));
    Value takesIndex = hlo.select(equal, first, wins);
    return List.of(hlo.select(wins, a, b), hlo.select(takesIndex, v.get(1), v.get(3)));
  }

  private static String attributes(Window w) {
    return ("window_dimensions = %s, window_strides = %s, base_dilations = %s,"
            + " window_dilations = %s, padding = %s")
        .formatted(
            HloTypes.array(w.size()),
            HloTypes.array(w.strides()),
            HloTypes.array(w.baseDilation()),
            HloTypes.array(w.windowDilation()),
            HloTypes.pairs(w.low(), w.high()));
  }

  private Value reduceWindow(ReduceOp op, Value x, Window window, TensorType out) {
    Value start = neutral(op, x.dtype());
    String region =
        hlo.region(
            List.of(start.type(), start.type()), v -> List.of(combined(op, v.get(0), v.get(1))));
    return hlo.general(
            "reduce_window", List.of(x, start), attributes(window), List.of(region), List.of(out))
        .getFirst();
  }

  private Value scatter(boolean largest, Window w, Value x, Value g) {
    if (TiledWindows.fits(w)) {
      ReduceOp best = largest ? ReduceOp.MAX : ReduceOp.MIN;
      return new TiledWindows(hlo, w, g.shape())
          .scatter(name(best), neutral(best, x.dtype()), x, g);
    }
    var scalar = x.type().withShape(Shape.SCALAR);
    Value zero = hlo.scalar(x.dtype(), 0);
    String select =
        hlo.region(
            List.of(scalar, scalar),
            v -> List.of(hlo.compare(largest ? CompareOp.GE : CompareOp.LE, v.get(0), v.get(1))));
    String scatter = hlo.region(List.of(scalar, scalar), v -> List.of(hlo.add(v.get(0), v.get(1))));
    return hlo.general(
            "select_and_scatter",
            List.of(x, g, zero),
            "window_dimensions = %s, window_strides = %s, padding = %s"
                .formatted(
                    HloTypes.array(w.size()),
                    HloTypes.array(w.strides()),
                    HloTypes.pairs(w.low(), w.high())),
            List.of(select, scatter),
            List.of(x.type()))
        .getFirst();
  }

  /// Element and companion, of which the better survives; where there is only padding, zero.
  private Value gather(boolean largest, Window window, Value x, Value t, TensorType out) {
    Value worst = neutral(largest ? ReduceOp.MAX : ReduceOp.MIN, x.dtype());
    Value zero = hlo.scalar(t.dtype(), 0);
    var scalars = List.of(worst.type(), zero.type(), worst.type(), zero.type());
    String region =
        hlo.region(
            scalars,
            v -> {
              Value keeps = hlo.compare(largest ? CompareOp.GE : CompareOp.LE, v.get(0), v.get(2));
              return List.of(
                  hlo.select(keeps, v.get(0), v.get(2)), hlo.select(keeps, v.get(1), v.get(3)));
            });
    return hlo.general(
            "reduce_window",
            List.of(x, t, worst, zero),
            attributes(window),
            List.of(region),
            List.of(out, out))
        .get(1);
  }

  /// Each step combines with what lies 1, 2, 4, … places before: log n passes that fuse.
  private Value cumulative(ReduceOp op, Value x, int axis, boolean reverse) {
    int n = x.shape().dim(axis);
    Value start = neutral(op, x.dtype());
    Value sum = x;
    for (int shift = 1; shift < n; shift *= 2) {
      var low = zeros(x);
      var high = zeros(x);
      low.set(axis, reverse ? -shift : shift);
      high.set(axis, reverse ? shift : -shift);
      sum = combined(op, sum, hlo.pad(sum, start, low, high, zeros(x)));
    }
    return sum;
  }

  private static List<Integer> zeros(Value x) {
    return new ArrayList<>(Collections.nCopies(x.shape().rank(), 0));
  }
}
