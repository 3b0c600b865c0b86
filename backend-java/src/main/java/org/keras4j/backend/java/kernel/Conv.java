package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// Convolutions over one to three spatial axes, channels last.
///
/// The input is `[batch, in..., channels]`, the kernel `[size..., channels / groups, filters]`, the
/// output `[batch, out..., filters]`, all dense. Group g reads input channels `g * channels /
/// groups` onwards and writes filters `g * filters / groups` onwards. Like every framework's, these
/// are correlations: the kernel is not flipped.
///
/// All three products run as matrix products that read the windows in place ([Product]); nothing
/// the size of a window matrix is built.
public final class Conv {
  private static final int MOST_PARTIAL = 1 << 18;
  private static final int PARTIALS = 8;

  private Conv() {}

  /// y = convolution of x with the kernel.
  public static void forward(
      Windows windows,
      int batch,
      int channels,
      int filters,
      int groups,
      float[] x,
      int xStart,
      float[] kernel,
      int kernelStart,
      float[] y,
      int yStart) {
    int positions = windows.outPositions();
    if (batch * positions == 0 || filters == 0) {
      return;
    }
    if (groups == 1 && windows.pointwise()) {
      Gemm.multiply(
          x, xStart, kernel, kernelStart, y, yStart, batch * positions, channels, filters);
      return;
    }
    if (groups == channels && filters == channels && groups > 1) {
      Depthwise.forward(windows, batch, channels, x, xStart, kernel, kernelStart, y, yStart);
      return;
    }
    new Forward(windows, batch, channels, filters, groups, x, xStart)
        .run(kernel, kernelStart, y, yStart);
  }

  /// A convolution as products that read the windows of a band of positions in place.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Forward(
      Windows windows, int batch, int channels, int filters, int groups, float[] x, int xStart) {
    void run(float[] kernel, int kernelStart, float[] y, int yStart) {
      int perGroup = channels / groups;
      int out = filters / groups;
      int k = windows.taps() * perGroup;
      WindowedInput input = new WindowedInput(windows, channels, x, xStart);
      int[] taps = input.takeTapTable(perGroup);
      int[] rows = Gemm.table(k, 0, filters);
      Product[] products = new Product[groups];
      int[] none = new int[0];
      for (int g = 0; g < groups; g++) {
        int from = kernelStart + g * out;
        products[g] = new Product(0, k, out, x, none, taps, kernel, rows, from, 1, y, none, false);
      }
      if (groups == 1 && input.joins(batch)) {
        together(input, products[0], yStart);
      } else {
        PackedMatrix[] packed = pack(products);
        int bands = input.bands();
        WorkPool.shared()
            .run(
                batch * bands,
                part -> band(input, part / bands, part % bands, products, packed, yStart));
        give(packed);
      }
      Scratch.give(rows);
      Scratch.give(taps);
    }

    private void together(WindowedInput input, Product product, int yStart) {
      int count = batch * windows.outPositions();
      int[] rows = Scratch.takeInts(count);
      float[] data = input.takeAll(batch, rows);
      int[] yRows = Gemm.table(count, yStart, filters);
      product.with(count, data, rows, yRows).run();
      Scratch.give(yRows);
      input.giveBand(data);
      Scratch.give(rows);
    }

    private void band(
        WindowedInput input,
        int sample,
        int band,
        Product[] products,
        PackedMatrix[] packed,
        int yStart) {
      float[] data = input.takeBand(sample, band);
      int first = input.firstPosition(band);
      int count = input.endPosition(band) - first;
      int[] rows = Scratch.takeInts(count);
      input.fillPositions(sample, band, rows);
      int start = yStart + (sample * windows.outPositions() + first) * filters;
      int[] yRows = Gemm.table(count, start, filters);
      for (int g = 0; g < groups; g++) {
        multiply(products[g].with(count, data, rows, yRows), packed, g);
        shift(rows, count, channels / groups);
        shift(yRows, count, filters / groups);
      }
      Scratch.give(yRows);
      Scratch.give(rows);
      input.giveBand(data);
    }
  }

  /// dx = the gradient of a convolution with respect to its input, given dy with respect to its
  /// output.
  public static void inputGradient(
      Windows windows,
      int batch,
      int channels,
      int filters,
      int groups,
      float[] dy,
      int dyStart,
      float[] kernel,
      int kernelStart,
      float[] dx,
      int dxStart) {
    int positions = windows.inPositions();
    if (batch * positions == 0 || channels == 0) {
      return;
    }
    if (groups == 1 && windows.pointwise()) {
      Gemm.multiply(
          dy,
          dyStart,
          filters,
          1,
          kernel,
          kernelStart,
          1,
          filters,
          dx,
          dxStart,
          channels,
          batch * positions,
          filters,
          channels,
          false);
      return;
    }
    if (groups == channels && filters == channels && groups > 1) {
      Depthwise.inputGradient(
          windows, batch, channels, dy, dyStart, kernel, kernelStart, dx, dxStart);
      return;
    }
    new InputGradient(
            windows, channels, filters, groups, kernel, kernelStart, dy, dyStart, dx, dxStart)
        .run(batch);
  }

  /// dKernel (+)= the gradient of a convolution with respect to its kernel. Sums in an order that
  /// does not depend on the number of threads.
  public static void kernelGradient(
      Windows windows,
      int batch,
      int channels,
      int filters,
      int groups,
      float[] x,
      int xStart,
      float[] dy,
      int dyStart,
      float[] dKernel,
      int dKernelStart,
      boolean add) {
    int perGroup = channels / groups;
    int size = windows.taps() * perGroup * filters;
    if (!add) {
      Arrays.fill(dKernel, dKernelStart, dKernelStart + size, 0f);
    }
    if (batch * windows.outPositions() == 0 || size == 0) {
      return;
    }
    if (groups == 1 && windows.pointwise()) {
      int rows = batch * windows.outPositions();
      Gemm.multiply(
          x,
          xStart,
          1,
          channels,
          dy,
          dyStart,
          filters,
          1,
          dKernel,
          dKernelStart,
          filters,
          channels,
          rows,
          filters,
          true);
      return;
    }
    if (groups == channels && filters == channels && groups > 1) {
      Depthwise.kernelGradient(
          windows, batch, channels, x, xStart, dy, dyStart, dKernel, dKernelStart);
      return;
    }
    KernelGradient gradient =
        new KernelGradient(windows, channels, filters, groups, x, xStart, dy, dyStart);
    if (size <= MOST_PARTIAL) {
      sumPartials(gradient, batch, size, dKernel, dKernelStart);
    } else {
      gradient.splitRows(batch, dKernel, dKernelStart);
    }
  }

  private static void sumPartials(
      KernelGradient gradient, int batch, int size, float[] dKernel, int start) {
    int jobs = batch * gradient.bands();
    int partials = Math.min(PARTIALS, jobs);
    float[] sums = Scratch.takeZeros(partials * size);
    WorkPool.shared()
        .run(
            partials,
            part ->
                gradient.add(
                    jobs * part / partials, jobs * (part + 1) / partials, sums, part * size));
    Parallel.range(
        size,
        partials,
        (from, to) -> {
          for (int part = 0; part < partials; part++) {
            Elementwise.add(
                dKernel, start + from, sums, part * size + from, dKernel, start + from, to - from);
          }
        });
    Scratch.give(sums);
  }

  /// B of every product packed whole, or nothing where plain loops do the work.
  static PackedMatrix[] pack(Product[] products) {
    PackedMatrix[] packed = new PackedMatrix[Tiles.MATRIX.ready() ? products.length : 0];
    for (int g = 0; g < packed.length; g++) {
      packed[g] = products[g].packed();
    }
    return packed;
  }

  static void give(PackedMatrix[] packed) {
    for (PackedMatrix matrix : packed) {
      matrix.give();
    }
  }

  /// Computes a product in this thread, with the g-th packed B if there are any.
  static void multiply(Product product, PackedMatrix[] packed, int g) {
    if (packed.length > 0 && product.k() > 0) {
      packed[g].multiply(product, 0, product.m(), 0, packed[g].panels());
    } else {
      PlainTiles.run(product, 0, product.m());
    }
  }

  static void shift(int[] table, int length, int distance) {
    for (int i = 0; i < length; i++) {
      table[i] += distance;
    }
  }
}
