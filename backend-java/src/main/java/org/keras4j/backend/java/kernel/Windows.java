package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// The geometry of a convolution or a pooling: how a window moves over one to three spatial axes.
///
/// All arrays have one entry per spatial axis, outermost first. They are stored with three entries:
/// missing leading axes have size 1.
public final class Windows {
  private static final int AXES = 3;

  private final int[] in;
  private final int[] size;
  private final int[] stride;
  private final int[] dilation;
  private final int[] low;
  private final int[] high;
  private final int[] out;

  private Windows(
      int[] in, int[] size, int[] stride, int[] dilation, int[] low, int[] high, int[] out) {
    this.in = in;
    this.size = size;
    this.stride = stride;
    this.dilation = dilation;
    this.low = low;
    this.high = high;
    this.out = out;
  }

  /// The geometry of a window over one to three axes.
  ///
  /// @throws IllegalArgumentException if the lengths differ, are not 1 to 3, a padding is negative,
  ///   or a stride or dilation is not positive
  public static Windows of(
      int[] in, int[] size, int[] stride, int[] dilation, int[] low, int[] high) {
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
      if (stride[axis] < 1
          || dilation[axis] < 1
          || low[axis] < 0
          || high[axis] < 0
          || size[axis] < 1) {
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
        lead(in, 1),
        lead(size, 1),
        lead(stride, 1),
        lead(dilation, 1),
        lead(low, 0),
        lead(high, 0),
        lead(out, 1));
  }

  /// The geometry whose output has the sizes `out`: the padding after each axis is as much as that
  /// takes. For finding the convolution that a gradient belongs to.
  ///
  /// @throws IllegalArgumentException as [#of]
  public static Windows covering(
      int[] in, int[] size, int[] stride, int[] dilation, int[] low, int[] out) {
    int[] high = new int[in.length];
    for (int axis = 0; axis < Math.min(in.length, out.length); axis++) {
      int covered = (out[axis] - 1) * stride[axis] + (size[axis] - 1) * dilation[axis] + 1;
      high[axis] = Math.max(0, covered - in[axis] - low[axis]);
    }
    Windows windows = of(in, size, stride, dilation, low, high);
    return new Windows(
        windows.in,
        windows.size,
        windows.stride,
        windows.dilation,
        windows.low,
        windows.high,
        lead(out, 1));
  }

  /// The input's spatial sizes, three of them; not a copy.
  int[] in() {
    return in;
  }

  /// The window's spatial sizes.
  int[] size() {
    return size;
  }

  /// How far the window moves along each axis.
  int[] stride() {
    return stride;
  }

  /// The distance between the window's taps along each axis.
  int[] dilation() {
    return dilation;
  }

  /// The padding before each axis.
  int[] low() {
    return low;
  }

  /// The padding after each axis.
  int[] high() {
    return high;
  }

  /// The output's spatial sizes.
  int[] out() {
    return out;
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

  /// How far tap number `tap` lies from a window's place along an axis.
  int offset(int axis, int tap) {
    int along =
        switch (axis) {
          case 0 -> tap / (size[1] * size[2]);
          case 1 -> tap / size[2] % size[1];
          default -> tap % size[2];
        };
    return along * dilation[axis] - low[axis];
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
