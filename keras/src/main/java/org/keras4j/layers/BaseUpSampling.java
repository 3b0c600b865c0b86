package org.keras4j.layers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Layers that repeat the elements of spatial axes.
///
/// @param <SELF> the class itself
public abstract class BaseUpSampling<SELF extends BaseUpSampling<SELF>> extends BuiltIn<SELF> {
  final int spatialRank;
  final Arg<List<Integer>> size;
  final Arg<String> dataFormat;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  BaseUpSampling(int rank, int... factors) {
    spatialRank = rank;
    size =
        arg("size", rank == 1 ? single() : Sizes.codec(rank), () -> Sizes.of(rank, 2))
            .check(Sizes::positive, "positive integers");
    dataFormat =
        arg("data_format", DataFormats.CODEC, KerasConfig::imageDataFormat).listedIf(_ -> rank > 1);
    if (factors.length > 0) {
      set(size, Sizes.of(rank, factors));
    }
    inputSpec(InputSpec.rank(rank + 2));
  }

  /// Along one axis Keras writes a bare number.
  private static Codec<List<Integer>> single() {
    var codec = Sizes.codec(1);
    return Codec.of(List::getFirst, codec::decode);
  }

  final int firstSpatialAxis() {
    return dataFormat.get().equals("channels_last") ? 1 : 2;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor y = x;
    for (int i = 0; i < spatialRank; i++) {
      y = Ops.repeat(y, size.get().get(i), firstSpatialAxis() + i);
    }
    return y;
  }
}
