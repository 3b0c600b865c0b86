package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Largest and mean of moving windows over channels-last arrays: x is `[batch, in..., channels]`, y
/// is `[batch, out..., channels]`, both dense. Padding never counts as a largest element; for means
/// it counts as zeros if the caller says so.
public final class Pooling {
  private Pooling() {}

  /// What is done with a window: number i of all, its taps within the input `count` elements of
  /// `places` moved by `shift`.
  private interface Action {
    void at(int i, int count, int[] places, int shift);
  }

  /// Goes through the windows `from` up to `to`. Within a line all windows off its ends lie alike,
  /// so their places are found once.
  private static void forEach(Windows windows, int channels, int from, int to, Action action) {
    int[] places = Scratch.takeInts(windows.taps());
    int[] taps = Scratch.takeInts(windows.taps());
    int positions = windows.outPositions();
    int step = windows.stride()[2] * channels;
    for (int i = from; i < to; ) {
      int position = i % positions;
      int sample = i / positions * windows.inPositions() * channels;
      int count = Neighbours.reads(windows, position, channels, sample, 0, places, taps);
      int end = Math.min(to, i + Neighbours.alike(windows, position));
      for (int shift = 0; i < end; shift += step) {
        action.at(i++, count, places, shift);
      }
    }
    Scratch.give(taps);
    Scratch.give(places);
  }

  /// y = the largest of each window, NaN if any is, -infinity if the window is all padding.
  public static void max(
      Windows windows, int batch, int channels, float[] x, int xStart, float[] y, int yStart) {
    Action largest =
        (i, count, places, shift) -> {
          int from = xStart + shift;
          int at = yStart + i * channels;
          if (count == 0) {
            Arrays.fill(y, at, at + channels, Float.NEGATIVE_INFINITY);
          } else if (count == 1) {
            System.arraycopy(x, from + places[0], y, at, channels);
          } else {
            Elementwise.max(x, from + places[0], x, from + places[1], y, at, channels);
          }
          for (int t = 2; t < count; t++) {
            Elementwise.max(y, at, x, from + places[t], y, at, channels);
          }
        };
    Parallel.range(
        batch * windows.outPositions(),
        (long) windows.taps() * channels,
        (from, to) -> forEach(windows, channels, from, to, largest));
  }

  /// y = the mean of each window: of its taps within the input, or of all its taps if
  /// `countPadding`.
  public static void mean(
      Windows windows,
      int batch,
      int channels,
      boolean countPadding,
      float[] x,
      int xStart,
      float[] y,
      int yStart) {
    Action mean =
        (i, count, places, shift) -> {
          int at = yStart + i * channels;
          Arrays.fill(y, at, at + channels, 0f);
          for (int t = 0; t < count; t++) {
            Elementwise.add(y, at, x, xStart + shift + places[t], y, at, channels);
          }
          float divisor = countPadding ? windows.taps() : count;
          Elementwise.divide(y, at, divisor, y, at, channels);
        };
    Parallel.range(
        batch * windows.outPositions(),
        (long) windows.taps() * channels,
        (from, to) -> forEach(windows, channels, from, to, mean));
  }

  /// dx = the gradient of [#max]: each dy is added where its window's first largest element lies (a
  /// NaN counts as largest). dx is overwritten.
  public static void maxGradient(
      Windows windows,
      int batch,
      int channels,
      float[] x,
      int xStart,
      float[] dy,
      int dyStart,
      float[] dx,
      int dxStart) {
    Action route =
        (i, count, places, shift) -> {
          if (count > 0) {
            int from = dyStart + i * channels;
            int to = dxStart + shift;
            RowLoops.routeLargest(count, x, xStart + shift, places, dy, from, dx, to, channels);
          }
        };
    gradient(windows, batch, channels, dx, dxStart, route);
  }

  /// dx = the gradient of [#mean]. dx is overwritten.
  public static void meanGradient(
      Windows windows,
      int batch,
      int channels,
      boolean countPadding,
      float[] dy,
      int dyStart,
      float[] dx,
      int dxStart) {
    Action share =
        (i, count, places, shift) -> {
          float part = 1f / (countPadding ? windows.taps() : count);
          int from = dyStart + i * channels;
          for (int t = 0; t < count; t++) {
            int to = dxStart + shift + places[t];
            Elementwise.multiplyAdd(dy, from, part, dx, to, channels);
          }
        };
    gradient(windows, batch, channels, dx, dxStart, share);
  }

  /// Clears dx and adds to it, a sample at a time, while it is near.
  private static void gradient(
      Windows windows, int batch, int channels, float[] dx, int dxStart, Action add) {
    int positions = windows.outPositions();
    int size = windows.inPositions() * channels;
    Parallel.range(
        batch,
        (long) positions * windows.taps() * channels,
        (from, to) -> {
          for (int sample = from; sample < to; sample++) {
            int start = dxStart + sample * size;
            Arrays.fill(dx, start, start + size, 0f);
            forEach(windows, channels, sample * positions, (sample + 1) * positions, add);
          }
        });
  }
}
