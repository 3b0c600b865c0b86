package org.keras4j.backend.java.kernel;

import java.util.Arrays;
import org.keras4j.backend.java.kernel.Correlation.Operand;
import org.keras4j.backend.java.kernel.Correlation.Weights;

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
    SlidingAxis[] axes = new SlidingAxis[3];
    Arrays.setAll(axes, axis -> SlidingAxis.forward(windows, axis));
    int perGroup = channels / groups;
    int out = filters / groups;
    var weights =
        new Weights(kernel, kernelStart, windows.size(), perGroup * filters, filters, 1, out);
    var input = new Operand(x, xStart, windows.in(), channels);
    var output = new Operand(y, yStart, windows.out(), filters);
    new Correlation(axes, batch, groups, input, weights, output).run();
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
    int perGroup = channels / groups;
    int out = filters / groups;
    var weights =
        new Weights(kernel, kernelStart, windows.size(), perGroup * filters, 1, filters, out);
    var input = new Operand(dy, dyStart, windows.out(), filters);
    var output = new Operand(dx, dxStart, windows.in(), channels);
    int[] stride = windows.stride();
    for (int phase = 0; phase < stride[0] * stride[1] * stride[2]; phase++) {
      int[] phases = {
        phase / stride[2] / stride[1], phase / stride[2] % stride[1], phase % stride[2]
      };
      SlidingAxis[] axes = new SlidingAxis[3];
      Arrays.setAll(axes, axis -> SlidingAxis.inputGradient(windows, axis, phases[axis]));
      new Correlation(axes, batch, groups, input, weights, output).run();
    }
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

  /// B of every product packed whole.
  static PackedMatrix[] pack(Product[] products) {
    PackedMatrix[] packed = new PackedMatrix[products.length];
    Arrays.setAll(packed, g -> products[g].packed());
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
