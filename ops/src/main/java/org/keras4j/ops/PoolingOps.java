package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The poolings of {@link Ops}.
abstract class PoolingOps extends ConvolutionOps {
  PoolingOps() {}

  /// The largest element of each window.
  ///
  /// - Input: `(batch, spatial..., channels)`, or channels second
  /// - Output: `(batch, new spatial..., channels)`
  ///
  /// {@snippet :
  /// var y = Ops.maxPool(x, List.of(2, 2), p -> p.padding("same"));
  /// }
  ///
  /// @param poolSize the window: one size for all spatial axes, or one for each
  /// @param options `strides` (the window's sizes), `padding`, `dataFormat`
  /// @throws IllegalArgumentException if the arguments do not fit
  /// @see <a href="https://keras.io/api/ops/nn/#max_pool-function">keras.ops.max_pool</a>
  public static Tensor maxPool(
      Tensor inputs, List<Integer> poolSize, Consumer<PoolOptions> options) {
    var o = new PoolOptions();
    options.accept(o);
    int[] sizes = ints(poolSize);
    return OpCall.of(
        "MaxPool",
        inputs,
        () -> o.parameters(sizes),
        x -> Lax.reduceWindow(ReduceOp.MAX, strong(x), window("maxPool", x, sizes, o)));
  }

  /// {@link #maxPool(Tensor, List, Consumer)} with one window size for all spatial axes.
  public static Tensor maxPool(Tensor inputs, int poolSize, Consumer<PoolOptions> options) {
    return maxPool(inputs, List.of(poolSize), options);
  }

  /// {@link #maxPool(Tensor, List, Consumer)} with windows side by side.
  public static Tensor maxPool(Tensor inputs, int poolSize) {
    return maxPool(inputs, List.of(poolSize), _ -> {});
  }

  /// The mean of each window, of the elements that are not padding.
  ///
  /// - Input: `(batch, spatial..., channels)`, or channels second
  /// - Output: `(batch, new spatial..., channels)`
  ///
  /// {@snippet :
  /// var y = Ops.averagePool(x, List.of(2, 2), p -> p.padding("same"));
  /// }
  ///
  /// @param poolSize the window: one size for all spatial axes, or one for each
  /// @param options `strides` (the window's sizes), `padding`, `dataFormat`
  /// @throws IllegalArgumentException if the arguments do not fit
  /// @see <a href="https://keras.io/api/ops/nn/#average_pool-function">keras.ops.average_pool</a>
  public static Tensor averagePool(
      Tensor inputs, List<Integer> poolSize, Consumer<PoolOptions> options) {
    var o = new PoolOptions();
    options.accept(o);
    int[] sizes = ints(poolSize);
    return OpCall.of("AveragePool", inputs, () -> o.parameters(sizes), x -> average(x, sizes, o));
  }

  /// {@link #averagePool(Tensor, List, Consumer)} with one window size for all spatial axes.
  public static Tensor averagePool(Tensor inputs, int poolSize, Consumer<PoolOptions> options) {
    return averagePool(inputs, List.of(poolSize), options);
  }

  /// {@link #averagePool(Tensor, List, Consumer)} with windows side by side.
  public static Tensor averagePool(Tensor inputs, int poolSize) {
    return averagePool(inputs, List.of(poolSize), _ -> {});
  }

  static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Window window(String function, Tensor x, int[] poolSize, PoolOptions o) {
    int rank = x.rank() - 2;
    if (rank < 1) {
      throw new IllegalArgumentException(
          "%s takes inputs (batch, spatial..., channels). Received: inputs.shape=%s"
              .formatted(function, x.shape()));
    }
    int[] sizes = Spatial.each("pool_size", poolSize, rank);
    int[] strides = Spatial.each("strides", o.strides().orElse(sizes), rank);
    int[] size = ones(x.rank());
    int[] stride = ones(x.rank());
    int[] low = new int[x.rank()];
    int[] high = new int[x.rank()];
    for (int i = 0; i < rank; i++) {
      int axis = i + (o.channelsFirst() ? 2 : 1);
      size[axis] = sizes[i];
      stride[axis] = strides[i];
      var padding =
          o.same()
              ? Spatial.Padding.same(x.shape().dim(axis), sizes[i], strides[i], 1)
              : Spatial.Padding.NONE;
      low[axis] = padding.low();
      high[axis] = padding.high();
    }
    return Window.of(boxed(size), boxed(stride), boxed(low), boxed(high));
  }

  private static int[] ones(int n) {
    return IntStream.range(0, n).map(_ -> 1).toArray();
  }

  private static Tensor average(Tensor inputs, int[] poolSize, PoolOptions o) {
    Tensor x = inexact(inputs);
    var window = window("averagePool", x, poolSize, o);
    Tensor sums = Lax.reduceWindow(ReduceOp.SUM, x, window);
    if (!o.same()) {
      return over(
          sums,
          window.size().stream()
              .mapToInt(Integer::intValue)
              .asLongStream()
              .reduce(1, (a, b) -> a * b));
    }
    Tensor out = sums;
    for (int axis = 1; axis < x.rank(); axis++) {
      if (window.low().get(axis) + window.high().get(axis) > 0) {
        out = broadcasting(out, counts(window, axis, x.type()), Lax::div);
      } else {
        out = over(out, window.size().get(axis));
      }
    }
    return out;
  }

  /// How many elements of an axis each window holds that are not padding.
  private static Tensor counts(Window window, int axis, TensorType type) {
    int size = type.shape().dim(axis);
    int n = window.outputShape(type.shape()).dim(axis);
    double[] counts = new double[n];
    for (int i = 0; i < n; i++) {
      int start = i * window.strides().get(axis) - window.low().get(axis);
      counts[i] = Math.min(start + window.size().get(axis), size) - Math.max(start, 0);
    }
    Shape shape = Shape.of(repeated(1, type.rank())).with(axis, n);
    return Array.ofDoubles(new TensorType(type.dtype(), shape), counts);
  }

  /// {@link #averagePool} with windows chosen so that the result has the given sizes.
  ///
  /// - Input: `(batch, spatial..., channels)`, or channels second
  /// - Output: `(batch, outputSize..., channels)`
  ///
  /// {@snippet :
  /// var y = Ops.adaptiveAveragePool(x, List.of(7, 7), "channels_last");
  /// }
  ///
  /// @param outputSize one size for all spatial axes, or one for each
  /// @throws IllegalArgumentException unless there are 1 to 3 spatial axes
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#adaptive_average_pool-function">keras.ops.adaptive_average_pool</a>
  public static Tensor adaptiveAveragePool(
      Tensor inputs, List<Integer> outputSize, String dataFormat) {
    return adaptive("AdaptiveAveragePool", ReduceOp.SUM, inputs, outputSize, dataFormat);
  }

  /// {@link #adaptiveAveragePool(Tensor, List, String)} in the default layout.
  public static Tensor adaptiveAveragePool(Tensor inputs, List<Integer> outputSize) {
    return adaptiveAveragePool(inputs, outputSize, Defaults.imageDataFormat());
  }

  /// {@link #maxPool} with windows chosen so that the result has the given sizes.
  ///
  /// - Input: `(batch, spatial..., channels)`, or channels second
  /// - Output: `(batch, outputSize..., channels)`
  ///
  /// {@snippet :
  /// var y = Ops.adaptiveMaxPool(x, List.of(7, 7), "channels_last");
  /// }
  ///
  /// @param outputSize one size for all spatial axes, or one for each
  /// @throws IllegalArgumentException unless there are 1 to 3 spatial axes
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#adaptive_max_pool-function">keras.ops.adaptive_max_pool</a>
  public static Tensor adaptiveMaxPool(Tensor inputs, List<Integer> outputSize, String dataFormat) {
    return adaptive("AdaptiveMaxPool", ReduceOp.MAX, inputs, outputSize, dataFormat);
  }

  /// {@link #adaptiveMaxPool(Tensor, List, String)} in the default layout.
  public static Tensor adaptiveMaxPool(Tensor inputs, List<Integer> outputSize) {
    return adaptiveMaxPool(inputs, outputSize, Defaults.imageDataFormat());
  }

  private static Tensor adaptive(
      String className, ReduceOp op, Tensor inputs, List<Integer> outputSize, String dataFormat) {
    String format = Defaults.dataFormat(dataFormat);
    return OpCall.of(
        className,
        inputs,
        () -> Map.of("output_size", Spatial.parameter(ints(outputSize)), "data_format", format),
        x -> {
          int rank = x.rank() - 2;
          if (rank < 1 || rank > 3) {
            throw new IllegalArgumentException(
                "Adaptive pooling takes 1 to 3 spatial axes. Received: inputs.shape=" + x.shape());
          }
          int[] sizes = Spatial.each("output_size", ints(outputSize), rank);
          Tensor out = op == ReduceOp.SUM ? inexact(x) : strong(x);
          for (int i = 0; i < rank; i++) {
            out = adaptiveAlong(op, out, i + (format.equals("channels_first") ? 2 : 1), sizes[i]);
          }
          return out;
        });
  }

  /// Windows differ in size by at most one: all windows of either size are pooled, and the wanted
  /// ones picked.
  private static Tensor adaptiveAlong(ReduceOp op, Tensor x, int axis, int outputSize) {
    int size = x.shape().dim(axis);
    int small = (size + outputSize - 1) / outputSize;
    int[] places = new int[outputSize];
    boolean bothNeeded = false;
    for (int i = 0; i < outputSize; i++) {
      int start = (int) ((long) i * size / outputSize);
      int end = (int) (((i + 1L) * size + outputSize - 1) / outputSize);
      boolean big = end - start > small;
      bothNeeded |= big;
      places[i] = big ? start + size - small + 1 : start;
    }
    var pooled = new ArrayList<Tensor>();
    pooled.add(slide(op, x, axis, small));
    if (bothNeeded) {
      pooled.add(slide(op, x, axis, small + 1));
    }
    Tensor all = Lax.concatenate(pooled, axis);
    Tensor picked = Array.ofInts(Shape.of(outputSize), places);
    return take(all, picked, axis);
  }

  private static Tensor slide(ReduceOp op, Tensor x, int axis, int size) {
    var none = repeated(0, x.rank());
    var one = repeated(1, x.rank());
    int[] sizes = ones(x.rank());
    sizes[axis] = size;
    Tensor out = Lax.reduceWindow(op, x, Window.of(boxed(sizes), one, none, none));
    return op == ReduceOp.SUM ? over(out, size) : out;
  }
}
