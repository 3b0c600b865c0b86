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
    int size = windows.taps() * channels;
    int[] out = windows.out();
    int lines = batch * out[0] * out[1];
    int partials = Math.min(PARTIALS, lines);
    float[] sums = Scratch.takeZeros(partials * size);
    WorkPool.shared()
        .run(
            partials,
            part -> {
              int end = (int) ((long) lines * (part + 1) / partials);
              for (int line = (int) ((long) lines * part / partials); line < end; line++) {
                int from = dyStart + line * out[2] * channels;
                addLine(windows, line, channels, x, xStart, dy, from, sums, part * size);
              }
            });
    for (int part = 0; part < partials; part++) {
      int from = part * size;
      Elementwise.add(dKernel, dKernelStart, sums, from, dKernel, dKernelStart, size);
    }
    Scratch.give(sums);
  }

  /// Adds what one line of output positions contributes: tap by tap, the positions that read the
  /// input through it.
  private static void addLine(
      Windows windows,
      int line,
      int channels,
      float[] x,
      int xStart,
      float[] dy,
      int dyStart,
      float[] sums,
      int sumsStart) {
    int[] in = windows.in();
    int[] out = windows.out();
    int[] stride = windows.stride();
    int sample = line / (out[0] * out[1]);
    for (int tap = 0; tap < windows.taps(); tap++) {
      int plane = line / out[1] % out[0] * stride[0] + windows.offset(0, tap);
      int row = line % out[1] * stride[1] + windows.offset(1, tap);
      int shift = windows.offset(2, tap);
      int first = Math.max(0, Math.ceilDiv(-shift, stride[2]));
      int end = Math.min(out[2], Math.ceilDiv(in[2] - shift, stride[2]));
      if (plane < 0 || plane >= in[0] || row < 0 || row >= in[1] || first >= end) {
        continue;
      }
      int column = first * stride[2] + shift;
      int from = xStart + (((sample * in[0] + plane) * in[1] + row) * in[2] + column) * channels;
      RowLoops.addProducts(
          end - first,
          x,
          from,
          stride[2] * channels,
          dy,
          dyStart + first * channels,
          channels,
          sums,
          sumsStart + tap * channels,
          channels);
    }
  }
}
