package org.keras4j.backend.java.kernel;

/// Convolutions in which every channel has a filter of its own: no matrix product, but for each
/// position a weighted sum of neighbouring positions, all channels at once.
final class Depthwise {
  private static final int PARTIALS = 8;

  private Depthwise() {}

  static void forward(
      Windows windows,
      int batch,
      int channels,
      float[] x,
      int xStart,
      float[] kernel,
      int kernelStart,
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
            int sample = xStart + i / positions * windows.inPositions() * channels;
            int count =
                Neighbours.reads(
                    windows, i % positions, channels, sample, kernelStart, places, taps);
            RowLoops.weightedSum(
                count, x, places, kernel, taps, y, yStart + i * channels, channels);
          }
          Scratch.give(taps);
          Scratch.give(places);
        });
  }

  static void inputGradient(
      Windows windows,
      int batch,
      int channels,
      float[] dy,
      int dyStart,
      float[] kernel,
      int kernelStart,
      float[] dx,
      int dxStart) {
    int positions = windows.inPositions();
    Parallel.range(
        batch * positions,
        (long) windows.taps() * channels,
        (from, to) -> {
          int[] places = Scratch.takeInts(windows.taps());
          int[] taps = Scratch.takeInts(windows.taps());
          for (int i = from; i < to; i++) {
            int sample = dyStart + i / positions * windows.outPositions() * channels;
            int count =
                Neighbours.readBy(
                    windows, i % positions, channels, sample, kernelStart, places, taps);
            RowLoops.weightedSum(
                count, dy, places, kernel, taps, dx, dxStart + i * channels, channels);
          }
          Scratch.give(taps);
          Scratch.give(places);
        });
  }

  static void kernelGradient(
      Windows windows,
      int batch,
      int channels,
      float[] x,
      int xStart,
      float[] dy,
      int dyStart,
      float[] dKernel,
      int dKernelStart) {
    int positions = windows.outPositions();
    int size = windows.taps() * channels;
    int jobs = batch * positions;
    int partials = Math.min(PARTIALS, jobs);
    float[] sums = Scratch.takeZeros(partials * size);
    WorkPool.shared()
        .run(
            partials,
            part -> {
              int[] places = Scratch.takeInts(windows.taps());
              int[] taps = Scratch.takeInts(windows.taps());
              int end = (int) ((long) jobs * (part + 1) / partials);
              for (int i = (int) ((long) jobs * part / partials); i < end; i++) {
                int sample = xStart + i / positions * windows.inPositions() * channels;
                int count =
                    Neighbours.reads(
                        windows, i % positions, channels, sample, part * size, places, taps);
                int from = dyStart + i * channels;
                for (int t = 0; t < count; t++) {
                  Elementwise.multiplyAdd(x, places[t], dy, from, sums, taps[t], channels);
                }
              }
              Scratch.give(taps);
              Scratch.give(places);
            });
    for (int part = 0; part < partials; part++) {
      Elementwise.add(dKernel, dKernelStart, sums, part * size, dKernel, dKernelStart, size);
    }
    Scratch.give(sums);
  }
}
