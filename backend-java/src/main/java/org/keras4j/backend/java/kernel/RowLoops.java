package org.keras4j.backend.java.kernel;

/// Chooses, for each row loop, explicit vectors where they are fast by now and the plain twin
/// elsewhere; the bits are the same. `room` is an array of at least [PlainRows#ROOM] floats, which
/// the caller keeps from row to row.
final class RowLoops {
  /// How many numbers are added up in single precision.
  static final int BLOCK = 1024;

  private static final Warmup SUM = new Warmup("sum", 400, n -> VectorRows.sum(one(), 0, n, two()));
  private static final Warmup MAX = new Warmup("max", 400, n -> VectorRows.max(one(), 0, n, two()));
  private static final Warmup LARGEST =
      new Warmup("largest", 400, n -> VectorRows.largest(one(), 0, n, two()));
  private static final Warmup EXP_SUM =
      new Warmup(
          "sum of exponentials", 1500, n -> VectorMath.expSum(one(), 0, 0, three(), 0, n, two()));
  private static final Warmup DOT =
      new Warmup("dot", 500, n -> VectorRows.dot(one(), 0, two(), 1, n, three()));
  private static final Warmup SQUARES =
      new Warmup(
          "squared distances", 500, n -> VectorRows.squaredDistances(one(), 0, n, 0.5f, two()));
  private static final Warmup WEIGHTED = new Warmup("weighted sum", 3000, RowLoops::tryWeightedSum);

  private static final Warmup ADD =
      new Warmup("sum of rows", 1000, n -> VectorRows.addRows(one(), 0, 2, three(), 0, uneven(n)));
  private static final Warmup PRODUCTS =
      new Warmup(
          "sum of products",
          1000,
          n -> VectorRows.addProducts(4, one(), 0, 4, two(), 0, 4, three(), 0, uneven(n)));
  private static final Warmup ROUTE = new Warmup("gradient of a maximum", 3000, RowLoops::tryRoute);

  private RowLoops() {}

  static float[] takeRoom() {
    return Scratch.takeFloats(PlainRows.ROOM);
  }

  static float sum(float[] x, int start, int count, float[] room) {
    return SUM.ready(count)
        ? VectorRows.sum(x, start, count, room)
        : PlainRows.sum(x, start, count, room);
  }

  static float max(float[] x, int start, int count, float[] room) {
    return MAX.ready(count)
        ? VectorRows.max(x, start, count, room)
        : PlainRows.max(x, start, count);
  }

  static float dot(float[] x, int xStart, float[] y, int yStart, int count, float[] room) {
    return DOT.ready(count)
        ? VectorRows.dot(x, xStart, y, yStart, count, room)
        : PlainRows.dot(x, xStart, y, yStart, count, room);
  }

  static float squaredDistances(float[] x, int start, int count, float mean, float[] room) {
    return SQUARES.ready(count)
        ? VectorRows.squaredDistances(x, start, count, mean, room)
        : PlainRows.squaredDistances(x, start, count, mean, room);
  }

  /// The largest number, NaN not being one.
  static float largest(float[] x, int start, int count, float[] room) {
    return LARGEST.ready(count)
        ? VectorRows.largest(x, start, count, room)
        : PlainRows.largest(x, start, count);
  }

  /// `y = exp(x - shift)`, and the sum of y; shift is the largest of x. What is below the normal
  /// numbers is 0.
  static float expSum(
      float[] x, int xStart, float shift, float[] y, int yStart, int count, float[] room) {
    double sum = 0;
    int even = count - count % PlainRows.LANES;
    for (int i = 0; i < even; i += BLOCK) {
      int part = Math.min(BLOCK, even - i);
      sum +=
          EXP_SUM.ready(part)
              ? VectorMath.expSum(x, xStart + i, shift, y, yStart + i, part, room)
              : PlainRows.expSum(x, xStart + i, shift, y, yStart + i, part, room);
    }
    for (int i = even; i < count; i++) {
      y[yStart + i] = FloatMath.expOfNegative(x[xStart + i] - shift);
      sum += y[yStart + i];
    }
    return (float) sum;
  }

  static void weightedSum(
      int count,
      float[] x,
      int[] places,
      float[] kernel,
      int[] taps,
      float[] y,
      int at,
      int channels) {
    if (WEIGHTED.ready()) {
      VectorRows.weightedSum(count, x, places, kernel, taps, y, at, channels);
    } else {
      PlainRows.weightedSum(count, x, places, kernel, taps, y, at, channels);
    }
  }

  /// Adds `n` rows of x, one behind the other, to a row of y.
  static void addRows(float[] x, int xStart, int n, float[] y, int yStart, int count) {
    if (ADD.ready()) {
      VectorRows.addRows(x, xStart, n, y, yStart, count);
    } else {
      PlainRows.addRows(x, xStart, n, y, yStart, count);
    }
  }

  /// `z[at + c] += sum over i of x[xStart + i * xStride + c] * y[yStart + i * yStride + c]`.
  static void addProducts(
      int n,
      float[] x,
      int xStart,
      int xStride,
      float[] y,
      int yStart,
      int yStride,
      float[] z,
      int at,
      int count) {
    if (PRODUCTS.ready()) {
      VectorRows.addProducts(n, x, xStart, xStride, y, yStart, yStride, z, at, count);
    } else {
      PlainRows.addProducts(n, x, xStart, xStride, y, yStart, yStride, z, at, count);
    }
  }

  /// For each channel c adds `dy[dyStart + c]` to `dx[dxStart + places[t] + c]`, t being where
  /// `x[xStart + places[t] + c]` is the first largest of `count`.
  static void routeLargest(
      int count,
      float[] x,
      int xStart,
      int[] places,
      float[] dy,
      int dyStart,
      float[] dx,
      int dxStart,
      int channels) {
    if (ROUTE.ready()) {
      VectorRows.routeLargest(count, x, xStart, places, dy, dyStart, dx, dxStart, channels);
    } else {
      PlainRows.routeLargest(count, x, xStart, places, dy, dyStart, dx, dxStart, channels);
    }
  }

  private static void tryRoute(int n) {
    float[] x = one();
    x[Trial.next++ % 100] = Trial.next % 7;
    VectorRows.routeLargest(4, x, 0, Trial.PLACES, two(), 0, three(), 0, uneven(n));
  }

  /// Less than half of n, and so that each of the loops that a row takes one after the other, in
  /// ever shorter steps, has something to do.
  private static int uneven(int n) {
    return n * 55 / 128;
  }

  private static float[] one() {
    return Trial.ONE;
  }

  private static float[] two() {
    return Trial.TWO;
  }

  private static float[] three() {
    return Trial.THREE;
  }

  private static void tryWeightedSum(int n) {
    VectorRows.weightedSum(9, one(), Trial.PLACES, two(), Trial.PLACES, three(), 0, uneven(n));
  }

  /// Arrays for trials, which only the background thread touches.
  private static final class Trial {
    static final float[] ONE = new float[Warmup.TRIAL];
    static final float[] TWO = new float[2 * Warmup.TRIAL];
    static final float[] THREE = new float[Warmup.TRIAL];
    static int next;
    static final int[] PLACES = {0, 1, 2, 3, 4, 5, 6, 7, 8};
  }
}
