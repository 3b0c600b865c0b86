package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Largest and mean of moving windows over channels-last arrays: x is `[batch, in..., channels]`, y
/// is `[batch, out..., channels]`, both dense. Padding never counts as a largest element; for means
/// it counts as zeros if the caller says so.
public final class Pooling {
  private Pooling() {}

  /// y = the largest of each window, NaN if any is, -infinity if the window is all padding.
  public static void max(
      Windows windows, int batch, int channels, float[] x, int xStart, float[] y, int yStart) {
    int positions = windows.outPositions();
    Parallel.range(
        batch * positions,
        (long) windows.taps() * channels,
        (from, to) -> {
          int[] places = Scratch.takeInts(windows.taps());
          int[] taps = Scratch.takeInts(windows.taps());
          for (int i = from; i < to; i++) {
            int at = yStart + i * channels;
            int sample = xStart + i / positions * windows.inPositions() * channels;
            int count = Neighbours.reads(windows, i % positions, channels, sample, 0, places, taps);
            if (count == 0) {
              Arrays.fill(y, at, at + channels, Float.NEGATIVE_INFINITY);
            } else {
              System.arraycopy(x, places[0], y, at, channels);
            }
            for (int t = 1; t < count; t++) {
              Elementwise.max(y, at, x, places[t], y, at, channels);
            }
          }
          Scratch.give(taps);
          Scratch.give(places);
        });
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
    int positions = windows.outPositions();
    Parallel.range(
        batch * positions,
        (long) windows.taps() * channels,
        (from, to) -> {
          int[] places = Scratch.takeInts(windows.taps());
          int[] taps = Scratch.takeInts(windows.taps());
          for (int i = from; i < to; i++) {
            int at = yStart + i * channels;
            int sample = xStart + i / positions * windows.inPositions() * channels;
            int count = Neighbours.reads(windows, i % positions, channels, sample, 0, places, taps);
            Arrays.fill(y, at, at + channels, 0f);
            for (int t = 0; t < count; t++) {
              Elementwise.add(y, at, x, places[t], y, at, channels);
            }
            Elementwise.divide(
                y, at, (float) (countPadding ? windows.taps() : count), y, at, channels);
          }
          Scratch.give(taps);
          Scratch.give(places);
        });
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
    int positions = windows.outPositions();
    int size = windows.inPositions() * channels;
    Parallel.range(
        batch,
        (long) positions * windows.taps() * channels,
        (from, to) -> {
          int[] places = Scratch.takeInts(windows.taps());
          int[] taps = Scratch.takeInts(windows.taps());
          Arrays.fill(dx, dxStart + from * size, dxStart + to * size, 0f);
          for (int i = from * positions; i < to * positions; i++) {
            int sample = i / positions * size;
            int count = Neighbours.reads(windows, i % positions, channels, sample, 0, places, taps);
            if (count > 0) {
              int from0 = dyStart + i * channels;
              RowLoops.routeLargest(count, x, xStart, places, dy, from0, dx, dxStart, channels);
            }
          }
          Scratch.give(taps);
          Scratch.give(places);
        });
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
    int positions = windows.outPositions();
    int size = windows.inPositions() * channels;
    Parallel.range(
        batch,
        (long) positions * windows.taps() * channels,
        (from, to) -> {
          int[] places = Scratch.takeInts(windows.taps());
          int[] taps = Scratch.takeInts(windows.taps());
          Arrays.fill(dx, dxStart + from * size, dxStart + to * size, 0f);
          for (int i = from * positions; i < to * positions; i++) {
            int sample = dxStart + i / positions * size;
            int count = Neighbours.reads(windows, i % positions, channels, sample, 0, places, taps);
            float share = 1f / (countPadding ? windows.taps() : count);
            for (int t = 0; t < count; t++) {
              Elementwise.multiplyAdd(dy, dyStart + i * channels, share, dx, places[t], channels);
            }
          }
          Scratch.give(taps);
          Scratch.give(places);
        });
  }
}
