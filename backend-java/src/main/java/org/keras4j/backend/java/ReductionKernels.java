package org.keras4j.backend.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.backend.java.kernel.Cumulative;
import org.keras4j.backend.java.kernel.Extremes;
import org.keras4j.backend.java.kernel.Pooling;
import org.keras4j.backend.java.kernel.Reductions;
import org.keras4j.backend.java.kernel.Windows;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Reduction.ArgReduce;
import org.keras4j.ir.Reduction.Reduce;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.ReduceWindow;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.ir.Reduction.WindowGather;
import org.keras4j.ir.Reduction.WindowScatter;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// Reductions by kernels over `[outer, n, inner]` views, poolings over channels-last ones.
final class ReductionKernels {
  private ReductionKernels() {}

  static Optional<Kernel> of(Reduction op, List<TensorType> in, TensorType out) {
    TensorType x = in.getFirst();
    return switch (op) {
      case Reduce(var f, var axes) -> reduce(f, axes, x);
      case ArgReduce a -> argReduce(a, x);
      case ReduceWindow(var f, var window) -> reduceWindow(f, window, x);
      case WindowScatter(boolean largest, var window) ->
          largest ? windowScatter(window, x) : Optional.empty();
      case WindowGather _ -> Optional.empty();
      case Reduction.Cumulative c -> cumulative(c, x);
    };
  }

  /// A view as three axes, the middle one to be combined.
  private record Middle(int outer, int n, int inner) {}

  private static Middle around(TensorType x, int first, int past) {
    return new Middle(
        (int) x.shape().slice(0, first).size(),
        (int) x.shape().slice(first, past).size(),
        (int) x.shape().slice(past, x.rank()).size());
  }

  private interface Rows {
    void run(Object x, int outer, int n, int inner, Object y);
  }

  private static Optional<Rows> rows(ReduceOp op, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> floats(op);
      case FLOAT64 -> doubles(op);
      case INT32 -> ints(op);
      case INT64 -> longs(op);
      case BOOL -> bools(op);
      case UINT8,
          UINT16,
          UINT32,
          UINT64,
          INT8,
          INT16,
          FLOAT8_E4M3FN,
          FLOAT8_E5M2,
          FLOAT16,
          BFLOAT16,
          COMPLEX64,
          STRING ->
          Optional.empty();
    };
  }

  private static Optional<Rows> floats(ReduceOp op) {
    return switch (op) {
      case SUM ->
          Optional.of((x, o, n, i, y) -> Reductions.sum((float[]) x, 0, o, n, i, (float[]) y, 0));
      case PROD ->
          Optional.of(
              (x, o, n, i, y) -> Reductions.product((float[]) x, 0, o, n, i, (float[]) y, 0));
      case MAX ->
          Optional.of((x, o, n, i, y) -> Reductions.max((float[]) x, 0, o, n, i, (float[]) y, 0));
      case MIN ->
          Optional.of((x, o, n, i, y) -> Reductions.min((float[]) x, 0, o, n, i, (float[]) y, 0));
      case AND, OR -> Optional.empty();
    };
  }

  private static Optional<Rows> doubles(ReduceOp op) {
    return switch (op) {
      case SUM ->
          Optional.of((x, o, n, i, y) -> Reductions.sum((double[]) x, 0, o, n, i, (double[]) y, 0));
      case PROD ->
          Optional.of(
              (x, o, n, i, y) -> Reductions.product((double[]) x, 0, o, n, i, (double[]) y, 0));
      case MAX ->
          Optional.of((x, o, n, i, y) -> Reductions.max((double[]) x, 0, o, n, i, (double[]) y, 0));
      case MIN ->
          Optional.of((x, o, n, i, y) -> Reductions.min((double[]) x, 0, o, n, i, (double[]) y, 0));
      case AND, OR -> Optional.empty();
    };
  }

  private static Optional<Rows> ints(ReduceOp op) {
    return switch (op) {
      case SUM ->
          Optional.of((x, o, n, i, y) -> Reductions.sum((int[]) x, 0, o, n, i, (int[]) y, 0));
      case PROD ->
          Optional.of((x, o, n, i, y) -> Reductions.product((int[]) x, 0, o, n, i, (int[]) y, 0));
      case MAX ->
          Optional.of((x, o, n, i, y) -> Reductions.max((int[]) x, 0, o, n, i, (int[]) y, 0));
      case MIN ->
          Optional.of((x, o, n, i, y) -> Reductions.min((int[]) x, 0, o, n, i, (int[]) y, 0));
      case AND, OR -> Optional.empty();
    };
  }

  private static Optional<Rows> longs(ReduceOp op) {
    return switch (op) {
      case SUM ->
          Optional.of((x, o, n, i, y) -> Reductions.sum((long[]) x, 0, o, n, i, (long[]) y, 0));
      case PROD ->
          Optional.of((x, o, n, i, y) -> Reductions.product((long[]) x, 0, o, n, i, (long[]) y, 0));
      case MAX ->
          Optional.of((x, o, n, i, y) -> Reductions.max((long[]) x, 0, o, n, i, (long[]) y, 0));
      case MIN ->
          Optional.of((x, o, n, i, y) -> Reductions.min((long[]) x, 0, o, n, i, (long[]) y, 0));
      case AND, OR -> Optional.empty();
    };
  }

  private static Optional<Rows> bools(ReduceOp op) {
    return switch (op) {
      case OR, MAX ->
          Optional.of((x, o, n, i, y) -> Reductions.any((byte[]) x, 0, o, n, i, (byte[]) y, 0));
      case AND, MIN ->
          Optional.of((x, o, n, i, y) -> Reductions.all((byte[]) x, 0, o, n, i, (byte[]) y, 0));
      case SUM, PROD -> Optional.empty();
    };
  }

  private static Optional<Kernel> reduce(ReduceOp op, List<Integer> axes, TensorType x) {
    return rows(op, x.dtype()).map(f -> reduce(f, axes.stream().sorted().toList(), x));
  }

  /// Axes that do not lie together are brought to the end first.
  private static Kernel reduce(Rows f, List<Integer> axes, TensorType x) {
    int first = axes.getFirst();
    int past = axes.getLast() + 1;
    boolean together = past - first == axes.size();
    if (together) {
      var m = around(x, first, past);
      return (a, z) -> f.run(a[0], m.outer(), m.n(), m.inner(), z[0]);
    }
    var order =
        new ArrayList<>(
            IntStream.range(0, x.rank()).boxed().filter(i -> !axes.contains(i)).toList());
    int kept = order.size();
    order.addAll(axes);
    TensorType turned =
        x.withShape(org.keras4j.tensor.Shape.of(order.stream().map(x.shape()::dim).toList()));
    var transpose = MovementKernels.transpose(x, turned, order);
    var m = around(turned, kept, turned.rank());
    return (a, z) -> {
      Object[] scratch = {org.keras4j.tensor.HostBuffer.zeros(turned).array()};
      transpose.run(a, scratch);
      f.run(scratch[0], m.outer(), m.n(), m.inner(), z[0]);
    };
  }

  private static Optional<Kernel> argReduce(ArgReduce op, TensorType x) {
    if (op.index() != DType.INT32) {
      return Optional.empty();
    }
    var m = around(x, op.axis(), op.axis() + 1);
    boolean max = op.largest();
    return switch (x.dtype()) {
      case FLOAT32 ->
          Optional.of(
              (a, z) -> {
                if (max) {
                  Extremes.argMax((float[]) a[0], 0, m.outer(), m.n(), m.inner(), (int[]) z[0], 0);
                } else {
                  Extremes.argMin((float[]) a[0], 0, m.outer(), m.n(), m.inner(), (int[]) z[0], 0);
                }
              });
      case INT32 ->
          Optional.of(
              (a, z) -> {
                if (max) {
                  Reductions.argMax((int[]) a[0], 0, m.outer(), m.n(), m.inner(), (int[]) z[0], 0);
                } else {
                  Reductions.argMin((int[]) a[0], 0, m.outer(), m.n(), m.inner(), (int[]) z[0], 0);
                }
              });
      case BOOL,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          INT8,
          INT16,
          INT64,
          FLOAT8_E4M3FN,
          FLOAT8_E5M2,
          FLOAT16,
          BFLOAT16,
          FLOAT64,
          COMPLEX64,
          STRING ->
          Optional.empty();
    };
  }

  private static Optional<Kernel> cumulative(Reduction.Cumulative op, TensorType x) {
    var m = around(x, op.axis(), op.axis() + 1);
    boolean back = op.reverse();
    if (x.dtype() != DType.FLOAT32) {
      return Optional.empty();
    }
    return switch (op.op()) {
      case SUM ->
          Optional.of(
              (a, z) ->
                  Cumulative.sum(
                      (float[]) a[0], 0, m.outer(), m.n(), m.inner(), (float[]) z[0], 0, back));
      case PROD ->
          Optional.of(
              (a, z) ->
                  Cumulative.product(
                      (float[]) a[0], 0, m.outer(), m.n(), m.inner(), (float[]) z[0], 0, back));
      case MAX ->
          Optional.of(
              (a, z) ->
                  Cumulative.max(
                      (float[]) a[0], 0, m.outer(), m.n(), m.inner(), (float[]) z[0], 0, back));
      case MIN ->
          Optional.of(
              (a, z) ->
                  Cumulative.min(
                      (float[]) a[0], 0, m.outer(), m.n(), m.inner(), (float[]) z[0], 0, back));
      case AND, OR -> Optional.empty();
    };
  }

  /// A window that moves over at most three neighbouring axes only, seen channels last.
  private record Pool(Windows windows, int batch, int channels) {
    static Optional<Pool> of(Window w, TensorType x) {
      boolean dilated = w.baseDilation().stream().anyMatch(d -> d != 1);
      boolean cuts =
          w.low().stream().anyMatch(p -> p < 0) || w.high().stream().anyMatch(p -> p < 0);
      if (x.dtype() != DType.FLOAT32 || dilated || cuts) {
        return Optional.empty();
      }
      int first = -1;
      int past = 0;
      for (int i = 0; i < x.rank(); i++) {
        if (w.size().get(i) != 1
            || w.strides().get(i) != 1
            || w.low().get(i) != 0
            || w.high().get(i) != 0) {
          first = first < 0 ? i : first;
          past = i + 1;
        }
      }
      if (first < 0 || past - first > 3) {
        return Optional.empty();
      }
      var windows =
          Windows.of(
              ints(x.shape().toList(), first, past),
              ints(w.size(), first, past),
              ints(w.strides(), first, past),
              ints(w.windowDilation(), first, past),
              ints(w.low(), first, past),
              ints(w.high(), first, past));
      return Optional.of(
          new Pool(
              windows,
              (int) x.shape().slice(0, first).size(),
              (int) x.shape().slice(past, x.rank()).size()));
    }

    private static int[] ints(List<Integer> values, int first, int past) {
      return values.subList(first, past).stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private static Optional<Kernel> reduceWindow(ReduceOp op, Window window, TensorType x) {
    var pool = Pool.of(window, x);
    if (op == ReduceOp.SUM && x.dtype() == DType.FLOAT32 && pool.isEmpty()) {
      return Optional.of(WindowSums.of(window, x));
    }
    return pool.flatMap(
        p ->
            switch (op) {
              case MAX ->
                  Optional.<Kernel>of(
                      (a, z) ->
                          Pooling.max(
                              p.windows(),
                              p.batch(),
                              p.channels(),
                              (float[]) a[0],
                              0,
                              (float[]) z[0],
                              0));
              case SUM -> Optional.of(WindowSums.of(window, x));
              case PROD, MIN, AND, OR -> Optional.empty();
            });
  }

  private static Optional<Kernel> windowScatter(Window window, TensorType x) {
    return Pool.of(window, x)
        .map(
            p ->
                (a, z) ->
                    Pooling.maxGradient(
                        p.windows(),
                        p.batch(),
                        p.channels(),
                        (float[]) a[0],
                        0,
                        (float[]) a[1],
                        0,
                        (float[]) z[0],
                        0));
  }
}
