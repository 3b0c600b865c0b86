package org.keras4j.layers;

import java.util.Collections;

/// Puts zeros around two axes.
///
/// - Input: `(batch, height, width, channels)`, or channels second with `channels_first`
/// - Output: the same, larger
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/zero_padding2d/">ZeroPadding2D</a>
public final class ZeroPadding2D extends BaseZeroPadding<ZeroPadding2D> {
  /// A layer with 1 at each end.
  public ZeroPadding2D() {
    super(2, new int[0][]);
  }

  /// A layer with the same number at each end.
  public ZeroPadding2D(int all) {
    super(2, Collections.nCopies(2, new int[] {all, all}).toArray(int[][]::new));
  }

  /// A layer with the given numbers before and after each axis.
  public ZeroPadding2D(int[]... ends) {
    super(2, ends.clone());
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public ZeroPadding2D dataFormat(String value) {
    return format(value);
  }
}
