package org.keras4j.layers;

import java.util.Collections;

/// Puts zeros around one axis.
///
/// - Input: `(batch, steps, channels)`, or channels second with `channels_first`
/// - Output: the same, larger
///
/// @see <a href="https://keras.io/api/layers/reshaping_layers/zero_padding1d/">ZeroPadding1D</a>
public final class ZeroPadding1D extends BaseZeroPadding<ZeroPadding1D> {
  /// A layer with 1 at each end.
  public ZeroPadding1D() {
    super(1, new int[0][]);
  }

  /// A layer with the same number at each end.
  public ZeroPadding1D(int all) {
    super(1, Collections.nCopies(1, new int[] {all, all}).toArray(int[][]::new));
  }

  /// A layer with the given numbers before and after the axis.
  public ZeroPadding1D(int before, int after) {
    super(1, new int[][] {{before, after}});
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public ZeroPadding1D dataFormat(String value) {
    return format(value);
  }
}
