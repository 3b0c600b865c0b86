package org.keras4j.layers;

import java.util.Collections;

/// Cuts off the ends of one axis.
///
/// - Input: `(batch, steps, channels)`, or channels second with `channels_first`
/// - Output: the same, smaller
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/cropping_layer1d/">Cropping1D</a>
public final class Cropping1D extends BaseCropping<Cropping1D> {
  /// A layer with 1 at each end.
  public Cropping1D() {
    super(1, false, new int[0][]);
  }

  /// A layer with the same number at each end.
  public Cropping1D(int all) {
    super(1, false, Collections.nCopies(1, new int[] {all, all}).toArray(int[][]::new));
  }

  /// A layer with the given numbers before and after the axis.
  public Cropping1D(int before, int after) {
    super(1, false, new int[][] {{before, after}});
  }
}
