package org.keras4j.backend.java.kernel;

/// The gradient of a convolution with respect to its kernel: `dKernel[tap, c, o]` is the sum over
/// all output positions of the window element (tap, c) times `dy[position, o]`, so the tables of
/// the forward product serve with their roles exchanged.
@SuppressWarnings("ArrayRecordComponent") // never compared
record KernelGradient(
    Windows windows,
    int channels,
    int filters,
    int groups,
    float[] dy,
    int dyStart,
    WindowedInput input) {
  private static final int ROWS_PER_PART = 96;

  KernelGradient(
      Windows windows,
      int channels,
      int filters,
      int groups,
      float[] x,
      int xStart,
      float[] dy,
      int dyStart) {
    this(
        windows,
        channels,
        filters,
        groups,
        dy,
        dyStart,
        new WindowedInput(windows, channels, x, xStart));
  }

  int bands() {
    return input.bands();
  }

  private int rows() {
    return windows.taps() * (channels / groups);
  }

  /// Adds what the bands `from` up to `to`, counted over all samples, contribute.
  void add(int from, int to, float[] dKernel, int start) {
    add(from, to, 0, rows(), dKernel, start);
  }

  /// Adds what all samples contribute, the kernel's rows cut over the threads.
  void splitRows(int batch, float[] dKernel, int start) {
    int rows = rows();
    int parts = (rows + ROWS_PER_PART - 1) / ROWS_PER_PART;
    WorkPool.shared()
        .run(
            parts,
            part -> {
              int first = part * ROWS_PER_PART;
              add(0, batch * bands(), first, Math.min(rows, first + ROWS_PER_PART), dKernel, start);
            });
  }

  private void add(int fromBand, int toBand, int fromRow, int toRow, float[] dKernel, int start) {
    int perGroup = channels / groups;
    int out = filters / groups;
    int m = toRow - fromRow;
    int[] allTaps = input.takeTapTable(perGroup);
    int[] taps = Scratch.takeInts(m);
    int[] positions = Scratch.takeInts(input.mostPositions());
    int[] dyRows = Gemm.table(input.mostPositions(), 0, filters);
    int[] dRows = Gemm.table(m, start + fromRow * filters, filters);
    for (int job = fromBand; job < toBand; job++) {
      int sample = job / bands();
      int band = job % bands();
      float[] data = input.takeBand(sample, band);
      input.fillPositions(sample, band, positions);
      int first = input.firstPosition(band);
      int count = input.endPosition(band) - first;
      int dyFirst = dyStart + (sample * windows.outPositions() + first) * filters;
      System.arraycopy(allTaps, fromRow, taps, 0, m);
      for (int g = 0; g < groups; g++) {
        Product product =
            new Product(
                m,
                count,
                out,
                data,
                taps,
                positions,
                dy,
                dyRows,
                dyFirst + g * out,
                1,
                dKernel,
                dRows,
                true);
        product.runHere();
        Conv.shift(taps, m, perGroup);
        Conv.shift(dRows, m, out);
      }
      Conv.shift(dRows, m, -filters);
      input.giveBand(data);
    }
    Scratch.give(dRows);
    Scratch.give(dyRows);
    Scratch.give(positions);
    Scratch.give(taps);
    Scratch.give(allTaps);
  }
}
