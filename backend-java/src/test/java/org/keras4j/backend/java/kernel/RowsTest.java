package org.keras4j.backend.java.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowsTest {
  private static final int ROWS = 5;

  @Test
  void softmaxAndItsLogarithmAgreeWithTheirDefinition() {
    for (int width : Numbers.SIZES) {
      float[] x = Numbers.random(width, ROWS * width);
      double[] softmax = softmax(x, width);
      double[] log = new double[softmax.length];
      for (int i = 0; i < log.length; i++) {
        log[i] = Math.log(softmax[i]);
      }
      float[] y = new float[x.length];
      Rows.softmax(x, 0, y, 0, ROWS, width);
      Numbers.assertClose("softmax " + width, y, softmax, 1e-6);
      Rows.logSoftmax(x, 0, y, 0, ROWS, width);
      Numbers.assertClose("log softmax " + width, y, log, 2e-6);
      float[] inPlace = x.clone();
      Rows.softmax(inPlace, 0, inPlace, 0, ROWS, width);
      Numbers.assertClose("softmax in place " + width, inPlace, softmax, 1e-6);
    }
  }

  @Test
  void softmaxTakesLargeAndInfiniteLogits() {
    float[] x = {1000f, 1000f, Float.NEGATIVE_INFINITY, -1000f};
    float[] y = new float[4];
    Rows.softmax(x, 0, y, 0, 1, 4);
    Numbers.assertClose("softmax", y, new double[] {0.5, 0.5, 0, 0}, 1e-7);
  }

  @Test
  void softmaxGradientsAgreeWithTheirDefinition() {
    for (int width : Numbers.SIZES) {
      float[] x = Numbers.random(width, ROWS * width);
      float[] dy = Numbers.random(width + 1, ROWS * width);
      double[] softmax = softmax(x, width);
      double[] dx = new double[x.length];
      double[] dLog = new double[x.length];
      for (int row = 0; row < ROWS * width; row += Math.max(1, width)) {
        double sum = 0;
        double plain = 0;
        for (int j = row; j < row + width; j++) {
          sum += softmax[j] * dy[j];
          plain += dy[j];
        }
        for (int j = row; j < row + width; j++) {
          dx[j] = softmax[j] * (dy[j] - sum);
          dLog[j] = dy[j] - softmax[j] * plain;
        }
      }
      float[] y = new float[x.length];
      float[] actual = new float[x.length];
      Rows.softmax(x, 0, y, 0, ROWS, width);
      Rows.softmaxGradient(y, 0, dy, 0, actual, 0, ROWS, width);
      Numbers.assertClose("softmax gradient " + width, actual, dx, 2e-6);
      Rows.logSoftmax(x, 0, y, 0, ROWS, width);
      Rows.logSoftmaxGradient(y, 0, dy, 0, actual, 0, ROWS, width);
      Numbers.assertClose("log softmax gradient " + width, actual, dLog, 5e-6);
    }
  }

  @Test
  void crossEntropyAndItsGradientAgreeWithTheirDefinition() {
    for (int width : new int[] {1, 2, 7, 10, 16, 33, 100}) {
      float[] x = Numbers.random(width, ROWS * width);
      int[] labels = new int[ROWS];
      float[] dLoss = Numbers.random(9, ROWS);
      double[] softmax = softmax(x, width);
      double[] expected = new double[ROWS];
      double[] gradient = new double[x.length];
      for (int i = 0; i < ROWS; i++) {
        labels[i] = i * 3 % width;
        expected[i] = -Math.log(softmax[i * width + labels[i]]);
        for (int j = 0; j < width; j++) {
          gradient[i * width + j] = dLoss[i] * (softmax[i * width + j] - (j == labels[i] ? 1 : 0));
        }
      }
      float[] loss = new float[ROWS];
      Rows.crossEntropy(x, labels, loss, ROWS, width);
      Numbers.assertClose("loss " + width, loss, expected, 2e-6);
      float[] actual = new float[x.length];
      Rows.crossEntropyGradient(x, labels, dLoss, actual, ROWS, width);
      Numbers.assertClose("gradient " + width, actual, gradient, 2e-6);
      java.util.Arrays.fill(labels, -1);
      Rows.crossEntropy(x, labels, loss, ROWS, width);
      Rows.crossEntropyGradient(x, labels, dLoss, actual, ROWS, width);
      assertThat(loss).as("loss of no class").containsOnly(0f);
      assertThat(actual).as("gradient of no class").containsOnly(0f);
    }
  }

  @Test
  void layerNormAndItsGradientAgreeWithTheirDefinition() {
    for (int width : new int[] {1, 2, 7, 8, 9, 31, 64, 65, 200}) {
      for (int rows : new int[] {1, 3, 300}) {
        checkLayerNorm(rows, width);
      }
    }
  }

  private static void checkLayerNorm(int rows, int width) {
    double epsilon = 1e-3;
    float[] x = Numbers.random(width, rows * width);
    float[] gamma = Numbers.random(width + 1, width);
    float[] beta = Numbers.random(width + 2, width);
    float[] dy = Numbers.random(width + 3, rows * width);
    double[] y = new double[x.length];
    double[] dx = new double[x.length];
    double[] dGamma = new double[width];
    for (int row = 0; row < rows * width; row += width) {
      double[] moments = moments(x, row, width);
      double inverse = 1 / Math.sqrt(moments[1] + epsilon);
      double sum = 0;
      double product = 0;
      for (int j = 0; j < width; j++) {
        double normal = (x[row + j] - moments[0]) * inverse;
        y[row + j] = normal * gamma[j] + beta[j];
        dGamma[j] += dy[row + j] * normal;
        sum += dy[row + j] * gamma[j] / width;
        product += dy[row + j] * gamma[j] * normal / width;
      }
      for (int j = 0; j < width; j++) {
        double normal = (x[row + j] - moments[0]) * inverse;
        dx[row + j] = (dy[row + j] * gamma[j] - sum - normal * product) * inverse;
      }
    }
    float[] actual = new float[x.length];
    Rows.layerNorm(x, gamma, beta, (float) epsilon, actual, rows, width);
    String what = rows + " rows of " + width;
    Numbers.assertClose(what, actual, y, 1e-5);
    float[] actualGamma = new float[width];
    Rows.layerNormGradient(x, gamma, (float) epsilon, dy, actual, actualGamma, rows, width);
    Numbers.assertClose("dx " + what, actual, dx, 1e-4);
    Numbers.assertClose("dGamma " + what, actualGamma, dGamma, 1e-4);
  }

  @Test
  void momentsOfRowsAndColumnsAgreeWithTheirDefinition() {
    for (int rows : new int[] {1, 2, 63, 64, 300, 1000}) {
      for (int width : new int[] {1, 7, 16, 33}) {
        float[] x = Numbers.random(rows, rows * width);
        for (int i = 0; i < x.length; i++) {
          x[i] += 100;
        }
        float[] transposed = new float[x.length];
        Movement.transpose(x, 0, new int[] {rows, width}, new int[] {1, 0}, transposed, 0);
        double[] mean = new double[width];
        double[] variance = new double[width];
        for (int j = 0; j < width; j++) {
          double[] moments = moments(transposed, j * rows, rows);
          mean[j] = moments[0];
          variance[j] = moments[1];
        }
        float[] actualMean = new float[width];
        float[] actualVariance = new float[width];
        Rows.columnMoments(x, 0, rows, width, actualMean, 0, actualVariance, 0);
        Numbers.assertClose("mean of columns", actualMean, mean, 1e-6);
        Numbers.assertClose("variance of columns", actualVariance, variance, 1e-5);
        Rows.moments(transposed, 0, width, rows, actualMean, 0, actualVariance, 0);
        Numbers.assertClose("mean of rows", actualMean, mean, 1e-6);
        Numbers.assertClose("variance of rows", actualVariance, variance, 1e-5);
      }
    }
  }

  private static double[] moments(float[] x, int start, int count) {
    double mean = 0;
    for (int j = 0; j < count; j++) {
      mean += x[start + j];
    }
    mean /= count;
    double variance = 0;
    for (int j = 0; j < count; j++) {
      variance += (x[start + j] - mean) * (x[start + j] - mean);
    }
    return new double[] {mean, variance / count};
  }

  private static double[] softmax(float[] x, int width) {
    double[] y = new double[x.length];
    for (int row = 0; row < x.length; row += width) {
      double sum = 0;
      for (int j = row; j < row + width; j++) {
        y[j] = Math.exp(x[j]);
        sum += y[j];
      }
      for (int j = row; j < row + width; j++) {
        y[j] /= sum;
      }
    }
    return y;
  }
}
