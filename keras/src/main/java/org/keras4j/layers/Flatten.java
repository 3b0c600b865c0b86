package org.keras4j.layers;

import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Makes one axis of all but the batch.
///
/// - Input: `(batch, ...)`
/// - Output: `(batch, size)`; `(batch, 1)` if there is nothing but the batch
///
/// {@snippet :
/// new Flatten().apply(images);   // (None, 28, 28, 1) -> (None, 784)
/// }
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/flatten/">Flatten</a>
public final class Flatten extends BuiltIn<Flatten> {
  private final Arg<String> dataFormat =
      arg("data_format", DataFormats.CODEC, KerasConfig::imageDataFormat);

  /// A layer that takes the axes in their order.
  public Flatten() {
    inputSpec(InputSpec.any().minRank(1));
  }

  /// Sets where the channels are: with `channels_first` they are moved last before flattening.
  public Flatten dataFormat(String value) {
    return with(dataFormat, KerasConfig.standardizeDataFormat(value));
  }

  @Override
  boolean treatsSamplesAlone() {
    return true;
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Shape shape = x.shape();
    int rank = shape.rank();
    Tensor moved = x;
    if (dataFormat.get().equals("channels_first") && rank > 1) {
      int[] axes =
          IntStream.concat(
                  IntStream.of(0), IntStream.concat(IntStream.range(2, rank), IntStream.of(1)))
              .toArray();
      moved = Ops.transpose(x, axes);
    }
    int size = Math.toIntExact(shape.slice(1, rank).size());
    return Ops.reshape(moved, shape.dim(0), size);
  }
}
