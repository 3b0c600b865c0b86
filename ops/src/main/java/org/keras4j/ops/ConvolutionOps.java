package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Layout;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The convolutions of {@link Ops}.
abstract class ConvolutionOps extends SoftmaxOps {
  ConvolutionOps() {}

  /// Convolution in 1, 2 or 3 spatial dimensions.
  ///
  /// - Input: `(batch, spatial..., channels)`, or channels second; kernel `(spatial..., channels /
  ///   groups, filters)`: fewer channels than the input's mean groups
  /// - Output: `(batch, new spatial..., filters)`
  ///
  /// {@snippet :
  /// var y = Ops.conv(x, kernel, c -> c.strides(2).padding("same"));
  /// }
  ///
  /// @param options `strides`, `padding`, `dataFormat`, `dilationRate`
  /// @throws IllegalArgumentException if the channels do not fit or nothing is left
  /// @see <a href="https://keras.io/api/ops/nn/#conv-function">keras.ops.conv</a>
  public static Tensor conv(Tensor inputs, Tensor kernel, Consumer<ConvOptions> options) {
    var o = new ConvOptions();
    options.accept(o);
    return OpCall.of("Conv", inputs, kernel, () -> o.parameters(false), (x, k) -> grouped(x, k, o));
  }

  /// {@link #conv(Tensor, Tensor, Consumer)} with strides 1 and no padding.
  public static Tensor conv(Tensor inputs, Tensor kernel) {
    return conv(inputs, kernel, _ -> {});
  }

  private static int channels(Tensor x, ConvOptions o) {
    return x.shape().dim(o.channelsFirst() ? 1 : -1);
  }

  private static void checkRank(String function, Tensor x, Tensor kernel) {
    int rank = x.rank() - 2;
    if (rank < 1 || kernel.rank() != x.rank()) {
      throw new IllegalArgumentException(
          "%s takes inputs (batch, spatial..., channels) and a kernel of the same rank. Received: inputs.shape=%s, kernel.shape=%s"
              .formatted(function, x.shape(), kernel.shape()));
    }
  }

  private static Tensor grouped(Tensor inputs, Tensor kernel, ConvOptions o) {
    checkRank("conv", inputs, kernel);
    int channels = channels(inputs, o);
    int perGroup = kernel.shape().dim(-2);
    if (perGroup == 0 || channels % perGroup != 0) {
      throw new IllegalArgumentException(
          "The number of input channels must be evenly divisible by the kernel's. Received: inputs.shape=%s, kernel.shape=%s"
              .formatted(inputs.shape(), kernel.shape()));
    }
    Tensor k = inexact(kernel);
    Tensor out = convolve(as(inputs, k.dtype()), k, o, channels / perGroup);
    if (out.shape().size() == 0 && inputs.shape().size() != 0) {
      throw new IllegalArgumentException(
          "The convolution leaves nothing: the input is too small for the kernel, strides and dilation. Received: inputs.shape=%s, kernel.shape=%s, padding=%s"
              .formatted(inputs.shape(), kernel.shape(), o.padding()));
    }
    return out;
  }

  private static Tensor convolve(Tensor x, Tensor kernel, ConvOptions o, int groups) {
    int rank = x.rank() - 2;
    o.check(rank);
    var low = new ArrayList<Integer>();
    var high = new ArrayList<Integer>();
    var strides = new ArrayList<Integer>();
    var dilations = new ArrayList<Integer>();
    Layout layout = layout(o, rank);
    for (int i = 0; i < rank; i++) {
      int size = x.shape().dim(layout.spatial().get(i));
      var padding =
          o.padding().equals("same")
              ? Spatial.Padding.same(size, kernel.shape().dim(i), o.stride(i), o.dilation(i))
              : Spatial.Padding.NONE;
      low.add(padding.low());
      high.add(padding.high());
      strides.add(o.stride(i));
      dilations.add(o.dilation(i));
    }
    return Lax.conv(
        x,
        kernel,
        new Conv(
            strides,
            low,
            high,
            repeated(1, rank),
            dilations,
            groups,
            1,
            layout,
            Layout.kernel(rank),
            layout));
  }

  private static Layout layout(ConvOptions o, int rank) {
    return o.channelsFirst() ? Layout.channelsFirst(rank) : Layout.channelsLast(rank);
  }

  private static void checkChannels(String function, int channels, int wanted, ConvOptions o) {
    if (channels != wanted) {
      throw new IllegalArgumentException(
          "%s needs as many input channels as the kernel has. Received: input channels=%d, kernel input channels=%d, data_format=%s"
              .formatted(
                  function,
                  channels,
                  wanted,
                  o.channelsFirst() ? "channels_first" : "channels_last"));
    }
  }

  /// Convolution of each channel by itself.
  ///
  /// - Input: `(batch, spatial..., channels)`, or channels second; kernel `(spatial..., channels,
  ///   multiplier)`
  /// - Output: `(batch, new spatial..., channels multiplier)`
  ///
  /// {@snippet :
  /// var y = Ops.depthwiseConv(x, kernel, c -> c.padding("same"));
  /// }
  ///
  /// @param options `strides`, `padding`, `dataFormat`, `dilationRate`
  /// @throws IllegalArgumentException if the channels do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#depthwise_conv-function">keras.ops.depthwise_conv</a>
  public static Tensor depthwiseConv(Tensor inputs, Tensor kernel, Consumer<ConvOptions> options) {
    var o = new ConvOptions();
    options.accept(o);
    return OpCall.of(
        "DepthwiseConv", inputs, kernel, () -> o.parameters(false), (x, k) -> depthwise(x, k, o));
  }

  /// {@link #depthwiseConv(Tensor, Tensor, Consumer)} with strides 1 and no padding.
  public static Tensor depthwiseConv(Tensor inputs, Tensor kernel) {
    return depthwiseConv(inputs, kernel, _ -> {});
  }

  private static Tensor depthwise(Tensor inputs, Tensor kernel, ConvOptions o) {
    checkRank("depthwiseConv", inputs, kernel);
    int channels = channels(inputs, o);
    checkChannels("depthwiseConv", channels, kernel.shape().dim(-2), o);
    int rank = kernel.rank();
    Shape flat =
        kernel.shape().slice(0, rank - 2).concat(Shape.of(1, channels * kernel.shape().dim(-1)));
    var p = promoted(List.of(inexact(inputs), inexact(kernel)));
    return convolve(p.get(0), Lax.reshape(p.get(1), flat), o, channels);
  }

  /// A {@link #depthwiseConv} followed by a convolution over channels only.
  ///
  /// - Input: `(batch, spatial..., channels)`, or channels second; kernels `(spatial..., channels,
  ///   multiplier)` and `(1..., channels multiplier, filters)`
  /// - Output: `(batch, new spatial..., filters)`
  ///
  /// {@snippet :
  /// var y = Ops.separableConv(x, depthwise, pointwise, c -> c.padding("same"));
  /// }
  ///
  /// @param options `strides`, `padding`, `dataFormat`, `dilationRate`
  /// @throws IllegalArgumentException if the channels do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#separable_conv-function">keras.ops.separable_conv</a>
  public static Tensor separableConv(
      Tensor inputs,
      Tensor depthwiseKernel,
      Tensor pointwiseKernel,
      Consumer<ConvOptions> options) {
    var o = new ConvOptions();
    options.accept(o);
    var operands = List.of(inputs, depthwiseKernel, pointwiseKernel);
    int spatial = Math.max(0, pointwiseKernel.rank() - 2);
    Tensor single = sized(pointwiseKernel, spatial, 1);
    if (single.shape().equals(pointwiseKernel.shape())) {
      return OpCall.of(
          "SeparableConv", operands, () -> o.parameters(false), in -> separable(in, o));
    }
    // Unknown sizes of a kernel that looks at single points are 1.
    return OpCall.of(
            "SeparableConv",
            Arguments.of(operands.toArray()),
            () -> o.parameters(false),
            a -> Tree.leaf(separable(a.tensors(), o)),
            _ -> typesOf(() -> Tree.leaf(separableConv(inputs, depthwiseKernel, single, options))))
        .single();
  }

  private static Tensor separable(List<Tensor> in, ConvOptions o) {
    return grouped(depthwise(in.get(0), in.get(1), o), in.get(2), o.withoutStrides());
  }

  /// {@link #separableConv(Tensor, Tensor, Tensor, Consumer)} with strides 1 and no padding.
  public static Tensor separableConv(
      Tensor inputs, Tensor depthwiseKernel, Tensor pointwiseKernel) {
    return separableConv(inputs, depthwiseKernel, pointwiseKernel, _ -> {});
  }

  /// Transposed convolution: the gradient of a convolution, by which sizes grow.
  ///
  /// - Input: `(batch, spatial..., channels)`, or channels second; kernel `(spatial..., filters,
  ///   channels)`
  /// - Output: `(batch, new spatial..., filters)`; with `same` padding a new size is the old times
  ///   the stride
  ///
  /// {@snippet :
  /// var y = Ops.convTranspose(x, kernel, c -> c.strides(2).padding("same"));
  /// }
  ///
  /// @param options `strides`, `padding`, `outputPadding`, `dataFormat`, `dilationRate`
  /// @throws IllegalArgumentException if the channels do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/nn/#conv_transpose-function">keras.ops.conv_transpose</a>
  public static Tensor convTranspose(Tensor inputs, Tensor kernel, Consumer<ConvOptions> options) {
    var o = new ConvOptions();
    options.accept(o);
    return OpCall.of(
        "ConvTranspose", inputs, kernel, () -> o.parameters(true), (x, k) -> transposed(x, k, o));
  }

  /// {@link #convTranspose(Tensor, Tensor, Consumer)} with strides 1 and no padding.
  public static Tensor convTranspose(Tensor inputs, Tensor kernel) {
    return convTranspose(inputs, kernel, _ -> {});
  }

  private static Tensor transposed(Tensor inputs, Tensor kernel, ConvOptions o) {
    checkRank("convTranspose", inputs, kernel);
    checkChannels("convTranspose", channels(inputs, o), kernel.shape().dim(-1), o);
    int rank = inputs.rank() - 2;
    o.check(rank);
    var low = new ArrayList<Integer>();
    var high = new ArrayList<Integer>();
    var strides = new ArrayList<Integer>();
    var dilations = new ArrayList<Integer>();
    for (int i = 0; i < rank; i++) {
      var padding = transposedPadding(kernel.shape().dim(i), i, o);
      low.add(padding.low());
      high.add(padding.high());
      strides.add(o.stride(i));
      dilations.add(o.dilation(i));
    }
    var p = promoted(List.of(inexact(inputs), inexact(kernel)));
    var layout = layout(o, rank);
    var swapped = new Layout(rank, rank + 1, range(0, rank));
    return Lax.conv(
        p.get(0),
        Lax.reverse(p.get(1), range(0, rank)),
        new Conv(repeated(1, rank), low, high, strides, dilations, 1, 1, layout, swapped, layout));
  }

  /// What Keras pads the spread input by, so that its sizes come out on every engine.
  private static Spatial.Padding transposedPadding(int size, int axis, ConvOptions o) {
    int reach = (size - 1) * o.dilation(axis) + 1;
    int stride = o.stride(axis);
    var output = o.outputPadding(axis);
    if (o.padding().equals("valid")) {
      int more = output.orElse(Math.max(reach, stride) - reach);
      return new Spatial.Padding(reach - 1, reach - 1 + more);
    }
    int total = output.map(p -> reach + reach % 2 - 2 + p).orElse(stride + reach - 2);
    int low = Math.min(total / 2 + total % 2, reach - 1);
    return new Spatial.Padding(low, total - low);
  }
}
