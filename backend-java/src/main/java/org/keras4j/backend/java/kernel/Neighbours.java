package org.keras4j.backend.java.kernel;

/// Which positions of the input and the output of a moving window touch each other. Both lists go
/// through the taps in order.
final class Neighbours {
  private Neighbours() {}

  /// Lists the input positions an output position reads, and the taps it reads them through.
  static int reads(
      Windows windows,
      int position,
      int channels,
      int start,
      int kernelStart,
      int[] places,
      int[] taps) {
    int[] out = windows.out();
    int[] in = windows.in();
    int d0 = position / (out[1] * out[2]) * windows.stride()[0] - windows.low()[0];
    int h0 = position / out[2] % out[1] * windows.stride()[1] - windows.low()[1];
    int w0 = position % out[2] * windows.stride()[2] - windows.low()[2];
    int count = 0;
    for (int d = 0; d < windows.size()[0]; d++) {
      int plane = d0 + d * windows.dilation()[0];
      for (int h = 0; h < windows.size()[1]; h++) {
        int row = h0 + h * windows.dilation()[1];
        if (plane < 0 || plane >= in[0] || row < 0 || row >= in[1]) {
          continue;
        }
        for (int w = 0; w < windows.size()[2]; w++) {
          int column = w0 + w * windows.dilation()[2];
          if (column >= 0 && column < in[2]) {
            places[count] = start + ((plane * in[1] + row) * in[2] + column) * channels;
            taps[count++] =
                kernelStart + ((d * windows.size()[1] + h) * windows.size()[2] + w) * channels;
          }
        }
      }
    }
    return count;
  }

  /// How many output positions from one on, in its line, read through the same taps, each a stride
  /// after the one before.
  static int alike(Windows windows, int position) {
    int stride = windows.stride()[2];
    int low = windows.low()[2];
    int covered = (windows.size()[2] - 1) * windows.dilation()[2] + 1;
    int column = position % windows.out()[2];
    int last = Math.floorDiv(windows.in()[2] + low - covered, stride);
    boolean inside = column * stride >= low && column <= last;
    return inside ? Math.min(last, windows.out()[2] - 1) - column + 1 : 1;
  }

  /// Lists the output positions that read an input position, and the taps they read it through.
  static int readBy(
      Windows windows,
      int position,
      int channels,
      int start,
      int kernelStart,
      int[] places,
      int[] taps) {
    int[] out = windows.out();
    int[] in = windows.in();
    int count = 0;
    for (int d = 0; d < windows.size()[0]; d++) {
      int plane = reader(windows, 0, position / (in[1] * in[2]), d);
      for (int h = 0; plane >= 0 && h < windows.size()[1]; h++) {
        int row = reader(windows, 1, position / in[2] % in[1], h);
        for (int w = 0; row >= 0 && w < windows.size()[2]; w++) {
          int column = reader(windows, 2, position % in[2], w);
          if (column >= 0) {
            places[count] = start + ((plane * out[1] + row) * out[2] + column) * channels;
            taps[count++] =
                kernelStart + ((d * windows.size()[1] + h) * windows.size()[2] + w) * channels;
          }
        }
      }
    }
    return count;
  }

  /// The output coordinate that reads an input coordinate through a tap, or -1.
  private static int reader(Windows windows, int axis, int coordinate, int tap) {
    int distance = coordinate + windows.low()[axis] - tap * windows.dilation()[axis];
    int stride = windows.stride()[axis];
    boolean read =
        distance >= 0 && distance % stride == 0 && distance / stride < windows.out()[axis];
    return read ? distance / stride : -1;
  }
}
