package org.keras4j.backend.java;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.backend.java.kernel.Sorting;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Indexing.Gather;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.Scatter;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Indexing.Sort;
import org.keras4j.ir.Indexing.TopK;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Look-ups window by window; orders by the sorting kernels.
final class IndexKernels {
  private IndexKernels() {}

  static Optional<Kernel> of(Indexing op, List<TensorType> in) {
    return switch (op) {
      case Gather gather -> gather(gather, in);
      case Scatter scatter -> scatter(scatter, in);
      case Sort(int axis) -> sort(axis, in);
      case TopK(int k) -> topK(k, in.getFirst());
    };
  }

  /// How the windows that index vectors name lie in the operand and in the result (or the updates).
  private static final class Vectors {
    final int count;
    final int length;
    final int[] batchDims;
    final int[] resultSteps;
    final int[] indexed;
    final int[] limits;
    final int[] operandBatchSteps;
    final StridedCopy window;
    final StridedCopy fills;
    final int windowSize;
    final boolean denseWindow;

    /// @param gathering whether elements go from the operand to the result
    Vectors(
        Places places,
        List<Integer> sizes,
        TensorType operand,
        TensorType indices,
        Shape result,
        boolean gathering) {
      int batchRank = indices.rank() - 1;
      int[] strides = StridedCopy.dense(operand.shape().dims());
      int[] resultStrides = StridedCopy.dense(result.dims());
      count = (int) indices.shape().slice(0, batchRank).size();
      length = places.indexed().size();
      batchDims = indices.shape().slice(0, batchRank).dims();
      resultSteps =
          IntStream.range(0, result.rank())
              .filter(i -> !places.window().contains(i))
              .map(i -> resultStrides[i])
              .toArray();
      indexed = places.indexed().stream().mapToInt(a -> strides[a]).toArray();
      limits =
          places.indexed().stream().mapToInt(a -> operand.shape().dim(a) - sizes.get(a)).toArray();
      operandBatchSteps = new int[batchRank];
      for (int i = 0; i < places.operandBatch().size(); i++) {
        operandBatchSteps[places.indexBatch().get(i)] = strides[places.operandBatch().get(i)];
      }
      var axes = places.windowOperandAxes(operand.rank());
      int[] windowSizes = axes.stream().mapToInt(sizes::get).toArray();
      int[] windowFrom = axes.stream().mapToInt(a -> strides[a]).toArray();
      int[] windowTo = places.window().stream().mapToInt(a -> resultStrides[a]).toArray();
      window =
          gathering
              ? StridedCopy.of(windowSizes, windowFrom, 0, windowTo, 0)
              : StridedCopy.of(windowSizes, windowTo, 0, windowFrom, 0);
      fills = StridedCopy.of(windowSizes, new int[windowSizes.length], 0, windowTo, 0);
      windowSize = IntStream.of(windowSizes).reduce(1, (a, b) -> a * b);
      denseWindow =
          Arrays.equals(windowFrom, StridedCopy.dense(windowSizes))
              && Arrays.equals(windowTo, StridedCopy.dense(windowSizes));
    }

    /// Whether vector i names a dense window that is the i-th in the result.
    boolean areRows() {
      int[] rows = StridedCopy.dense(batchDims);
      return denseWindow
          && IntStream.range(0, rows.length)
              .allMatch(i -> batchDims[i] == 1 || resultSteps[i] == rows[i] * windowSize);
    }

    int resultOffset(int vector) {
      int offset = 0;
      for (int i = batchDims.length - 1; i >= 0; i--) {
        offset += vector % batchDims[i] * resultSteps[i];
        vector /= batchDims[i];
      }
      return offset;
    }

    private int batchOffset(int vector) {
      int offset = 0;
      for (int i = batchDims.length - 1; i >= 0; i--) {
        offset += vector % batchDims[i] * operandBatchSteps[i];
        vector /= batchDims[i];
      }
      return offset;
    }

    /// Where a vector's window begins in the operand: moved within, or -1 if it does not lie
    /// within.
    int operandOffset(Object indices, int vector, boolean clip) {
      int offset = batchOffset(vector);
      for (int i = 0; i < length; i++) {
        long index =
            indices instanceof int[] n
                ? n[vector * length + i]
                : ((long[]) indices)[vector * length + i];
        if (index < 0 || index > limits[i]) {
          if (!clip) {
            return -1;
          }
          index = Math.clamp(index, 0L, limits[i]);
        }
        offset += (int) index * indexed[i];
      }
      return offset;
    }
  }

  private static Optional<Kernel> gather(Gather op, List<TensorType> in) {
    TensorType x = in.getFirst();
    if (StridedCopy.isPaired(x) || x.dtype() == DType.STRING) {
      return Optional.empty();
    }
    Shape result = op.infer(in).getFirst().shape();
    var vectors = new Vectors(op.places(), op.sizes(), x, in.get(1), result, true);
    boolean clip = op.mode() == OutOfBounds.CLIP;
    if (x.dtype() == DType.FLOAT32 && vectors.areRows()) {
      return Optional.of(
          (a, z) ->
              org.keras4j.backend.java.kernel.WorkPool.shared()
                  .forRange(
                      vectors.count,
                      Math.max(1, 16 * 1024 / Math.max(1, vectors.windowSize)),
                      (from, to) ->
                          gatherRows(
                              vectors, clip, (float[]) a[0], a[1], (float[]) z[0], from, to)));
    }
    return Optional.of(
        (a, z) ->
            org.keras4j.backend.java.kernel.WorkPool.shared()
                .forRange(
                    vectors.count,
                    Math.max(1, 16 * 1024 / Math.max(1, vectors.windowSize)),
                    (from, to) -> {
                      for (int v = from; v < to; v++) {
                        gatherOne(vectors, x.dtype(), clip, a, z[0], v);
                      }
                    }));
  }

  /// Whole rows of a table, one behind the other.
  private static void gatherRows(
      Vectors vectors, boolean clip, float[] table, Object indices, float[] out, int from, int to) {
    int width = vectors.windowSize;
    for (int v = from; v < to; v++) {
      int source = vectors.operandOffset(indices, v, clip);
      if (source < 0) {
        Arrays.fill(out, v * width, (v + 1) * width, Float.NaN);
      } else {
        System.arraycopy(table, source, out, v * width, width);
      }
    }
  }

  private static void gatherOne(
      Vectors vectors, DType dtype, boolean clip, Object[] a, Object z, int v) {
    int at = vectors.resultOffset(v);
    int source = vectors.operandOffset(a[1], v, clip);
    if (source < 0) {
      vectors.fills.run(fill(dtype), 0, z, at);
    } else if (vectors.denseWindow) {
      System.arraycopy(a[0], source, z, at, vectors.windowSize);
    } else {
      vectors.window.run(a[0], source, z, at);
    }
  }

  private static Object fill(DType dtype) {
    return switch (dtype) {
      case BOOL -> new byte[] {1};
      case UINT8 -> new byte[] {-1};
      case INT8 -> new byte[] {Byte.MIN_VALUE};
      case FLOAT8_E4M3FN, FLOAT8_E5M2 -> new byte[] {0x7f};
      case UINT16 -> new short[] {-1};
      case INT16 -> new short[] {Short.MIN_VALUE};
      case FLOAT16 -> new short[] {0x7e00};
      case BFLOAT16 -> new short[] {0x7fc0};
      case UINT32 -> new int[] {-1};
      case INT32 -> new int[] {Integer.MIN_VALUE};
      case UINT64 -> new long[] {-1};
      case INT64 -> new long[] {Long.MIN_VALUE};
      case FLOAT32, COMPLEX64 -> new float[] {Float.NaN};
      case FLOAT64 -> new double[] {Double.NaN};
      case STRING -> new String[] {""};
    };
  }

  private static Optional<Kernel> scatter(Scatter op, List<TensorType> in) {
    TensorType x = in.getFirst();
    if (x.dtype() != DType.FLOAT32 && !(op.op() == ScatterOp.SET && !StridedCopy.isPaired(x))) {
      return Optional.empty();
    }
    var places = op.places();
    var windowAxes = places.windowOperandAxes(x.rank());
    var sizes = new java.util.ArrayList<>(java.util.Collections.nCopies(x.rank(), 1));
    for (int k = 0; k < windowAxes.size(); k++) {
      sizes.set(windowAxes.get(k), in.get(2).shape().dim(places.window().get(k)));
    }
    var vectors = new Vectors(places, sizes, x, in.get(1), in.get(2).shape(), false);
    if (op.op() != ScatterOp.SET && !vectors.denseWindow) {
      return Optional.empty();
    }
    return Optional.of(
        Kernel.inPlace(
            (a, z) -> {
              if (a[0] != z[0]) {
                System.arraycopy(a[0], 0, z[0], 0, java.lang.reflect.Array.getLength(z[0]));
              }
              for (int v = 0; v < vectors.count; v++) {
                int target = vectors.operandOffset(a[1], v, false);
                if (target < 0) {
                  continue;
                }
                int source = vectors.resultOffset(v);
                if (op.op() == ScatterOp.SET) {
                  vectors.window.run(a[2], source, z[0], target);
                } else {
                  combine(
                      op.op(), (float[]) a[2], source, (float[]) z[0], target, vectors.windowSize);
                }
              }
            }));
  }

  private static void combine(ScatterOp op, float[] x, int xo, float[] z, int zo, int n) {
    switch (op) {
      case SET, ADD -> org.keras4j.backend.java.kernel.Elementwise.add(z, zo, x, xo, z, zo, n);
      case MUL -> org.keras4j.backend.java.kernel.Elementwise.multiply(z, zo, x, xo, z, zo, n);
      case MAX -> org.keras4j.backend.java.kernel.Elementwise.max(z, zo, x, xo, z, zo, n);
      case MIN -> org.keras4j.backend.java.kernel.Elementwise.min(z, zo, x, xo, z, zo, n);
    }
  }

  private static Optional<Kernel> sort(int axis, List<TensorType> in) {
    TensorType key = in.getFirst();
    int n = key.shape().dim(axis);
    int outer = (int) key.shape().slice(0, axis).size();
    int inner = (int) key.shape().slice(axis + 1, key.rank()).size();
    boolean known = key.dtype() == DType.FLOAT32 || key.dtype() == DType.INT32;
    if (!known || in.stream().anyMatch(t -> StridedCopy.isPaired(t) || t.dtype() == DType.STRING)) {
      return Optional.empty();
    }
    if (in.size() == 1 && key.dtype() == DType.FLOAT32) {
      return Optional.of(
          (a, z) -> Sorting.sort((float[]) a[0], 0, outer, n, inner, (float[]) z[0], 0));
    }
    return Optional.of(
        (a, z) -> {
          int[] order = new int[outer * n * inner];
          if (a[0] instanceof float[] floats) {
            Sorting.order(floats, 0, outer, n, inner, order, 0);
          } else {
            Sorting.order((int[]) a[0], 0, outer, n, inner, order, 0);
          }
          for (int i = 0; i < order.length; i++) {
            int line = i / (n * inner) * n * inner + i % inner;
            order[i] = line + order[i] * inner;
          }
          for (int k = 0; k < a.length; k++) {
            pick(a[k], order, z[k]);
          }
        });
  }

  private static void pick(Object x, int[] order, Object z) {
    switch (x) {
      case float[] s -> {
        for (int i = 0; i < order.length; i++) {
          ((float[]) z)[i] = s[order[i]];
        }
      }
      case int[] s -> {
        for (int i = 0; i < order.length; i++) {
          ((int[]) z)[i] = s[order[i]];
        }
      }
      default -> {
        for (int i = 0; i < order.length; i++) {
          System.arraycopy(x, order[i], z, i, 1);
        }
      }
    }
  }

  private static Optional<Kernel> topK(int k, TensorType x) {
    if (x.dtype() != DType.FLOAT32) {
      return Optional.empty();
    }
    int n = x.shape().dim(-1);
    int rows = (int) x.shape().slice(0, x.rank() - 1).size();
    return Optional.of(
        (a, z) -> Sorting.topK((float[]) a[0], 0, rows, n, k, (float[]) z[0], 0, (int[]) z[1], 0));
  }
}
