package org.keras4j.layers;

import java.util.Collections;

/// Cuts off the ends of three axes.
///
/// - Input: `(batch, depth, height, width, channels)`, or channels second with `channels_first`
/// - Output: the same, smaller
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/cropping_layer3d/">Cropping3D</a>
public final class Cropping3D extends BaseCropping<Cropping3D> {
  /// A layer with 1 at each end.
  public Cropping3D() {
    super(3, true, new int[0][]);
  }

  /// A layer with the same number at each end.
  public Cropping3D(int all) {
    super(3, true, Collections.nCopies(3, new int[] {all, all}).toArray(int[][]::new));
  }

  /// A layer with the given numbers before and after each axis.
  public Cropping3D(int[]... ends) {
    super(3, true, ends.clone());
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public Cropping3D dataFormat(String value) {
    return format(value);
  }
}
