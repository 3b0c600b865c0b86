package org.keras4j.backend.torch;

import java.util.List;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Reduction.ArgReduce;
import org.keras4j.ir.Reduction.Cumulative;
import org.keras4j.ir.Reduction.Reduce;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.ReduceWindow;
import org.keras4j.ir.Reduction.WindowGather;
import org.keras4j.ir.Reduction.WindowScatter;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// One number of many.
final class ReductionLowering {
  private final Assembly assembly;
  private final Ordering ordering;

  ReductionLowering(Assembly assembly) {
    this.assembly = assembly;
    this.ordering = new Ordering(assembly);
  }

  Ref lower(Reduction op, List<Operand> in, TensorType result) {
    Operand x = in.getFirst();
    return switch (op) {
      case Reduce(var f, var axes) -> axes.isEmpty() ? x.ref() : reduce(f, axes, x, op, result);
      case ArgReduce(boolean largest, int axis, DType index) ->
          place(largest ? Aten.ARGMAX : Aten.ARGMIN, x, axis, Kind.of(index), result.shape());
      case Cumulative c -> cumulative(c, x, result);
      case ReduceWindow w ->
          new Pooling(assembly).reduce(w, x, result).orElseGet(() -> byReference(op, in, result));
      case WindowScatter w ->
          new Pooling(assembly)
              .scatter(w, x, in.get(1), result)
              .orElseGet(() -> byReference(op, in, result));
      // Asked for by forward-mode derivatives of poolings only.
      case WindowGather _ -> byReference(op, in, result);
    };
  }

  private Ref byReference(Reduction op, List<Operand> in, TensorType result) {
    return ByReference.step(assembly, op, in, List.of(result)).getFirst();
  }

  private Ref reduce(ReduceOp f, List<Integer> axes, Operand x, Reduction op, TensorType result) {
    Kind kind = x.ref().kind();
    long[] dims = MovementLowering.longs(axes);
    return switch (f) {
      case SUM -> assembly.call(Aten.SUM, result.shape(), kind, x.ref(), dims, false, kind);
      case PROD -> product(x.ref(), axes);
      case MAX -> extreme(Aten.AMAX, x, dims, axes, result);
      case MIN -> extreme(Aten.AMIN, x, dims, axes, result);
      // Of integers it is bit by bit, which the library does not do.
      case AND ->
          kind == Kind.BOOL
              ? assembly.call(Aten.ALL, result.shape(), kind, x.ref(), dims)
              : byReference(op, List.of(x), result);
      case OR ->
          kind == Kind.BOOL
              ? assembly.call(Aten.ANY, result.shape(), kind, x.ref(), dims)
              : byReference(op, List.of(x), result);
    };
  }

  private Ref product(Ref x, List<Integer> axes) {
    Ref out = x;
    for (int axis : axes.stream().sorted(java.util.Comparator.reverseOrder()).toList()) {
      out =
          assembly.call(
              Aten.PROD,
              out.shape().without(List.of(axis)),
              x.kind(),
              out,
              (long) axis,
              false,
              x.kind());
    }
    return out;
  }

  private Ref extreme(Aten op, Operand x, long[] dims, List<Integer> axes, TensorType result) {
    if (axes.stream().anyMatch(a -> x.shape().dim(a) == 0)) {
      Ref neutral = assembly.constant(neutral(x.dtype(), op == Aten.AMAX));
      return new MovementLowering(assembly).expand(neutral, result.shape());
    }
    Ref ordered = ordering.of(x);
    Ref chosen = assembly.call(op, result.shape(), ordered.kind(), ordered, dims);
    return ordering.back(chosen, result);
  }

  /// The lowest number of a dtype, or the highest.
  private static Array neutral(DType dtype, boolean lowest) {
    return switch (dtype.kind()) {
      case FLOAT ->
          Array.scalar(dtype, lowest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      case BOOL, UNSIGNED -> Array.scalar(dtype, lowest ? 0L : dtype == DType.BOOL ? 1L : -1L);
      case SIGNED ->
          Array.scalar(dtype, lowest ? Conversion.lowest(dtype) : ~Conversion.lowest(dtype));
      case COMPLEX, STRING -> throw new IllegalArgumentException("No order: " + dtype);
    };
  }

  private Ref place(Aten op, Operand x, int axis, Kind index, Shape shape) {
    Ref found = assembly.call(op, shape, Kind.LONG, ordering.of(x), (long) axis, false);
    return index == Kind.LONG ? found : assembly.call(Aten.TO, shape, index, found, index);
  }

  private Ref cumulative(Cumulative c, Operand x, TensorType result) {
    boolean bits = c.op() == ReduceOp.AND || c.op() == ReduceOp.OR;
    if (bits && x.dtype() != DType.BOOL) {
      return byReference(c, List.of(x), result);
    }
    var movement = new MovementLowering(assembly);
    var axes = List.of(c.axis());
    boolean sums = c.op() == ReduceOp.SUM || c.op() == ReduceOp.PROD;
    Ref numbers = sums ? x.ref() : ordering.of(x);
    Ref source = c.reverse() ? movement.reverse(numbers, axes) : numbers;
    Ref out =
        switch (c.op()) {
          case SUM -> running(Aten.CUMSUM, source, c.axis());
          case PROD -> running(Aten.CUMPROD, source, c.axis());
          case MAX, OR -> extremes(Aten.CUMMAX, source, c.axis());
          case MIN, AND -> extremes(Aten.CUMMIN, source, c.axis());
        };
    Ref turned = c.reverse() ? movement.reverse(out, axes) : out;
    return sums ? turned : ordering.back(turned, x.type());
  }

  private Ref running(Aten op, Ref x, int axis) {
    return assembly.call(op, x.shape(), x.kind(), x, (long) axis, x.kind());
  }

  private Ref extremes(Aten op, Ref x, int axis) {
    return assembly
        .calls(
            op,
            List.of(new Ref(0, x.shape(), x.kind()), new Ref(0, x.shape(), Kind.LONG)),
            x,
            (long) axis)
        .getFirst();
  }
}
