package org.keras4j.layers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Poolings whose windows are chosen so that the result has given sizes.
///
/// @param <SELF> the class itself
public abstract class BaseAdaptivePooling<SELF extends BaseAdaptivePooling<SELF>>
    extends BuiltIn<SELF> {
  private final boolean largest;
  private final Arg<List<Integer>> outputSize;
  private final Arg<String> dataFormat =
      arg("data_format", DataFormats.CODEC, KerasConfig::imageDataFormat);

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  BaseAdaptivePooling(int rank, boolean largest, int... size) {
    this.largest = largest;
    outputSize = required("output_size", Sizes.codec(rank));
    if (size.length > 0) {
      set(outputSize, Sizes.of(rank, size));
    }
    inputSpec(InputSpec.rank(rank + 2));
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
    return largest
        ? Ops.adaptiveMaxPool(x, outputSize.get(), dataFormat.get())
        : Ops.adaptiveAveragePool(x, outputSize.get(), dataFormat.get());
  }
}
