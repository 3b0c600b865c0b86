package org.keras4j.layers;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// The keywords of windows that move over one to three spatial axes, declared once for all layers
/// and cells that convolve.
final class WindowKeywords {
  final int rank;
  final Arg<List<Integer>> kernelSize;
  final Arg<List<Integer>> strides;
  final Arg<String> padding;
  final Arg<String> dataFormat;
  final Arg<List<Integer>> dilationRate;

  /// @param causal whether the padding may be `causal`
  WindowKeywords(BuiltIn<?> owner, int rank, boolean causal) {
    this.rank = rank;
    kernelSize =
        owner
            .required("kernel_size", Sizes.codec(rank))
            .check(Sizes::positive, "positive integers");
    strides =
        owner
            .arg("strides", Sizes.codec(rank), () -> Sizes.of(rank, 1))
            .check(Sizes::positive, "positive integers");
    var paddings = causal ? Set.of("valid", "same", "causal") : Set.of("valid", "same");
    padding =
        owner
            .arg("padding", Codec.STRING, () -> "valid")
            .check(paddings::contains, "one of " + paddings.stream().sorted().toList());
    dataFormat = owner.arg("data_format", DataFormats.CODEC, KerasConfig::imageDataFormat);
    dilationRate =
        owner
            .arg("dilation_rate", Sizes.codec(rank), () -> Sizes.of(rank, 1))
            .check(Sizes::positive, "positive integers");
  }

  /// Gives a layer's values to its cell.
  void copyTo(WindowKeywords cell) {
    cell.kernelSize.set(kernelSize.get());
    cell.strides.set(strides.get());
    cell.padding.set(padding.get());
    cell.dataFormat.set(dataFormat.get());
    cell.dilationRate.set(dilationRate.get());
  }

  boolean channelsLast() {
    return dataFormat.get().equals("channels_last");
  }

  /// The axis of the channels of a batch.
  int channelAxis() {
    return channelsLast() ? -1 : 1;
  }

  /// The number of channels of a batch, which must be known.
  int channels(Shape input, String layer) {
    int channels = input.dim(channelAxis());
    if (channels == Shape.UNKNOWN) {
      throw new IllegalArgumentException(
          "The channel dimension of the inputs of layer '%s' should be defined. Received: input_shape=%s"
              .formatted(layer, input));
    }
    return channels;
  }

  /// `kernelSize` followed by two more sizes.
  Shape kernelShape(int in, int out) {
    return Shape.of(kernelSize.get()).concat(Shape.of(in, out));
  }

  /// The spatial sizes that are left of those of a batch.
  Shape outputSizes(Shape input) {
    int first = channelsLast() ? 1 : 2;
    return Shape.of(
        IntStream.range(0, rank).map(i -> outputSize(i, input.dim(first + i))).toArray());
  }

  private int outputSize(int axis, int size) {
    int step = strides.get().get(axis);
    int covered = (kernelSize.get().get(axis) - 1) * dilationRate.get().get(axis) + 1;
    return padding.get().equals("same")
        ? Math.ceilDiv(size, step)
        : Math.floorDiv(size - covered, step) + 1;
  }

  /// A shape of channels and spatial sizes, each in its place.
  Shape arranged(Shape sizes, int channels) {
    return channelsLast() ? sizes.concat(Shape.of(channels)) : Shape.of(channels).concat(sizes);
  }

  /// Convolves a batch with these windows.
  Tensor convolve(Tensor x, Tensor kernel) {
    boolean causal = padding.get().equals("causal");
    return Ops.conv(
        causal ? padded(x) : x,
        kernel,
        c ->
            c.strides(Sizes.array(strides.get()))
                .padding(causal ? "valid" : padding.get())
                .dilationRate(Sizes.array(dilationRate.get()))
                .dataFormat(dataFormat.get()));
  }

  /// Zeros before the first step, so that no result depends on later ones.
  private Tensor padded(Tensor x) {
    int before = dilationRate.get().getFirst() * (kernelSize.get().getFirst() - 1);
    int[][] width = new int[3][2];
    width[channelsLast() ? 1 : 2][0] = before;
    return Ops.pad(x, width);
  }

  /// A bias in the form in which it is added to a batch.
  Tensor biasForm(Tensor bias) {
    if (channelsLast()) {
      return bias;
    }
    int[] sizes = new int[rank + 1];
    java.util.Arrays.fill(sizes, 1);
    sizes[0] = bias.shape().dim(0);
    return Ops.reshape(bias, Shape.of(sizes));
  }

  /// @throws IllegalArgumentException if windows both step and have gaps
  void checkDilation(String layer) {
    boolean strided = strides.get().stream().anyMatch(s -> s > 1);
    if (strided && dilationRate.get().stream().anyMatch(d -> d > 1)) {
      throw new IllegalArgumentException(
          "`strides > 1` not supported in conjunction with `dilation_rate > 1` in layer '%s'. Received: strides=%s, dilation_rate=%s"
              .formatted(layer, strides.get(), dilationRate.get()));
    }
  }
}
