package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.DType.Kind;
import org.keras4j.tensor.Shape;
import org.keras4j.tensorflow.c.Attribute;

/// What operations that make one number of many are in TensorFlow. Half-precision numbers
/// accumulate in float32.
final class ReductionLowering {
  private final Emitter e;

  ReductionLowering(Emitter e) {
    this.e = e;
  }

  Value lower(Reduction op, List<Value> in) {
    Value x = in.getFirst();
    if (ElementwiseLowering.isNarrow(x.dtype()) && !(op instanceof Reduction.ArgReduce)) {
      var wide = in.stream().map(v -> e.cast(v, DType.FLOAT32)).toList();
      return e.cast(lower(op, wide), x.dtype());
    }
    return switch (op) {
      case Reduction.Reduce(var f, var axes) -> reduce(f, x, axes);
      case Reduction.ArgReduce(var largest, var axis, var index) ->
          argReduce(largest, x, axis, index);
      case Reduction.ReduceWindow(var f, var window) -> new WindowLowering(e).reduce(f, x, window);
      case Reduction.WindowScatter(var largest, var window) ->
          new WindowLowering(e).scatter(largest, x, in.get(1), window);
      case Reduction.WindowGather(var largest, var window) ->
          new WindowLowering(e).gather(largest, x, in.get(1), window);
      case Reduction.Cumulative(var f, var axis, var reverse) -> cumulative(f, x, axis, reverse);
    };
  }

  private Value reduce(ReduceOp op, Value x, List<Integer> axes) {
    if (x.dtype() == DType.BOOL) {
      return e.reduce(op == ReduceOp.AND || op == ReduceOp.MIN ? "All" : "Any", x, axes);
    }
    return switch (op) {
      case SUM -> e.reduce("Sum", x, axes);
      case PROD -> e.reduce("Prod", x, axes);
      case MAX -> orNeutral(op, "Max", x, axes);
      case MIN -> orNeutral(op, "Min", x, axes);
      case AND, OR -> bitwise(op, x, axes);
    };
  }

  private Value orNeutral(ReduceOp op, String name, Value x, List<Integer> axes) {
    return x.type().size() == 0
        ? neutral(op, e, x.type().withShape(x.shape().without(axes)))
        : e.reduce(name, x, axes);
  }

  /// Halves folded onto each other until one element is left.
  private Value bitwise(ReduceOp op, Value x, List<Integer> axes) {
    Value folded = x;
    for (int axis : axes) {
      if (folded.dim(axis) == 0) {
        return neutral(op, e, x.type().withShape(x.shape().without(axes)));
      }
      while (folded.dim(axis) > 1) {
        int n = folded.dim(axis);
        int half = n / 2;
        Value pair = combine(op, part(folded, axis, 0, half), part(folded, axis, half, 2 * half));
        folded =
            n % 2 == 0 ? pair : e.concatenate(List.of(pair, part(folded, axis, n - 1, n)), axis);
      }
    }
    return e.reshape(folded, x.shape().without(axes));
  }

  private Value part(Value x, int axis, int from, int to) {
    var starts = new ArrayList<>(Collections.nCopies(x.rank(), 0));
    var limits = new ArrayList<>(Emitter.dims(x.shape()));
    starts.set(axis, from);
    limits.set(axis, to);
    return e.slice(x, starts, limits, Collections.nCopies(x.rank(), 1));
  }

  private Value combine(ReduceOp op, Value x, Value y) {
    return combine(op, e, x, y);
  }

  static Value combine(ReduceOp op, Emitter e, Value x, Value y) {
    boolean bool = x.dtype() == DType.BOOL;
    return e.map(
        switch (op) {
          case SUM -> "AddV2";
          case PROD -> "Mul";
          case MAX -> bool ? "LogicalOr" : "Maximum";
          case MIN -> bool ? "LogicalAnd" : "Minimum";
          case AND -> bool ? "LogicalAnd" : "BitwiseAnd";
          case OR -> bool ? "LogicalOr" : "BitwiseOr";
        },
        x,
        y);
  }

  /// What changes nothing when it is combined.
  static Value neutral(ReduceOp op, Emitter e, org.keras4j.tensor.TensorType type) {
    DType dtype = type.dtype();
    boolean real = dtype.isFloat();
    int bits = 8 * dtype.bytes();
    boolean signed = dtype.kind() == Kind.SIGNED;
    if (dtype == DType.BOOL) {
      return e.fill(type, op == ReduceOp.AND || op == ReduceOp.MIN ? 1L : 0L);
    }
    return switch (op) {
      case SUM, OR -> e.fill(type, 0.0);
      case PROD -> e.fill(type, 1.0);
      case AND -> e.fill(type, -1L);
      case MAX ->
          real
              ? e.fill(type, Double.NEGATIVE_INFINITY)
              : e.fill(type, signed ? -1L << (bits - 1) : 0L);
      case MIN ->
          real
              ? e.fill(type, Double.POSITIVE_INFINITY)
              : e.fill(type, signed ? ~(-1L << (bits - 1)) : -1L);
    };
  }

  /// The first NaN counts as the largest and as the smallest.
  private Value argReduce(boolean largest, Value x, int axis, DType index) {
    Value y =
        x.dtype() == DType.BOOL
            ? e.cast(x, DType.INT32)
            : ElementwiseLowering.isNarrow(x.dtype()) ? e.cast(x, DType.FLOAT32) : x;
    Value place = find(largest ? "ArgMax" : "ArgMin", y, axis);
    if (y.dtype().isFloat()) {
      Value isNan = e.map("NotEqual", DType.BOOL, y, y);
      Value first = find("ArgMax", e.cast(isNan, DType.INT32), axis);
      place = e.select(e.reduce("Any", isNan, List.of(axis)), first, place);
    }
    return new ElementwiseLowering(e).convert(place, index);
  }

  private Value find(String op, Value x, int axis) {
    return Value.whole(
        e.emit(
            op,
            Map.of("output_type", Attribute.of(DType.INT64)),
            e.whole(x).output(),
            e.scalar(DType.INT32, axis)),
        new org.keras4j.tensor.TensorType(DType.INT64, x.shape().without(List.of(axis))));
  }

  private Value cumulative(ReduceOp op, Value x, int axis, boolean reverse) {
    return switch (op) {
      case SUM -> running("Cumsum", x, axis, reverse);
      case PROD -> running("Cumprod", x, axis, reverse);
      case MAX, MIN, AND, OR -> doubling(op, x, axis, reverse);
    };
  }

  private Value running(String op, Value x, int axis, boolean reverse) {
    return Value.whole(
        e.emit(
            op,
            Map.of("reverse", Attribute.of(reverse)),
            e.whole(x).output(),
            e.scalar(DType.INT32, axis)),
        x.type());
  }

  /// After the step of reach `2^k` each element has met the `2^(k+1)` before it.
  private Value doubling(ReduceOp op, Value x, int axis, boolean reverse) {
    Value out = x;
    int n = x.dim(axis);
    var none = Collections.nCopies(x.rank(), 0);
    for (int reach = 1; reach < n; reach *= 2) {
      var amount = new ArrayList<>(none);
      amount.set(axis, reach);
      Value rest = reverse ? part(out, axis, reach, n) : part(out, axis, 0, n - reach);
      Value neutral = neutral(op, e, x.type().withShape(Shape.SCALAR));
      Value shifted =
          e.pad(rest, reverse ? none : amount, reverse ? amount : none, neutral.output());
      out = combine(op, out, shifted);
    }
    return out;
  }
}
