package org.keras4j.backend.java.kernel;

/// Chooses, for each row loop, explicit vectors where they are fast by now and the plain twin
/// elsewhere; the bits are the same. `room` is an array of at least [PlainRows#ROOM] floats, which
/// the caller keeps from row to row.
final class RowLoops {
  private static final int TRIAL = 256;
  private static final Warmup SUM =
      new Warmup("sum", 400, () -> VectorRows.sum(one(), 0, TRIAL, two()));
  private static final Warmup MAX =
      new Warmup("max", 400, () -> VectorRows.max(one(), 0, TRIAL, two()));
  private static final Warmup DOT =
      new Warmup("dot", 500, () -> VectorRows.dot(one(), 0, two(), 1, TRIAL, three()));
  private static final Warmup SQUARES =
      new Warmup(
          "squared distances",
          500,
          () -> VectorRows.squaredDistances(one(), 0, TRIAL, 0.5f, two()));
  private static final Warmup EXP =
      new Warmup(
          "sum of exponentials",
          1500,
          () -> VectorRows.expSum(one(), 0, 0.5f, two(), 0, TRIAL, three()));
  private static final Warmup WEIGHTED = new Warmup("weighted sum", 3000, RowLoops::tryWeightedSum);

  private RowLoops() {}

  static float[] takeRoom() {
    return Scratch.takeFloats(PlainRows.ROOM);
  }

  static float sum(float[] x, int start, int count, float[] room) {
    return SUM.ready()
        ? VectorRows.sum(x, start, count, room)
        : PlainRows.sum(x, start, count, room);
  }

  static float max(float[] x, int start, int count, float[] room) {
    return MAX.ready() ? VectorRows.max(x, start, count, room) : PlainRows.max(x, start, count);
  }

  static float dot(float[] x, int xStart, float[] y, int yStart, int count, float[] room) {
    return DOT.ready()
        ? VectorRows.dot(x, xStart, y, yStart, count, room)
        : PlainRows.dot(x, xStart, y, yStart, count, room);
  }

  static float squaredDistances(float[] x, int start, int count, float mean, float[] room) {
    return SQUARES.ready()
        ? VectorRows.squaredDistances(x, start, count, mean, room)
        : PlainRows.squaredDistances(x, start, count, mean, room);
  }

  static float expSum(
      float[] x, int xStart, float shift, float[] y, int yStart, int count, float[] room) {
    return EXP.ready()
        ? VectorRows.expSum(x, xStart, shift, y, yStart, count, room)
        : PlainRows.expSum(x, xStart, shift, y, yStart, count, room);
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

  private static float[] one() {
    return Trial.ONE;
  }

  private static float[] two() {
    return Trial.TWO;
  }

  private static float[] three() {
    return Trial.THREE;
  }

  private static void tryWeightedSum() {
    VectorRows.weightedSum(9, one(), Trial.PLACES, two(), Trial.PLACES, three(), 0, 110);
  }

  /// Arrays for trials, which only the background thread touches.
  private static final class Trial {
    static final float[] ONE = new float[TRIAL];
    static final float[] TWO = new float[2 * TRIAL];
    static final float[] THREE = new float[TRIAL];
    static final int[] PLACES = {0, 1, 2, 3, 4, 5, 6, 7, 8};
  }
}
