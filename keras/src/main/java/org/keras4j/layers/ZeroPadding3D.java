package org.keras4j.layers;

import java.util.Collections;

/// Puts zeros around three axes.
///
/// - Input: `(batch, depth, height, width, channels)`, or channels second with `channels_first`
/// - Output: the same, larger
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/zero_padding3d/">ZeroPadding3D</a>
public final class ZeroPadding3D extends BaseZeroPadding<ZeroPadding3D> {
  /// A layer with 1 at each end.
  public ZeroPadding3D() {
    super(3, new int[0][]);
  }

  /// A layer with the same number at each end.
  public ZeroPadding3D(int all) {
    super(3, Collections.nCopies(3, new int[] {all, all}).toArray(int[][]::new));
  }

  /// A layer with the given numbers before and after each axis.
  public ZeroPadding3D(int[]... ends) {
    super(3, ends.clone());
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public ZeroPadding3D dataFormat(String value) {
    return format(value);
  }
}
