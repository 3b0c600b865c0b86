package org.keras4j.layers;

import org.keras4j.config.Config;
import org.keras4j.random.Random;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Dropout of whole channels.
///
/// @param <SELF> the layer's own class
public abstract class SpatialDropout<SELF extends SpatialDropout<SELF>> extends NoiseLayer<SELF> {
  private final int rank;

  /// @param rank the number of axes between batch and channels
  @SuppressWarnings("this-escape") // keywords are declared while constructing
  SpatialDropout(int rank) {
    super("rate");
    this.rank = rank;
    inputSpec(InputSpec.rank(rank + 2));
  }

  /// Where the channels are.
  String layout() {
    return "channels_last";
  }

  @Override
  final Tensor disturbed(Tensor x, SeedGenerator seeds) {
    Shape noise = x.shape();
    int first = layout().equals("channels_first") ? 2 : 1;
    for (int i = 0; i < rank; i++) {
      noise = noise.with(first + i, 1);
    }
    return Random.dropout(x, amount.get(), noise, seeds);
  }

  /// Keras lists the weights' dtype alone, and not whether the layer is trainable.
  @Override
  public Config getConfig() {
    return super.getConfig().without("trainable").with("dtype", variableDType());
  }
}
