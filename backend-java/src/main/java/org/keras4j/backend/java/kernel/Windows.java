package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// The geometry of a convolution or a pooling: how a window moves over one to three spatial axes.
///
/// All arrays have one entry per spatial axis, outermost first. They are stored with three entries:
/// missing leading axes have size 1.
///
/// @param in the input's spatial sizes
/// @param size the window's
/// @param stride how far the window moves
/// @param dilation the distance between the window's taps
/// @param low how much padding comes before each axis
/// @param high how much padding comes after
/// @param out the output's spatial sizes, which follow from the others
public record Windows(int[] in, int[] size, int[] stride, int[] dilation, int[] low, int[] high, int[] out) {
  private static final int AXES = 3;

  /// The geometry of a window over one to three axes.
  ///
  /// @throws IllegalArgumentException if the lengths differ, are not 1 to 3, a padding is negative, or
  ///     a stride or dilation is not positive
  public static Windows of(int[] in, int[] size, int[] stride, int[] dilation, int[] low, int[] high) {
    int rank = in.length;
    boolean sameRank =
        size.length == rank
            && stride.length == rank
            && dilation.length == rank
            && low.length == rank
            && high.length == rank;
    if (rank < 1 || rank > AXES || !sameRank) {
      throw new IllegalArgumentException(
          "A window moves over one to three spatial axes, and everything about it has one entry per axis. Received: in="
              + Arrays.toString(in)
              + ", size="
              + Arrays.toString(size)
              + ", stride="
              + Arrays.toString(stride)
              + ", dilation="
              + Arrays.toString(dilation)
              + ", low="
              + Arrays.toString(low)
              + ", high="
              + Arrays.toString(high));
    }
    int[] out = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      if (stride[axis] < 1 || dilation[axis] < 1 || low[axis] < 0 || high[axis] < 0 || size[axis] < 1) {
        throw new IllegalArgumentException(
            "Window size, stride and dilation must be positive and padding not negative. Received: size="
                + size[axis]
                + ", stride="
                + stride[axis]
                + ", dilation="
                + dilation[axis]
                + ", low="
                + low[axis]
                + ", high="
                + high[axis]);
      }
      int covered = (size[axis] - 1) * dilation[axis] + 1;
      int padded = in[axis] + low[axis] + high[axis];
      out[axis] = padded < covered ? 0 : (padded - covered) / stride[axis] + 1;
    }
    return new Windows(
        lead(in, 1), lead(size, 1), lead(stride, 1), lead(dilation, 1), lead(low, 0), lead(high, 0), lead(out, 1));
  }

  /// The number of taps in a window.
  public int taps() {
    return size[0] * size[1] * size[2];
  }

  /// The number of input positions of one sample.
  public int inPositions() {
    return in[0] * in[1] * in[2];
  }

  /// The number of output positions of one sample.
  public int outPositions() {
    return out[0] * out[1] * out[2];
  }

  boolean padded() {
    return low[0] + low[1] + low[2] + high[0] + high[1] + high[2] > 0;
  }

  /// True if every window is one input position, in order: the convolution is a matrix product.
  boolean pointwise() {
    return taps() == 1 && !padded() && stride[0] == 1 && stride[1] == 1 && stride[2] == 1;
  }

  private static int[] lead(int[] values, int missing) {
    int[] all = new int[AXES];
    Arrays.fill(all, missing);
    System.arraycopy(values, 0, all, AXES - values.length, values.length);
    return all;
  }
}
