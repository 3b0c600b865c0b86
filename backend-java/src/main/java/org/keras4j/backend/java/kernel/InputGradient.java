package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// The gradient of a convolution with respect to its input.
///
/// With `u = input position + low padding`, tap t of an axis touches output position `(u - t *
/// dilation) / stride` where that is whole. So the input positions fall into `stride` phases by `u
/// mod stride`, each with its own taps, and within a phase the gradient is a convolution of dy with
/// stride 1: `output position = u / stride - shift(t)`.
final class InputGradient {
  private static final int BAND_POSITIONS = 512;

  private final Windows windows;
  private final int channels;
  private final int filters;
  private final int groups;
  private final float[] kernel;
  private final int kernelStart;
  private final float[] dy;
  private final int dyStart;
  private final float[] dx;
  private final int dxStart;

  /// Per axis: the largest shift, the number of steps `u / stride`, the steps in a band.
  private final int[] reach = new int[3];

  private final int[] steps = new int[3];
  private final int[] band = new int[3];

  InputGradient(
      Windows windows,
      int channels,
      int filters,
      int groups,
      float[] kernel,
      int kernelStart,
      float[] dy,
      int dyStart,
      float[] dx,
      int dxStart) {
    this.windows = windows;
    this.channels = channels;
    this.filters = filters;
    this.groups = groups;
    this.kernel = kernel;
    this.kernelStart = kernelStart;
    this.dy = dy;
    this.dyStart = dyStart;
    this.dx = dx;
    this.dxStart = dxStart;
    for (int axis = 0; axis < 3; axis++) {
      int stride = windows.stride()[axis];
      reach[axis] = (windows.size()[axis] - 1) * windows.dilation()[axis] / stride;
      steps[axis] = (windows.in()[axis] - 1 + windows.low()[axis]) / stride + 1;
      band[axis] = steps[axis];
    }
    if (steps[0] == 1) {
      band[1] = Math.max(1, Math.min(steps[1], BAND_POSITIONS / steps[2]));
    }
  }

  void run(int batch) {
    int phases = windows.stride()[0] * windows.stride()[1] * windows.stride()[2];
    Phase[] all = new Phase[phases];
    for (int phase = 0; phase < phases; phase++) {
      all[phase] = new Phase(phase);
    }
    int bands = (steps[1] + band[1] - 1) / band[1];
    WorkPool.shared()
        .run(
            batch * bands,
            part -> {
              int sample = part / bands;
              int firstStep = part % bands * band[1];
              float[] padded = takePadded(sample, firstStep);
              for (Phase phase : all) {
                phase.run(sample, firstStep, padded);
              }
              Scratch.give(padded);
            });
    for (Phase phase : all) {
      phase.give();
    }
  }

  private int paddedSize(int axis) {
    return band[axis] + reach[axis];
  }

  /// dy of one sample with zeros around it, from step `firstStep - reach` of axis 1 on.
  private float[] takePadded(int sample, int firstStep) {
    int[] out = windows.out();
    int width = paddedSize(2) * filters;
    float[] padded = Scratch.takeFloats(paddedSize(0) * paddedSize(1) * width);
    int to = 0;
    for (int d = 0; d < paddedSize(0); d++) {
      for (int h = 0; h < paddedSize(1); h++) {
        int plane = d - reach[0];
        int row = firstStep + h - reach[1];
        if (plane < 0 || plane >= out[0] || row < 0 || row >= out[1]) {
          Arrays.fill(padded, to, to + width, 0f);
        } else {
          int inside = reach[2] * filters;
          int copied = Math.min(out[2], band[2]) * filters;
          int from = dyStart + ((sample * out[0] + plane) * out[1] + row) * out[2] * filters;
          Arrays.fill(padded, to, to + inside, 0f);
          System.arraycopy(dy, from, padded, to + inside, copied);
          Arrays.fill(padded, to + inside + copied, to + width, 0f);
        }
        to += width;
      }
    }
    return padded;
  }

  /// The input positions whose `u` leaves the same remainder on each axis.
  private final class Phase {
    private final int[] remainder = new int[3];
    private final int[] tapTable;
    private final int[] kernelRows;
    private final Product[] products = new Product[groups];
    private final PackedMatrix[] packed;

    Phase(int number) {
      int[] stride = windows.stride();
      remainder[2] = number % stride[2];
      remainder[1] = number / stride[2] % stride[1];
      remainder[0] = number / stride[2] / stride[1];
      int out = filters / groups;
      int k = taps(0) * taps(1) * taps(2) * out;
      tapTable = Scratch.takeInts(k);
      kernelRows = Scratch.takeInts(k);
      fillTables(out);
      int[] none = new int[0];
      for (int g = 0; g < groups; g++) {
        int from = kernelStart + g * out;
        products[g] =
            new Product(
                0,
                k,
                channels / groups,
                dy,
                none,
                tapTable,
                kernel,
                kernelRows,
                from,
                filters,
                dx,
                none,
                false);
      }
      packed = Conv.pack(products);
    }

    private boolean touches(int axis, int tap) {
      return tap * windows.dilation()[axis] % windows.stride()[axis] == remainder[axis];
    }

    private int taps(int axis) {
      int count = 0;
      for (int tap = 0; tap < windows.size()[axis]; tap++) {
        count += touches(axis, tap) ? 1 : 0;
      }
      return count;
    }

    private int column(int axis, int tap) {
      return reach[axis] - tap * windows.dilation()[axis] / windows.stride()[axis];
    }

    private void fillTables(int out) {
      int[] size = windows.size();
      int rowLength = channels / groups * filters;
      int at = 0;
      for (int tap = 0; tap < windows.taps(); tap++) {
        int w = tap % size[2];
        int h = tap / size[2] % size[1];
        int d = tap / size[2] / size[1];
        if (touches(0, d) && touches(1, h) && touches(2, w)) {
          int column =
              ((column(0, d) * paddedSize(1) + column(1, h)) * paddedSize(2) + column(2, w))
                  * filters;
          for (int o = 0; o < out; o++) {
            tapTable[at] = column + o;
            kernelRows[at++] = tap * rowLength + o;
          }
        }
      }
    }

    void run(int sample, int firstStep, float[] padded) {
      int[] rows = Scratch.takeInts(band[0] * band[1] * band[2]);
      int[] dxRows = Scratch.takeInts(band[0] * band[1] * band[2]);
      int count = fillPositions(sample, firstStep, rows, dxRows);
      for (int g = 0; g < groups; g++) {
        Conv.multiply(products[g].with(count, padded, rows, dxRows), packed, g);
        Conv.shift(rows, count, filters / groups);
        Conv.shift(dxRows, count, channels / groups);
      }
      Scratch.give(dxRows);
      Scratch.give(rows);
    }

    private int fillPositions(int sample, int firstStep, int[] rows, int[] dxRows) {
      int[] in = windows.in();
      int count = 0;
      for (int d = 0; d < steps[0]; d++) {
        for (int h = firstStep; h < Math.min(steps[1], firstStep + band[1]); h++) {
          int plane = position(0, d);
          int row = position(1, h);
          if (plane < 0 || plane >= in[0] || row < 0 || row >= in[1]) {
            continue;
          }
          int line = ((sample * in[0] + plane) * in[1] + row) * in[2];
          int start = (d * paddedSize(1) + h - firstStep) * paddedSize(2);
          for (int w = 0; w < steps[2]; w++) {
            int column = position(2, w);
            if (column >= 0 && column < in[2]) {
              rows[count] = (start + w) * filters;
              dxRows[count++] = dxStart + (line + column) * channels;
            }
          }
        }
      }
      return count;
    }

    private int position(int axis, int step) {
      return step * windows.stride()[axis] + remainder[axis] - windows.low()[axis];
    }

    void give() {
      Conv.give(packed);
      Scratch.give(kernelRows);
      Scratch.give(tapTable);
    }
  }
}
