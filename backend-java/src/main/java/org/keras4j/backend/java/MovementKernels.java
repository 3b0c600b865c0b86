package org.keras4j.backend.java;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Movement.Broadcast;
import org.keras4j.ir.Movement.Concatenate;
import org.keras4j.ir.Movement.DynamicSlice;
import org.keras4j.ir.Movement.DynamicUpdateSlice;
import org.keras4j.ir.Movement.Iota;
import org.keras4j.ir.Movement.Pad;
import org.keras4j.ir.Movement.Reshape;
import org.keras4j.ir.Movement.Reverse;
import org.keras4j.ir.Movement.Slice;
import org.keras4j.ir.Movement.Transpose;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Movements as strided copies.
final class MovementKernels {
  private MovementKernels() {}

  static Optional<Kernel> of(Movement op, List<TensorType> in, TensorType out) {
    return switch (op) {
      case Reshape _ ->
          Optional.of(
              (a, z) ->
                  System.arraycopy(a[0], 0, z[0], 0, java.lang.reflect.Array.getLength(z[0])));
      case Transpose(var permutation) -> Optional.of(transpose(in.getFirst(), out, permutation));
      case Broadcast(_, var axes) -> Optional.of(broadcast(in.getFirst(), out, axes));
      case Slice s -> Optional.of(slice(s, in.getFirst(), out));
      case Reverse(var axes) -> Optional.of(reverse(in.getFirst(), axes));
      case Concatenate(int axis) -> Optional.of(concatenate(axis, in, out));
      case Pad p -> pad(p, in.getFirst(), out);
      case DynamicSlice(var sizes) -> Optional.of(dynamicSlice(in.getFirst(), sizes));
      case DynamicUpdateSlice() -> Optional.of(dynamicUpdate(in));
      case Iota(_, int axis) -> iota(out, axis);
    };
  }

  private static StridedCopy plan(
      TensorType type, int[] sizes, int[] from, int start, int[] to, int end) {
    var copy = StridedCopy.of(sizes, from, start, to, end);
    return StridedCopy.isPaired(type) ? copy.paired() : copy;
  }

  private static Kernel copy(StridedCopy plan) {
    return (a, z) -> plan.run(a[0], z[0]);
  }

  static Kernel transpose(TensorType in, TensorType out, List<Integer> permutation) {
    int[] strides = StridedCopy.dense(in.shape().dims());
    int[] from = permutation.stream().mapToInt(p -> strides[p]).toArray();
    int[] sizes = out.shape().dims();
    if (in.dtype() == DType.FLOAT32) {
      int[] shape = in.shape().dims();
      int[] order = permutation.stream().mapToInt(Integer::intValue).toArray();
      return (a, z) ->
          org.keras4j.backend.java.kernel.Movement.transpose(
              (float[]) a[0], 0, shape, order, (float[]) z[0], 0);
    }
    return copy(plan(in, sizes, from, 0, StridedCopy.dense(sizes), 0));
  }

  /// Steps through the operand for each axis of the result.
  static int[] broadcastSteps(TensorType in, Shape out, List<Integer> axes) {
    int[] strides = StridedCopy.dense(in.shape().dims());
    int[] from = new int[out.rank()];
    for (int i = 0; i < axes.size(); i++) {
      from[axes.get(i)] = in.shape().dim(i) == 1 ? 0 : strides[i];
    }
    return from;
  }

  private static Kernel broadcast(TensorType in, TensorType out, List<Integer> axes) {
    int[] sizes = out.shape().dims();
    return copy(
        plan(in, sizes, broadcastSteps(in, out.shape(), axes), 0, StridedCopy.dense(sizes), 0));
  }

  private static Kernel slice(Slice op, TensorType in, TensorType out) {
    int[] strides = StridedCopy.dense(in.shape().dims());
    int[] from = new int[strides.length];
    int start = 0;
    for (int i = 0; i < from.length; i++) {
      from[i] = strides[i] * op.strides().get(i);
      start += strides[i] * op.starts().get(i);
    }
    int[] sizes = out.shape().dims();
    return copy(plan(in, sizes, from, start, StridedCopy.dense(sizes), 0));
  }

  static Kernel reverse(TensorType in, List<Integer> axes) {
    int[] sizes = in.shape().dims();
    int[] to = StridedCopy.dense(sizes);
    int[] from = to.clone();
    int start = 0;
    for (int axis : axes) {
      start += from[axis] * Math.max(0, sizes[axis] - 1);
      from[axis] = -from[axis];
    }
    return copy(plan(in, sizes, from, start, to, 0));
  }

  private static Kernel concatenate(int axis, List<TensorType> in, TensorType out) {
    int[] to = StridedCopy.dense(out.shape().dims());
    var plans = new ArrayList<StridedCopy>();
    int end = 0;
    for (TensorType x : in) {
      int[] sizes = x.shape().dims();
      plans.add(plan(x, sizes, StridedCopy.dense(sizes), 0, to, end));
      end += to[axis] * x.shape().dim(axis);
    }
    return (a, z) -> {
      for (int i = 0; i < a.length; i++) {
        plans.get(i).run(a[i], z[0]);
      }
    };
  }

  /// Fills, then copies what is not cut off.
  private static Optional<Kernel> pad(Pad op, TensorType in, TensorType out) {
    int rank = in.rank();
    int[] strides = StridedCopy.dense(in.shape().dims());
    int[] to = StridedCopy.dense(out.shape().dims());
    int[] sizes = new int[rank];
    int start = 0;
    int end = 0;
    for (int i = 0; i < rank; i++) {
      int step = op.interior().get(i) + 1;
      int first = Math.max(0, Math.ceilDiv(-op.low().get(i), step));
      int past =
          Math.min(
              in.shape().dim(i), Math.floorDiv(out.shape().dim(i) - 1 - op.low().get(i), step) + 1);
      sizes[i] = Math.max(0, past - first);
      start += first * strides[i];
      end += (op.low().get(i) + first * step) * to[i];
      to[i] *= step;
    }
    if (StridedCopy.isPaired(in)) {
      return Optional.empty();
    }
    var plan = StridedCopy.of(sizes, strides, start, to, end);
    return Optional.of(
        (a, z) -> {
          fill(z[0], a[1]);
          plan.run(a[0], z[0]);
        });
  }

  private static void fill(Object out, Object value) {
    switch (out) {
      case float[] z -> Arrays.fill(z, ((float[]) value)[0]);
      case double[] z -> Arrays.fill(z, ((double[]) value)[0]);
      case int[] z -> Arrays.fill(z, ((int[]) value)[0]);
      case long[] z -> Arrays.fill(z, ((long[]) value)[0]);
      case short[] z -> Arrays.fill(z, ((short[]) value)[0]);
      case byte[] z -> Arrays.fill(z, ((byte[]) value)[0]);
      default -> throw new IllegalArgumentException("Not an array of numbers: " + out.getClass());
    }
  }

  private static int offset(int[] starts, int[] dims, int[] window, int[] strides) {
    int offset = 0;
    for (int i = 0; i < dims.length; i++) {
      offset += Math.clamp(starts[i], 0, dims[i] - window[i]) * strides[i];
    }
    return offset;
  }

  private static Kernel dynamicSlice(TensorType in, Shape window) {
    int[] dims = in.shape().dims();
    int[] sizes = window.dims();
    int[] strides = StridedCopy.dense(dims);
    var plan = plan(in, sizes, strides, 0, StridedCopy.dense(sizes), 0);
    int scale = StridedCopy.isPaired(in) ? 2 : 1;
    return (a, z) -> plan.run(a[0], scale * offset((int[]) a[1], dims, sizes, strides), z[0], 0);
  }

  private static Kernel dynamicUpdate(List<TensorType> in) {
    TensorType x = in.getFirst();
    int[] dims = x.shape().dims();
    int[] sizes = in.get(1).shape().dims();
    int[] strides = StridedCopy.dense(dims);
    var plan = plan(x, sizes, StridedCopy.dense(sizes), 0, strides, 0);
    int scale = StridedCopy.isPaired(x) ? 2 : 1;
    return Kernel.inPlace(
        (a, z) -> {
          if (a[0] != z[0]) {
            System.arraycopy(a[0], 0, z[0], 0, java.lang.reflect.Array.getLength(z[0]));
          }
          plan.run(a[1], 0, z[0], scale * offset((int[]) a[2], dims, sizes, strides));
        });
  }

  private static Optional<Kernel> iota(TensorType type, int axis) {
    int inner = (int) type.shape().slice(axis + 1, type.rank()).size();
    int n = type.shape().dim(axis);
    return switch (type.dtype()) {
      case FLOAT32 ->
          Optional.of(
              (_, z) -> {
                float[] out = (float[]) z[0];
                for (int i = 0; i < out.length; i++) {
                  out[i] = i / inner % n;
                }
              });
      case INT32, UINT32 ->
          Optional.of(
              (_, z) -> {
                int[] out = (int[]) z[0];
                for (int i = 0; i < out.length; i++) {
                  out[i] = i / inner % n;
                }
              });
      case BOOL,
          UINT8,
          UINT16,
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
}
