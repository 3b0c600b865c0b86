package org.keras4j.layers;

import java.util.List;
import java.util.Set;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Convolutions over one to three spatial axes: the keywords they share.
///
/// @param <SELF> the class itself
public abstract class WindowLayer<SELF extends WindowLayer<SELF>> extends Kernelled<SELF> {
  final int spatialRank;
  final Arg<List<Integer>> kernelSize;
  final Arg<List<Integer>> strides;
  final Arg<String> padding;
  final Arg<String> dataFormat;
  final Arg<List<Integer>> dilationRate;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  WindowLayer(int rank, String kernelName, boolean causal) {
    super(kernelName);
    spatialRank = rank;
    kernelSize =
        required("kernel_size", Sizes.codec(rank)).check(Sizes::positive, "positive integers");
    strides =
        arg("strides", Sizes.codec(rank), () -> Sizes.of(rank, 1))
            .check(Sizes::positive, "positive integers");
    var paddings = causal ? Set.of("valid", "same", "causal") : Set.of("valid", "same");
    padding =
        arg("padding", Codec.STRING, () -> "valid")
            .check(p -> paddings.contains(p), "one of " + paddings.stream().sorted().toList());
    dataFormat = arg("data_format", DataFormats.CODEC, KerasConfig::imageDataFormat);
    dilationRate =
        arg("dilation_rate", Sizes.codec(rank), () -> Sizes.of(rank, 1))
            .check(Sizes::positive, "positive integers");
    inputSpec(InputSpec.any().minRank(rank + 2));
  }

  @Override
  protected boolean listsActivityRegularizer() {
    return true;
  }

  /// Sets the steps between windows, one for all axes or one for each (1 at first).
  public SELF strides(int... values) {
    return with(strides, Sizes.of(spatialRank, values));
  }

  /// Sets the padding by Keras's name: `valid`, `same`, and for some layers `causal`.
  public SELF padding(String value) {
    return with(padding, value.toLowerCase(java.util.Locale.ROOT));
  }

  /// Sets the padding.
  public SELF padding(Padding value) {
    return padding(value.kerasName());
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public SELF dataFormat(String value) {
    return with(dataFormat, KerasConfig.standardizeDataFormat(value));
  }

  /// Sets the distances between a window's elements, one for all axes or one for each (1 at first).
  public SELF dilationRate(int... values) {
    return with(dilationRate, Sizes.of(spatialRank, values));
  }

  final boolean channelsLast() {
    return dataFormat.get().equals("channels_last");
  }

  final int channelAxis() {
    return channelsLast() ? -1 : 1;
  }

  /// The number of input channels, which must be known.
  final int channels(Shape input) {
    int channels = input.dim(channelAxis());
    if (channels == Shape.UNKNOWN) {
      throw new IllegalArgumentException(
          "The channel dimension of the inputs of layer '%s' should be defined. Received: input_shape=%s"
              .formatted(name(), input));
    }
    inputSpec(InputSpec.any().minRank(spatialRank + 2).axis(channelAxis(), channels));
    return channels;
  }

  /// `kernelSize` followed by two more sizes.
  final Shape kernelShape(int in, int out) {
    return Shape.of(kernelSize.get()).concat(Shape.of(in, out));
  }

  final void checkDilation() {
    boolean strided = strides.get().stream().anyMatch(s -> s > 1);
    if (strided && dilationRate.get().stream().anyMatch(d -> d > 1)) {
      throw new IllegalArgumentException(
          "`strides > 1` not supported in conjunction with `dilation_rate > 1` in layer '%s'. Received: strides=%s, dilation_rate=%s"
              .formatted(name(), strides.get(), dilationRate.get()));
    }
  }

  final Tensor finish(Tensor y) {
    return finish(y, b -> channelsLast() ? b : Ops.reshape(b, biasShape(b)));
  }

  private Shape biasShape(Tensor b) {
    Shape shape = Shape.of(1, b.shape().dim(0));
    for (int i = 0; i < spatialRank; i++) {
      shape = shape.concat(Shape.of(1));
    }
    return shape;
  }
}
