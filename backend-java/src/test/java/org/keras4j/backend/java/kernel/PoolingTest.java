package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolingTest {
  @Test
  void agreesWithPlainLoopsOnRandomGeometries() {
    Random random = new Random(6);
    for (int round = 0; round < 150; round++) {
      int in = 3 + random.nextInt(9);
      int[] size = {1 + random.nextInt(3), 1 + random.nextInt(3)};
      int[] stride = {1 + random.nextInt(3), 1 + random.nextInt(3)};
      int[] dilation = {1 + random.nextInt(2), 1};
      int[] low = {random.nextInt(2), random.nextInt(2)};
      int[] high = {random.nextInt(2), random.nextInt(2)};
      Windows windows = Windows.of(new int[] {in, in + 1}, size, stride, dilation, low, high);
      check(windows, 1 + random.nextInt(3), 1 + random.nextInt(20), random.nextBoolean(), round);
    }
  }

  private static void check(
      Windows windows, int batch, int channels, boolean countPadding, int seed) {
    float[] x = Numbers.random(seed, batch * windows.inPositions() * channels);
    float[] dy = Numbers.random(seed + 1, batch * windows.outPositions() * channels);
    double[] max = new double[dy.length];
    double[] mean = new double[dy.length];
    double[] dMax = new double[x.length];
    double[] dMean = new double[x.length];
    int[] in = windows.in();
    int[] out = windows.out();
    for (int i = 0; i < dy.length; i++) {
      int c = i % channels;
      int position = i / channels % windows.outPositions();
      int sample = i / channels / windows.outPositions();
      int found = -1;
      int count = 0;
      for (int pass = 0; pass < 2; pass++) {
        for (int tap = 0; tap < windows.taps(); tap++) {
          int h =
              position / out[2] * windows.stride()[1]
                  - windows.low()[1]
                  + tap / windows.size()[2] * windows.dilation()[1];
          int w =
              position % out[2] * windows.stride()[2] - windows.low()[2] + tap % windows.size()[2];
          if (h < 0 || h >= in[1] || w < 0 || w >= in[2]) {
            continue;
          }
          int at = ((sample * in[1] + h) * in[2] + w) * channels + c;
          if (pass == 0) {
            count++;
            mean[i] += x[at];
            found = found < 0 || x[at] > x[found] ? at : found;
          } else {
            dMean[at] += dy[i] / (double) (countPadding ? windows.taps() : count);
          }
        }
      }
      mean[i] /= countPadding ? windows.taps() : count;
      max[i] = found < 0 ? Double.NEGATIVE_INFINITY : x[found];
      if (found >= 0) {
        dMax[found] += dy[i];
      }
    }
    float[] y = new float[dy.length];
    Pooling.max(windows, batch, channels, x, 0, y, 0);
    for (int i = 0; i < y.length; i++) {
      assertThat((double) y[i]).isEqualTo(max[i]);
    }
    Pooling.mean(windows, batch, channels, countPadding, x, 0, y, 0);
    for (int i = 0; i < y.length; i++) {
      if (!Double.isNaN(mean[i])) {
        assertThat((double) y[i]).isCloseTo(mean[i], org.assertj.core.data.Offset.offset(1e-5));
      }
    }
    float[] dx = new float[x.length];
    Pooling.maxGradient(windows, batch, channels, x, 0, dy, 0, dx, 0);
    Numbers.assertClose("gradient of max", dx, dMax, 1e-5);
    Pooling.meanGradient(windows, batch, channels, countPadding, dy, 0, dx, 0);
    Numbers.assertClose("gradient of mean", dx, dMean, 1e-5);
  }

  @Test
  void largestOfAWindowWithNaNIsNaN() {
    Windows windows =
        Windows.of(
            new int[] {4},
            new int[] {2},
            new int[] {2},
            new int[] {1},
            new int[] {0},
            new int[] {0});
    float[] y = new float[2];
    Pooling.max(windows, 1, 1, new float[] {1, Float.NaN, 3, 2}, 0, y, 0);
    assertThat(y).containsExactly(Float.NaN, 3f);
    float[] dx = new float[4];
    Pooling.maxGradient(
        windows, 1, 1, new float[] {1, Float.NaN, 3, 3}, 0, new float[] {5, 7}, 0, dx, 0);
    assertThat(dx).containsExactly(0, 5, 7, 0);
  }
}
