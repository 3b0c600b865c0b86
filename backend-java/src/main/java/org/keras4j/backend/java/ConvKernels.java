package org.keras4j.backend.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.backend.java.kernel.Conv;
import org.keras4j.backend.java.kernel.Windows;
import org.keras4j.ir.Contraction.Layout;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Convolutions by the kernels for channels-last arrays. The forms that gradients take are
/// recognised by their layouts; everything else is brought into the plain form first.
final class ConvKernels {
  private ConvKernels() {}

  static Optional<Kernel> of(
      org.keras4j.ir.Contraction.Conv op, TensorType x, TensorType kernel, TensorType out) {
    int rank = op.strides().size();
    if (x.dtype() != DType.FLOAT32
        || rank < 1
        || rank > 3
        || x.size() == 0
        || kernel.size() == 0
        || out.size() == 0) {
      return Optional.empty();
    }
    if (op.batchGroups() != 1) {
      return Optional.empty();
    }
    return kernelGradient(op, x, kernel, out)
        .or(() -> inputGradient(op, x, kernel, out))
        .or(() -> Optional.of(general(op, x, kernel, out)));
  }

  private static boolean ones(List<Integer> values) {
    return values.stream().allMatch(v -> v == 1);
  }

  private static boolean negative(List<Integer> values) {
    return values.stream().anyMatch(v -> v < 0);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] spatial(Shape shape, Layout layout) {
    return layout.spatial().stream().mapToInt(shape::dim).toArray();
  }

  /// The gradient for the kernel: the input with batch and channels exchanged, correlated with the
  /// output's cotangent.
  private static Optional<Kernel> kernelGradient(
      org.keras4j.ir.Contraction.Conv op, TensorType x, TensorType g, TensorType out) {
    int rank = op.strides().size();
    var last = Layout.channelsLast(rank);
    boolean form =
        op.featureGroups() == 1
            && ones(op.inputDilation())
            && !negative(op.low())
            && op.input().equals(new Layout(rank + 1, 0, last.spatial()))
            && op.kernel().equals(new Layout(rank + 1, 0, last.spatial()))
            && op.output().batch() == rank
            && op.output().feature() == rank + 1
            && op.output().spatial().equals(Layout.kernel(rank).spatial());
    if (!form) {
      return Optional.empty();
    }
    int[] in = spatial(x.shape(), op.input());
    int[] size = spatial(out.shape(), op.output());
    int[] stride = ints(op.kernelDilation());
    int[] dilation = ints(op.strides());
    int[] low = ints(op.low());
    int[] positions = spatial(g.shape(), op.kernel());
    int[] high = new int[rank];
    for (int i = 0; i < rank; i++) {
      // As much padding as the cotangent's positions reach; whatever the forward pass left over is
      // not read.
      int reach = (positions[i] - 1) * stride[i] + (size[i] - 1) * dilation[i] + 1;
      high[i] = Math.max(0, reach - in[i] - low[i]);
    }
    if (!reaches(in, size, stride, dilation, low, high, positions)) {
      return Optional.empty();
    }
    var windows = Windows.of(in, size, stride, dilation, low, high);
    int batch = x.shape().dim(0);
    int channels = x.shape().dim(rank + 1);
    int filters = g.shape().dim(rank + 1);
    return Optional.of(
        (a, z) ->
            Conv.kernelGradient(
                windows,
                batch,
                channels,
                filters,
                1,
                (float[]) a[0],
                0,
                (float[]) a[1],
                0,
                (float[]) z[0],
                0,
                false));
  }

  /// Whether windows that reach just far enough make exactly these positions.
  private static boolean reaches(
      int[] in, int[] size, int[] stride, int[] dilation, int[] low, int[] high, int[] positions) {
    return IntStream.range(0, in.length)
        .allMatch(
            i -> {
              int room = in[i] + low[i] + high[i] - (size[i] - 1) * dilation[i] - 1;
              return room >= 0 && room / stride[i] + 1 == positions[i];
            });
  }

  /// The gradient for the input: the spread cotangent, correlated with the reversed kernel, its
  /// channels exchanged. The kernel engine wants it as it was, so it is reversed again.
  private static Optional<Kernel> inputGradient(
      org.keras4j.ir.Contraction.Conv op, TensorType g, TensorType kernel, TensorType out) {
    int rank = op.strides().size();
    var plain = Layout.kernel(rank);
    boolean form =
        op.featureGroups() == 1
            && ones(op.strides())
            && op.input().equals(Layout.channelsLast(rank))
            && op.output().equals(Layout.channelsLast(rank))
            && op.kernel().equals(new Layout(rank, rank + 1, plain.spatial()));
    if (!form) {
      return Optional.empty();
    }
    int[] size = spatial(kernel.shape(), op.kernel());
    int[] stride = ints(op.inputDilation());
    int[] dilation = ints(op.kernelDilation());
    int[] in = spatial(out.shape(), op.output());
    int[] positions = spatial(g.shape(), op.input());
    int[] low = new int[rank];
    int[] high = new int[rank];
    for (int i = 0; i < rank; i++) {
      low[i] = dilation[i] * (size[i] - 1) - op.low().get(i);
      int reach = (positions[i] - 1) * stride[i] + (size[i] - 1) * dilation[i] + 1;
      high[i] = Math.max(0, reach - in[i] - low[i]);
      if (low[i] < 0) {
        return Optional.empty();
      }
    }
    if (!reaches(in, size, stride, dilation, low, high, positions)) {
      return Optional.empty();
    }
    var windows = Windows.of(in, size, stride, dilation, low, high);
    var reversed = MovementKernels.reverse(kernel, plain.spatial());
    int batch = g.shape().dim(0);
    int channels = out.shape().dim(rank + 1);
    int filters = g.shape().dim(rank + 1);
    return Optional.of(
        (a, z) -> {
          Object[] original = {new float[((float[]) a[1]).length]};
          reversed.run(new Object[] {a[1]}, original);
          Conv.inputGradient(
              windows,
              batch,
              channels,
              filters,
              1,
              (float[]) a[0],
              0,
              (float[]) original[0],
              0,
              (float[]) z[0],
              0);
        });
  }

  /// A rearrangement of an operand, if it needs one.
  private record Arranged(Optional<Kernel> kernel, TensorType type) {
    float[] apply(Object x) {
      if (kernel.isEmpty()) {
        return (float[]) x;
      }
      Object[] out = {HostBuffer.zeros(type).array()};
      kernel.get().run(new Object[] {x}, out);
      return (float[]) out[0];
    }
  }

  private static Arranged arrange(TensorType x, List<Integer> order) {
    boolean same = IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
    TensorType type = x.withShape(Shape.of(order.stream().map(x.shape()::dim).toList()));
    return new Arranged(
        same ? Optional.empty() : Optional.of(MovementKernels.transpose(x, type, order)), type);
  }

  private static List<Integer> order(int first, List<Integer> spatial, int... last) {
    var order = new ArrayList<Integer>();
    if (first >= 0) {
      order.add(first);
    }
    order.addAll(spatial);
    for (int axis : last) {
      order.add(axis);
    }
    return order;
  }

  /// Spreads and pads the input where the kernel engine cannot, then convolves channels last.
  private static Kernel general(
      org.keras4j.ir.Contraction.Conv op, TensorType x, TensorType kernel, TensorType out) {
    int rank = op.strides().size();
    var input = arrange(x, order(op.input().batch(), op.input().spatial(), op.input().feature()));
    var weights =
        arrange(
            kernel, order(-1, op.kernel().spatial(), op.kernel().feature(), op.kernel().batch()));
    boolean spread = !ones(op.inputDilation()) || negative(op.low()) || negative(op.high());
    var padded = spread ? padded(op, input.type()) : new Arranged(Optional.empty(), input.type());
    int[] none = new int[rank];
    var windows =
        Windows.of(
            spatial(padded.type().shape(), Layout.channelsLast(rank)),
            spatial(kernel.shape(), op.kernel()),
            ints(op.strides()),
            ints(op.kernelDilation()),
            spread ? none : ints(op.low()),
            spread ? none : ints(op.high()));
    TensorType result =
        out.withShape(
            Shape.of(
                order(op.output().batch(), op.output().spatial(), op.output().feature()).stream()
                    .map(out.shape()::dim)
                    .toList()));
    var back =
        arrange(
            result,
            inverse(order(op.output().batch(), op.output().spatial(), op.output().feature())));
    int batch = padded.type().shape().dim(0);
    int channels = padded.type().shape().dim(rank + 1);
    int filters = result.shape().dim(rank + 1);
    return (a, z) -> {
      float[] p = padded.apply(input.apply(a[0]));
      float[] q = weights.apply(a[1]);
      float[] y = back.kernel().isEmpty() ? (float[]) z[0] : new float[((float[]) z[0]).length];
      Conv.forward(windows, batch, channels, filters, op.featureGroups(), p, 0, q, 0, y, 0);
      back.kernel().ifPresent(turn -> turn.run(new Object[] {y}, z));
    };
  }

  private static List<Integer> inverse(List<Integer> order) {
    return IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
  }

  private static Arranged padded(org.keras4j.ir.Contraction.Conv op, TensorType x) {
    int rank = op.strides().size();
    var low = new ArrayList<Integer>();
    var high = new ArrayList<Integer>();
    var interior = new ArrayList<Integer>();
    for (int i = -1; i <= rank; i++) {
      boolean moves = i >= 0 && i < rank;
      low.add(moves ? op.low().get(i) : 0);
      high.add(moves ? op.high().get(i) : 0);
      interior.add(moves ? op.inputDilation().get(i) - 1 : 0);
    }
    var pad = new org.keras4j.ir.Movement.Pad(low, high, interior);
    TensorType scalar = x.withShape(Shape.SCALAR);
    TensorType type = pad.infer(List.of(x, scalar)).getFirst();
    var kernel = MovementKernels.of(pad, List.of(x, scalar), type).orElseThrow();
    return new Arranged(
        Optional.of((a, z) -> kernel.run(new Object[] {a[0], new float[1]}, z)), type);
  }
}
