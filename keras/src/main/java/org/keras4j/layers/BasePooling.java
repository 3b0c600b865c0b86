package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Poolings of windows.
///
/// @param <SELF> the class itself
public abstract class BasePooling<SELF extends BasePooling<SELF>> extends BuiltIn<SELF> {
  private final int spatialRank;
  private final boolean largest;
  private final Arg<List<Integer>> poolSize;
  private final Arg<Optional<List<Integer>>> strides;
  private final Arg<String> padding = arg("padding", "valid");
  private final Arg<String> dataFormat =
      arg("data_format", DataFormats.CODEC, KerasConfig::imageDataFormat);

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  BasePooling(int rank, boolean largest, int... size) {
    spatialRank = rank;
    this.largest = largest;
    poolSize = required("pool_size", Sizes.codec(rank)).check(Sizes::positive, "positive integers");
    strides =
        arg("strides", Codec.optional(Sizes.codec(rank)), () -> Optional.of(poolSize.get()))
            .check(s -> s.isEmpty() || Sizes.positive(s.get()), "positive integers");
    if (size.length > 0) {
      set(poolSize, Sizes.of(rank, size));
    }
    builtFromTheStart();
    inputSpec(InputSpec.rank(rank + 2));
  }

  /// Sets the steps between windows, one for all axes or one for each (the windows' size at first).
  public SELF strides(int... values) {
    return with(strides, Optional.of(Sizes.of(spatialRank, values)));
  }

  /// Sets the padding by Keras's name: `valid` or `same`.
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

  @Override
  boolean treatsSamplesAlone() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    // As Keras, which takes whatever else it is told as `valid`.
    String padded = padding.get().equals("same") ? "same" : "valid";
    int[] steps = Sizes.array(strides.get().orElse(poolSize.get()));
    return largest
        ? Ops.maxPool(
            x, poolSize.get(), p -> p.strides(steps).padding(padded).dataFormat(dataFormat.get()))
        : Ops.averagePool(
            x, poolSize.get(), p -> p.strides(steps).padding(padded).dataFormat(dataFormat.get()));
  }
}
