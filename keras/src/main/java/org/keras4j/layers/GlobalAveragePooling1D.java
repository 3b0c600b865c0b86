package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.tensor.Tensor;

/// The mean over one axis as a whole, of the steps that a mask does not leave out.
///
/// - Input: `(batch, spatial…, channels)`, or channels second with `channels_first`
/// - Output: `(batch, channels)`
///
/// @see <a
///   href="https://keras.io/api/layers/pooling_layers/global_average_pooling1d/">GlobalAveragePooling1D</a>
public final class GlobalAveragePooling1D extends BaseGlobalPooling<GlobalAveragePooling1D> {
  /// A layer with Keras's default settings.
  public GlobalAveragePooling1D() {
    super(1, false);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  Optional<Tensor> averagedMask(Call ctx) {
    return ctx.mask();
  }

  @Override
  protected Optional<Tensor> computeMask(Tensor x, Optional<Tensor> mask) {
    return Optional.empty();
  }
}
