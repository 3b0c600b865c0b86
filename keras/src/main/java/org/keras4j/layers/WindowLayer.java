package org.keras4j.layers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.KerasConfig;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Convolutions over one to three spatial axes: the keywords they share.
///
/// @param <SELF> the class itself
public abstract class WindowLayer<SELF extends WindowLayer<SELF>> extends Kernelled<SELF> {
  final int spatialRank;
  final WindowKeywords window;
  final Arg<List<Integer>> kernelSize;
  final Arg<List<Integer>> strides;
  final Arg<String> padding;
  final Arg<String> dataFormat;
  final Arg<List<Integer>> dilationRate;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  WindowLayer(int rank, String kernelName, boolean causal) {
    super(kernelName);
    spatialRank = rank;
    window = new WindowKeywords(this, rank, causal);
    kernelSize = window.kernelSize;
    strides = window.strides;
    padding = window.padding;
    dataFormat = window.dataFormat;
    dilationRate = window.dilationRate;
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
    return window.channelsLast();
  }

  final int channelAxis() {
    return window.channelAxis();
  }

  /// The number of input channels, which must be known.
  final int channels(Shape input) {
    int channels = window.channels(input, name());
    inputSpec(InputSpec.any().minRank(spatialRank + 2).axis(channelAxis(), channels));
    return channels;
  }

  /// `kernelSize` followed by two more sizes.
  final Shape kernelShape(int in, int out) {
    return window.kernelShape(in, out);
  }

  final Tensor finish(Tensor y) {
    return finish(y, window::biasForm);
  }
}
