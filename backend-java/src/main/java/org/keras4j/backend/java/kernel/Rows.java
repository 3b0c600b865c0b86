package org.keras4j.backend.java.kernel;

/// Softmax, cross entropy, normalisation and statistics over the rows of a dense `[rows, width]`
/// array. Other axes: transpose first ([Movement#transpose]), or see [Reductions].
public final class Rows {
  private static final int PARTIALS = 16;

  private Rows() {}

  /// The sum of a stretch.
  static float sum(float[] x, int start, int count, float[] room) {
    if (count <= RowLoops.BLOCK) {
      return RowLoops.sum(x, start, count, room);
    }
    double total = 0;
    for (int i = 0; i < count; i += RowLoops.BLOCK) {
      total += RowLoops.sum(x, start + i, Math.min(RowLoops.BLOCK, count - i), room);
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
            float max = RowLoops.largest(x, xStart + i * width, width, room);
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
            float max = RowLoops.largest(x, row, width, room);
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

  /// loss = the cross entropy of every row of logits against one label; 0 for a label outside the
  /// row.
  public static void crossEntropy(float[] logits, int[] labels, float[] loss, int rows, int width) {
    Parallel.range(
        rows,
        4L * width,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          float[] exps = Scratch.takeFloats(width);
          for (int i = from; i < to; i++) {
            int row = i * width;
            int label = labels[i];
            float max = RowLoops.largest(logits, row, width, room);
            float sum = RowLoops.expSum(logits, row, max, exps, 0, width, room);
            boolean inside = label >= 0 && label < width;
            loss[i] = inside ? FloatMath.log(sum) - (logits[row + label] - max) : 0f;
          }
          Scratch.give(exps);
          Scratch.give(room);
        });
  }

  /// dLogits = `dLoss * (softmax - 1 at the label)` for every row; 0 for a label outside the row.
  public static void crossEntropyGradient(
      float[] logits, int[] labels, float[] dLoss, float[] dLogits, int rows, int width) {
    Parallel.range(
        rows,
        4L * width,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          for (int i = from; i < to; i++) {
            int row = i * width;
            int label = labels[i];
            if (label < 0 || label >= width) {
              java.util.Arrays.fill(dLogits, row, row + width, 0f);
              continue;
            }
            float max = RowLoops.largest(logits, row, width, room);
            float sum = RowLoops.expSum(logits, row, max, dLogits, row, width, room);
            Elementwise.multiply(dLogits, row, dLoss[i] / sum, dLogits, row, width);
            dLogits[row + label] -= dLoss[i];
          }
          Scratch.give(room);
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

  /// y = layer normalisation of every row, `(x - mean) / sqrt(variance + epsilon) * gamma + beta`.
  /// y may be x.
  public static void layerNorm(
      float[] x, float[] gamma, float[] beta, float epsilon, float[] y, int rows, int width) {
    Parallel.range(
        rows,
        3L * width,
        (from, to) -> {
          float[] room = RowLoops.takeRoom();
          for (int i = from; i < to; i++) {
            int row = i * width;
            float mean = sum(x, row, width, room) / width;
            float scale = inverseDeviation(x, row, width, mean, epsilon, room);
            normalize(x, row, mean, scale, gamma, beta, y, width);
          }
          Scratch.give(room);
        });
  }

  private static float inverseDeviation(
      float[] x, int row, int width, float mean, float epsilon, float[] room) {
    float squares = RowLoops.squaredDistances(x, row, width, mean, room);
    return (float) (1 / Math.sqrt(squares / width + epsilon));
  }

  /// The gradients of layer normalisation: dx of every row; dGamma, summed over the rows, is
  /// overwritten. That for beta is the sum of dy over the rows.
  public static void layerNormGradient(
      float[] x,
      float[] gamma,
      float epsilon,
      float[] dy,
      float[] dx,
      float[] dGamma,
      int rows,
      int width) {
    int partials =
        (long) rows * width < Parallel.GRAIN / 4 ? 1 : Math.max(1, Math.min(PARTIALS, rows));
    float[] sums = Scratch.takeZeros(partials * width);
    WorkPool.shared()
        .run(
            partials,
            part -> {
              int from = (int) ((long) rows * part / partials);
              int to = (int) ((long) rows * (part + 1) / partials);
              float[] normal = Scratch.takeFloats(2 * width);
              float[] room = RowLoops.takeRoom();
              for (int i = from; i < to; i++) {
                int row = i * width;
                float mean = sum(x, row, width, room) / width;
                float scale = inverseDeviation(x, row, width, mean, epsilon, room);
                normalize(x, row, mean, scale, normal, width);
                Elementwise.multiplyAdd(normal, 0, dy, row, sums, part * width, width);
                Elementwise.multiply(dy, row, gamma, 0, normal, width, width);
                float meanOfD = sum(normal, width, width, room) / width;
                float meanOfProduct = RowLoops.dot(normal, width, normal, 0, width, room) / width;
                combine(normal, meanOfD, meanOfProduct, scale, dx, row, width);
              }
              Scratch.give(room);
              Scratch.give(normal);
            });
    java.util.Arrays.fill(dGamma, 0, width, 0f);
    for (int part = 0; part < partials; part++) {
      Elementwise.add(dGamma, 0, sums, part * width, dGamma, 0, width);
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
      int row,
      float mean,
      float scale,
      float[] gamma,
      float[] beta,
      float[] y,
      int width) {
    for (int j = 0; j < width; j++) {
      float normal = (x[row + j] - mean) * scale;
      y[row + j] = Math.fma(normal, gamma[j], beta[j]);
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
