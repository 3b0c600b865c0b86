package org.keras4j.layers;

import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Poolings over all spatial axes.
///
/// @param <SELF> the class itself
public abstract class BaseGlobalPooling<SELF extends BaseGlobalPooling<SELF>>
    extends BuiltIn<SELF> {
  private final int spatialRank;
  private final boolean largest;
  private final Arg<String> dataFormat =
      arg("data_format", DataFormats.CODEC, KerasConfig::imageDataFormat);
  private final Arg<Boolean> keepdims = arg("keepdims", false);

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  BaseGlobalPooling(int rank, boolean largest) {
    spatialRank = rank;
    this.largest = largest;
    builtFromTheStart();
    inputSpec(InputSpec.rank(rank + 2));
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public SELF dataFormat(String value) {
    return with(dataFormat, KerasConfig.standardizeDataFormat(value));
  }

  /// Sets whether the spatial axes stay, with size 1 (false at first).
  public SELF keepdims(boolean value) {
    return with(keepdims, value);
  }

  final Axes axes() {
    int first = dataFormat.get().equals("channels_last") ? 1 : 2;
    return Axes.of(IntStream.range(first, first + spatialRank).toArray()).keepDims(keepdims.get());
  }

  @Override
  boolean treatsSamplesAlone() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    if (largest) {
      return Ops.max(x, axes());
    }
    Optional<Tensor> mask = averagedMask(ctx);
    if (mask.isEmpty()) {
      return Ops.mean(x, axes());
    }
    boolean last = dataFormat.get().equals("channels_last");
    Tensor weights = Ops.expandDims(Ops.cast(mask.get(), x.dtype()), last ? 2 : 1);
    return Ops.divide(Ops.sum(Ops.multiply(x, weights), axes()), Ops.sum(weights, axes()));
  }

  /// The mask of steps to be averaged over, if the layer heeds one.
  Optional<Tensor> averagedMask(Call ctx) {
    return Optional.empty();
  }
}
