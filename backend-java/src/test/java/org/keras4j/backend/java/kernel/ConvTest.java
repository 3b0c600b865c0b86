package org.keras4j.backend.java.kernel;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConvTest {
  private record Case(Windows windows, int batch, int channels, int filters, int groups) {
    int taps() {
      return windows.taps();
    }

    /// Calls back for every product a convolution is the sum of, with flat indices.
    void forEach(Product product) {
      int[] in = windows.in();
      int[] out = windows.out();
      int perGroup = channels / groups;
      for (int sample = 0; sample < batch; sample++) {
        for (int position = 0; position < windows.outPositions(); position++) {
          for (int tap = 0; tap < taps(); tap++) {
            int place = place(position, tap);
            if (place < 0) {
              continue;
            }
            for (int o = 0; o < filters; o++) {
              int g = o / (filters / groups);
              for (int c = 0; c < perGroup; c++) {
                int x = (sample * in[0] * in[1] * in[2] + place) * channels + g * perGroup + c;
                int y = (sample * out[0] * out[1] * out[2] + position) * filters + o;
                product.at(x, (tap * perGroup + c) * filters + o, y);
              }
            }
          }
        }
      }
    }

    private int place(int position, int tap) {
      int place = 0;
      int[] divisorOut = {windows.out()[1] * windows.out()[2], windows.out()[2], 1};
      int[] divisorTap = {windows.size()[1] * windows.size()[2], windows.size()[2], 1};
      for (int axis = 0; axis < 3; axis++) {
        int o = position / divisorOut[axis] % windows.out()[axis];
        int t = tap / divisorTap[axis] % windows.size()[axis];
        int i = o * windows.stride()[axis] + t * windows.dilation()[axis] - windows.low()[axis];
        if (i < 0 || i >= windows.in()[axis]) {
          return -1;
        }
        place = place * windows.in()[axis] + i;
      }
      return place;
    }
  }

  private interface Product {
    void at(int x, int kernel, int y);
  }

  @Test
  void agreesWithPlainLoopsOnFixedCases() {
    check(new Case(square(8, 3, 1, 1, 1, 1), 2, 5, 7, 1), 1);
    check(new Case(square(8, 3, 1, 1, 1, 1), 2, 64, 64, 1), 2);
    check(new Case(square(30, 3, 1, 1, 1, 1), 1, 3, 32, 1), 3);
    check(new Case(square(28, 3, 1, 1, 0, 0), 3, 1, 32, 1), 4);
    check(new Case(square(9, 1, 1, 1, 0, 0), 2, 17, 33, 1), 5);
    check(new Case(square(9, 1, 2, 1, 0, 0), 2, 17, 33, 1), 6);
    check(new Case(square(14, 7, 2, 1, 3, 3), 1, 3, 16, 1), 7);
    check(new Case(square(11, 3, 2, 1, 0, 1), 2, 8, 8, 1), 8);
    check(new Case(square(12, 3, 1, 2, 2, 2), 1, 6, 10, 2), 9);
    check(new Case(square(10, 3, 1, 1, 1, 1), 2, 33, 33, 33), 10);
    check(new Case(square(10, 3, 2, 1, 0, 1), 2, 16, 16, 16), 11);
    check(new Case(square(10, 3, 1, 1, 1, 1), 2, 4, 12, 4), 12);
    check(new Case(square(3, 5, 1, 1, 0, 0), 2, 4, 4, 1), 13);
    check(new Case(square(6, 2, 3, 1, 0, 0), 2, 4, 4, 1), 14);
    check(new Case(square(5, 3, 1, 1, 1, 1), 2, 300, 310, 1), 15);
    check(new Case(square(6, 3, 1, 1, 2, 2), 0, 3, 4, 1), 16);
  }

  @Test
  void agreesWithPlainLoopsWhereWindowsAreReadInPlace() {
    check(new Case(square(7, 3, 1, 1, 1, 1), 9, 48, 100, 1), 17);
    check(new Case(square(13, 3, 1, 1, 0, 0), 5, 32, 64, 1), 18);
    check(new Case(square(9, 3, 2, 1, 1, 0), 3, 80, 70, 2), 19);
    check(new Case(square(9, 3, 1, 2, 2, 2), 2, 40, 16, 1), 20);
    check(new Case(square(6, 9, 1, 1, 4, 4), 1, 20, 20, 1), 21);
    check(new Case(square(40, 3, 1, 1, 1, 1), 2, 16, 32, 1), 22);
    check(new Case(square(9, 1, 2, 1, 0, 0), 2, 32, 160, 1), 23);
    check(new Case(square(5, 2, 3, 1, 0, 1), 4, 16, 48, 1), 24);
  }

  @Test
  void agreesWithPlainLoopsOnRandomGeometries() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      int rank = 1 + random.nextInt(3);
      int[][] all = new int[6][rank];
      for (int axis = 0; axis < rank; axis++) {
        all[0][axis] = 1 + random.nextInt(rank == 3 ? 6 : 14);
        all[1][axis] = 1 + random.nextInt(4);
        all[2][axis] = 1 + random.nextInt(3);
        all[3][axis] = 1 + random.nextInt(2);
        all[4][axis] = random.nextInt(4);
        all[5][axis] = random.nextInt(4);
      }
      Windows windows = Windows.of(all[0], all[1], all[2], all[3], all[4], all[5]);
      int groups = 1 + random.nextInt(3);
      int channels = groups * (1 + random.nextInt(9));
      int filters = random.nextInt(3) == 0 ? channels : groups * (1 + random.nextInt(20));
      if (random.nextInt(4) == 0) {
        groups = channels;
        filters = channels;
      }
      check(new Case(windows, 1 + random.nextInt(3), channels, filters, groups), round);
    }
  }

  private static Windows square(int in, int size, int stride, int dilation, int low, int high) {
    return Windows.of(two(in), two(size), two(stride), two(dilation), two(low), two(high));
  }

  private static int[] two(int value) {
    return new int[] {value, value};
  }

  private static void check(Case c, long seed) {
    String what =
        c.toString()
            + java.util.Arrays.deepToString(
                new int[][] {
                  c.windows.in(),
                  c.windows.size(),
                  c.windows.stride(),
                  c.windows.dilation(),
                  c.windows.low(),
                  c.windows.high()
                });
    int offset = 3;
    double tolerance = 1e-5;
    float[] x = Numbers.random(seed, offset + c.batch * c.windows.inPositions() * c.channels);
    float[] kernel =
        Numbers.random(seed + 1, offset + c.taps() * (c.channels / c.groups) * c.filters);
    float[] dy = Numbers.random(seed + 2, offset + c.batch * c.windows.outPositions() * c.filters);
    double[] y = new double[dy.length];
    double[] dx = new double[x.length];
    double[] dKernel = new double[kernel.length];
    c.forEach(
        (i, w, o) -> {
          y[offset + o] += (double) x[offset + i] * kernel[offset + w];
          dx[offset + i] += (double) dy[offset + o] * kernel[offset + w];
          dKernel[offset + w] += (double) dy[offset + o] * x[offset + i];
        });
    float[] result = Numbers.filled(y.length, Float.NaN);
    java.util.Arrays.fill(result, 0, offset, 0f);
    Conv.forward(
        c.windows,
        c.batch,
        c.channels,
        c.filters,
        c.groups,
        x,
        offset,
        kernel,
        offset,
        result,
        offset);
    Numbers.assertClose("forward " + what, result, y, tolerance * Math.sqrt(c.taps() * c.channels));
    result = Numbers.filled(dx.length, Float.NaN);
    java.util.Arrays.fill(result, 0, offset, 0f);
    Conv.inputGradient(
        c.windows,
        c.batch,
        c.channels,
        c.filters,
        c.groups,
        dy,
        offset,
        kernel,
        offset,
        result,
        offset);
    Numbers.assertClose(
        "input gradient " + what, result, dx, tolerance * Math.sqrt(c.taps() * c.filters));
    result = Numbers.filled(dKernel.length, Float.NaN);
    java.util.Arrays.fill(result, 0, offset, 0f);
    Conv.kernelGradient(
        c.windows,
        c.batch,
        c.channels,
        c.filters,
        c.groups,
        x,
        offset,
        dy,
        offset,
        result,
        offset,
        false);
    Numbers.assertClose(
        "kernel gradient " + what,
        result,
        dKernel,
        tolerance * Math.sqrt(c.batch * c.windows.outPositions() + 1));
    Conv.kernelGradient(
        c.windows,
        c.batch,
        c.channels,
        c.filters,
        c.groups,
        x,
        offset,
        dy,
        offset,
        result,
        offset,
        true);
    for (int i = offset; i < dKernel.length; i++) {
      dKernel[i] *= 2;
    }
    Numbers.assertClose(
        "kernel gradient, twice " + what,
        result,
        dKernel,
        tolerance * Math.sqrt(c.batch * c.windows.outPositions() + 1));
  }
}
