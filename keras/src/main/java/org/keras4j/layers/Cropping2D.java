package org.keras4j.layers;

import java.util.Collections;

/// Cuts off the ends of two axes.
///
/// - Input: `(batch, height, width, channels)`, or channels second with `channels_first`
/// - Output: the same, smaller
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/cropping_layer2d/">Cropping2D</a>
public final class Cropping2D extends BaseCropping<Cropping2D> {
  /// A layer with 1 at each end.
  public Cropping2D() {
    super(2, true, new int[0][]);
  }

  /// A layer with the same number at each end.
  public Cropping2D(int all) {
    super(2, true, Collections.nCopies(2, new int[] {all, all}).toArray(int[][]::new));
  }

  /// A layer with the given numbers before and after each axis.
  public Cropping2D(int[]... ends) {
    super(2, true, ends.clone());
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public Cropping2D dataFormat(String value) {
    return format(value);
  }
}
