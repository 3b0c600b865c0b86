package org.keras4j.backend.java.kernel;

/// Softmax, cross entropy, normalisation and statistics over the rows of a dense `[rows, width]`
/// array. Other axes: transpose first ([Movement#transpose]), or see [Reductions].
public final class Rows {
  private static final int BLOCK = 1024;
  private static final int PARTIALS = 16;

  private Rows() {}

  /// The sum of a stretch.
  static float sum(float[] x, int start, int count, float[] room) {
    if (count <= BLOCK) {
      return RowLoops.sum(x, start, count, room);
    }
    double total = 0;
    for (int i = 0; i < count; i += BLOCK) {
      total += RowLoops.sum(x, start + i, Math.min(BLOCK, count - i), room);
    }
    return (float) total;
  }

  /// y = softmax of every row of x. y may be x.
  public static void softmax(float[] x, int xStart, float[] y, int yStart, int rows, int width) {
    Parallel.range(
        rows,
        4L * width,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          for (int i = from; i < to; i++) {
            int at = yStart + i * width;
            float max = RowLoops.max(x, xStart + i * width, width, room);
            float sum = RowLoops.expSum(x, xStart + i * width, max, y, at, width, room);
            Elementwise.multiply(y, at, 1f / sum, y, at, width);
          }
          Scratch.give(room);
        });
  }

  /// y = the logarithm of the softmax of every row of x. y may be x.
  public static void logSoftmax(float[] x, int xStart, float[] y, int yStart, int rows, int width) {
    Parallel.range(
        rows,
        4L * width,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          float[] exps = Scratch.takeFloats(width);
          for (int i = from; i < to; i++) {
            int row = xStart + i * width;
            float max = RowLoops.max(x, row, width, room);
            float log = FloatMath.log(RowLoops.expSum(x, row, max, exps, 0, width, room));
            Elementwise.subtract(x, row, max, y, yStart + i * width, width);
            Elementwise.subtract(y, yStart + i * width, log, y, yStart + i * width, width);
          }
          Scratch.give(exps);
          Scratch.give(room);
        });
  }

  /// dx = the gradient through softmax: `y * (dy - sum(y * dy))`, y being the softmax. dx may be
  /// dy.
  public static void softmaxGradient(
      float[] y,
      int yStart,
      float[] dy,
      int dyStart,
      float[] dx,
      int dxStart,
      int rows,
      int width) {
    Parallel.range(
        rows,
        3L * width,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          for (int i = from; i < to; i++) {
            int offset = i * width;
            float sum = RowLoops.dot(y, yStart + offset, dy, dyStart + offset, width, room);
            for (int j = offset; j < offset + width; j++) {
              dx[dxStart + j] = y[yStart + j] * (dy[dyStart + j] - sum);
            }
          }
          Scratch.give(room);
        });
  }

  /// dx = the gradient through log softmax: `dy - exp(y) * sum(dy)`, y being the log softmax. dx
  /// may be dy.
  public static void logSoftmaxGradient(
      float[] y,
      int yStart,
      float[] dy,
      int dyStart,
      float[] dx,
      int dxStart,
      int rows,
      int width) {
    Parallel.range(
        rows,
        4L * width,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          float[] softmax = Scratch.takeFloats(width);
          for (int i = from; i < to; i++) {
            int offset = i * width;
            VecMath.exp(y, yStart + offset, softmax, 0, width);
            float sum = sum(dy, dyStart + offset, width, room);
            for (int j = 0; j < width; j++) {
              dx[dxStart + offset + j] = dy[dyStart + offset + j] - softmax[j] * sum;
            }
          }
          Scratch.give(softmax);
          Scratch.give(room);
        });
  }

  /// loss = the cross entropy of every row of logits against one label, and, in `softmax`, the
  /// softmax, which [#crossEntropyGradient] takes. A label outside the row gives NaN.
  public static void crossEntropy(
      float[] logits,
      int start,
      int[] labels,
      int labelsStart,
      float[] softmax,
      int softmaxStart,
      float[] loss,
      int lossStart,
      int rows,
      int width) {
    Parallel.range(
        rows,
        4L * width,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          for (int i = from; i < to; i++) {
            int row = start + i * width;
            int at = softmaxStart + i * width;
            int label = labels[labelsStart + i];
            float max = RowLoops.max(logits, row, width, room);
            float chosen = label >= 0 && label < width ? logits[row + label] : Float.NaN;
            float sum = RowLoops.expSum(logits, row, max, softmax, at, width, room);
            Elementwise.multiply(softmax, at, 1f / sum, softmax, at, width);
            loss[lossStart + i] = FloatMath.log(sum) - (chosen - max);
          }
          Scratch.give(room);
        });
  }

  /// dLogits = `dLoss * (softmax - 1 at the label)` for every row. dLogits may be softmax.
  public static void crossEntropyGradient(
      float[] softmax,
      int softmaxStart,
      int[] labels,
      int labelsStart,
      float[] dLoss,
      int dLossStart,
      float[] dLogits,
      int start,
      int rows,
      int width) {
    Parallel.range(
        rows,
        width,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float d = dLoss[dLossStart + i];
            int label = labels[labelsStart + i];
            Elementwise.multiply(
                softmax, softmaxStart + i * width, d, dLogits, start + i * width, width);
            if (label >= 0 && label < width) {
              dLogits[start + i * width + label] -= d;
            }
          }
        });
  }

  /// The mean and the (biased) variance of every row, in two passes.
  public static void moments(
      float[] x,
      int xStart,
      int rows,
      int width,
      float[] mean,
      int meanStart,
      float[] variance,
      int varianceStart) {
    Parallel.range(
        rows,
        2L * width,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          for (int i = from; i < to; i++) {
            float m = sum(x, xStart + i * width, width, room) / width;
            mean[meanStart + i] = m;
            variance[varianceStart + i] =
                RowLoops.squaredDistances(x, xStart + i * width, width, m, room) / width;
          }
          Scratch.give(room);
        });
  }

  /// y = layer normalisation of every row, `(x - mean) / sqrt(variance + epsilon) * gamma + beta`,
  /// with `mean` and `inverse` = 1 / sqrt(variance + epsilon) kept for [#layerNormGradient]. y may
  /// be x.
  public static void layerNorm(
      float[] x,
      int xStart,
      float[] gamma,
      int gammaStart,
      float[] beta,
      int betaStart,
      float epsilon,
      float[] y,
      int yStart,
      float[] mean,
      int meanStart,
      float[] inverse,
      int inverseStart,
      int rows,
      int width) {
    Parallel.range(
        rows,
        3L * width,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          for (int i = from; i < to; i++) {
            int row = xStart + i * width;
            int at = yStart + i * width;
            float m = sum(x, row, width, room) / width;
            float scale =
                (float)
                    (1
                        / Math.sqrt(
                            RowLoops.squaredDistances(x, row, width, m, room) / width + epsilon));
            mean[meanStart + i] = m;
            inverse[inverseStart + i] = scale;
            normalize(x, row, m, scale, gamma, gammaStart, beta, betaStart, y, at, width);
          }
          Scratch.give(room);
        });
  }

  /// The gradients of layer normalisation: dx of every row; dGamma and dBeta, summed over the rows,
  /// are overwritten. dx may be dy.
  public static void layerNormGradient(
      float[] x,
      int xStart,
      float[] gamma,
      int gammaStart,
      float[] mean,
      int meanStart,
      float[] inverse,
      int inverseStart,
      float[] dy,
      int dyStart,
      float[] dx,
      int dxStart,
      float[] dGamma,
      int dGammaStart,
      float[] dBeta,
      int dBetaStart,
      int rows,
      int width) {
    int partials = Math.max(1, Math.min(PARTIALS, rows));
    float[] sums = Scratch.takeZeros(2 * partials * width);
    WorkPool.shared()
        .run(
            (long) rows * width < Parallel.GRAIN / 4 ? 1 : partials,
            part -> {
              boolean all = (long) rows * width < Parallel.GRAIN / 4;
              int from = all ? 0 : (int) ((long) rows * part / partials);
              int to = all ? rows : (int) ((long) rows * (part + 1) / partials);
              float[] normal = Scratch.takeFloats(2 * width);
              float[] room = RowLoops.takeRoom();
              for (int i = from; i < to; i++) {
                int row = xStart + i * width;
                int dRow = dyStart + i * width;
                float m = mean[meanStart + i];
                float scale = inverse[inverseStart + i];
                int gammaSum = 2 * part * width;
                normalize(x, row, m, scale, normal, width);
                Elementwise.multiplyAdd(normal, 0, dy, dRow, sums, gammaSum, width);
                Elementwise.add(sums, gammaSum + width, dy, dRow, sums, gammaSum + width, width);
                Elementwise.multiply(dy, dRow, gamma, gammaStart, normal, width, width);
                float meanOfD = sum(normal, width, width, room) / width;
                float meanOfProduct = RowLoops.dot(normal, width, normal, 0, width, room) / width;
                int to0 = dxStart + i * width;
                combine(normal, meanOfD, meanOfProduct, scale, dx, to0, width);
              }
              Scratch.give(room);
              Scratch.give(normal);
            });
    java.util.Arrays.fill(dGamma, dGammaStart, dGammaStart + width, 0f);
    java.util.Arrays.fill(dBeta, dBetaStart, dBetaStart + width, 0f);
    for (int part = 0; part < partials; part++) {
      Elementwise.add(dGamma, dGammaStart, sums, 2 * part * width, dGamma, dGammaStart, width);
      Elementwise.add(dBeta, dBetaStart, sums, (2 * part + 1) * width, dBeta, dBetaStart, width);
    }
    Scratch.give(sums);
  }

  /// The mean and the (biased) variance of every column: batch normalisation's statistics over all
  /// positions of a channels-last array.
  public static void columnMoments(
      float[] x,
      int xStart,
      int rows,
      int width,
      float[] mean,
      int meanStart,
      float[] variance,
      int varianceStart) {
    Reductions.sum(x, xStart, 1, rows, width, mean, meanStart);
    Elementwise.multiply(mean, meanStart, 1f / rows, mean, meanStart, width);
    int blocks = Math.max(1, Math.min(4 * PARTIALS, rows / 64));
    float[] sums = Scratch.takeZeros(blocks * width);
    Parallel.range(
        blocks,
        2L * rows / blocks * width,
        (from, to) -> {
          for (int block = from; block < to; block++) {
            int end = (int) ((long) rows * (block + 1) / blocks);
            for (int i = (int) ((long) rows * block / blocks); i < end; i++) {
              addSquaredDistances(
                  x, xStart + i * width, mean, meanStart, sums, block * width, width);
            }
          }
        });
    java.util.Arrays.fill(variance, varianceStart, varianceStart + width, 0f);
    for (int block = 0; block < blocks; block++) {
      Elementwise.add(variance, varianceStart, sums, block * width, variance, varianceStart, width);
    }
    Elementwise.multiply(variance, varianceStart, 1f / rows, variance, varianceStart, width);
    Scratch.give(sums);
  }

  private static void addSquaredDistances(
      float[] x, int xStart, float[] mean, int meanStart, float[] sums, int sumsStart, int width) {
    for (int j = 0; j < width; j++) {
      float d = x[xStart + j] - mean[meanStart + j];
      sums[sumsStart + j] = Math.fma(d, d, sums[sumsStart + j]);
    }
  }

  private static void normalize(
      float[] x,
      int xStart,
      float mean,
      float scale,
      float[] gamma,
      int gammaStart,
      float[] beta,
      int betaStart,
      float[] y,
      int yStart,
      int width) {
    for (int j = 0; j < width; j++) {
      float normal = (x[xStart + j] - mean) * scale;
      y[yStart + j] = Math.fma(normal, gamma[gammaStart + j], beta[betaStart + j]);
    }
  }

  private static void normalize(
      float[] x, int xStart, float mean, float scale, float[] y, int width) {
    for (int j = 0; j < width; j++) {
      y[j] = (x[xStart + j] - mean) * scale;
    }
  }

  /// `dx = (scaledD - meanOfD - normal * meanOfProduct) * scale`; `normal` holds both, one behind
  /// the other.
  private static void combine(
      float[] normal,
      float meanOfD,
      float meanOfProduct,
      float scale,
      float[] dx,
      int dxStart,
      int width) {
    for (int j = 0; j < width; j++) {
      dx[dxStart + j] = (normal[width + j] - meanOfD - normal[j] * meanOfProduct) * scale;
    }
  }
}
