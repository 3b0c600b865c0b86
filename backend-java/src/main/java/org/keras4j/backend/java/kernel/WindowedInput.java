package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// The channels-last input of a convolution, addressed by window: element (tap, channel) of the
/// window at an output position is `data[positionTable[position] + tapTable[tap * channels +
/// channel]]`.
///
/// Without padding the tables point into the input itself. With padding the input is copied, with
/// its zeros, a band of output lines at a time, small enough to stay in the second cache level.
final class WindowedInput {
  private static final int BAND_POSITIONS = 512;

  private final Windows windows;
  private final int channels;
  private final float[] x;
  private final int xStart;
  private final int bandLines;
  private final int depth;
  private final int height;
  private final int width;

  WindowedInput(Windows windows, int channels, float[] x, int xStart) {
    this.windows = windows;
    this.channels = channels;
    this.x = x;
    this.xStart = xStart;
    int lines = windows.out()[0] * windows.out()[1];
    boolean flat = windows.in()[0] == 1 && windows.size()[0] == 1 && windows.out()[0] == 1;
    boolean whole = windows.padded() && !flat;
    int wanted = Math.max(1, BAND_POSITIONS / Math.max(1, windows.out()[2]));
    this.bandLines = Math.max(1, whole ? lines : Math.min(lines, wanted));
    this.width = padded(2);
    this.height =
        windows.padded() && flat
            ? (bandLines - 1) * windows.stride()[1]
                + (windows.size()[1] - 1) * windows.dilation()[1]
                + 1
            : padded(1);
    this.depth = padded(0);
  }

  /// The number of bands of one sample.
  int bands() {
    return (windows.out()[0] * windows.out()[1] + bandLines - 1) / bandLines;
  }

  int firstPosition(int band) {
    return band * bandLines * windows.out()[2];
  }

  int endPosition(int band) {
    return Math.min(windows.outPositions(), (band + 1) * bandLines * windows.out()[2]);
  }

  /// The most output positions a band has.
  int mostPositions() {
    return bandLines * windows.out()[2];
  }

  /// For each tap and each of `used` channels, its distance from the window's first element.
  int[] takeTapTable(int used) {
    int[] size = windows.size();
    int[] dilation = windows.dilation();
    int[] table = Scratch.takeInts(windows.taps() * used);
    int at = 0;
    for (int d = 0; d < size[0]; d++) {
      for (int h = 0; h < size[1]; h++) {
        for (int w = 0; w < size[2]; w++) {
          int tap =
              ((d * dilation[0] * height + h * dilation[1]) * width + w * dilation[2]) * channels;
          for (int c = 0; c < used; c++) {
            table[at++] = tap + c;
          }
        }
      }
    }
    return table;
  }

  /// Fills `table` with where the windows of a band start in the array [#takeBand] returns.
  void fillPositions(int sample, int band, int[] table) {
    int base = windows.padded() ? 0 : xStart + sample * windows.inPositions() * channels;
    int[] stride = windows.stride();
    int outHeight = windows.out()[1];
    int firstLine = band * bandLines;
    int endLine = Math.min(windows.out()[0] * outHeight, firstLine + bandLines);
    int shift = windows.padded() ? firstLine % Math.max(1, outHeight) : 0;
    int at = 0;
    for (int line = firstLine; line < endLine; line++) {
      int d = line / outHeight * stride[0];
      int h = (line % outHeight - shift) * stride[1];
      int start = base + (d * height + h) * width * channels;
      for (int w = 0; w < windows.out()[2]; w++) {
        table[at++] = start + w * stride[2] * channels;
      }
    }
  }

  /// The array a band's windows lie in: the input itself, or a padded copy to be given back by
  /// [#giveBand].
  float[] takeBand(int sample, int band) {
    if (!windows.padded()) {
      return x;
    }
    float[] copy = Scratch.takeFloats(depth * height * width * channels);
    int[] in = windows.in();
    int[] low = windows.low();
    int firstRow = band * bandLines % Math.max(1, windows.out()[1]) * windows.stride()[1] - low[1];
    int to = 0;
    for (int d = 0; d < depth; d++) {
      for (int h = 0; h < height; h++) {
        int plane = d - low[0];
        int row = firstRow + h;
        int next = to + width * channels;
        if (plane < 0 || plane >= in[0] || row < 0 || row >= in[1]) {
          Arrays.fill(copy, to, next, 0f);
        } else {
          int from = xStart + ((sample * in[0] + plane) * in[1] + row) * in[2] * channels;
          int inside = to + low[2] * channels;
          Arrays.fill(copy, to, inside, 0f);
          System.arraycopy(x, from, copy, inside, in[2] * channels);
          Arrays.fill(copy, inside + in[2] * channels, next, 0f);
        }
        to = next;
      }
    }
    return copy;
  }

  void giveBand(float[] band) {
    if (windows.padded()) {
      Scratch.give(band);
    }
  }

  private int padded(int axis) {
    return windows.in()[axis] + windows.low()[axis] + windows.high()[axis];
  }
}
