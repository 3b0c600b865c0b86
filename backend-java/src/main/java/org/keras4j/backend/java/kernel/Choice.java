package org.keras4j.backend.java.kernel;

/// Stretches x and y to compare, and a and b to choose from: a number of a where the comparison
/// holds, else of b.
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Choice(
    float[] x, int xStart, float[] y, int yStart, float[] a, int aStart, float[] b, int bStart) {

  /// `z = x < y ? a : b`.
  public void byLess(float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.CHOOSE_LESS.ready(count) ? VectorChoice.less(this, z, zStart, count) : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] < y[yStart + i] ? a[aStart + i] : b[bStart + i];
    }
  }

  /// `z = x <= y ? a : b`.
  public void byAtMost(float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.CHOOSE_AT_MOST.ready(count)
            ? VectorChoice.atMost(this, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] <= y[yStart + i] ? a[aStart + i] : b[bStart + i];
    }
  }

  /// `z = x == y ? a : b`.
  public void byEqual(float[] z, int zStart, int count) {
    int done =
        ElementwiseTrials.CHOOSE_EQUAL.ready(count)
            ? VectorChoice.equal(this, z, zStart, count)
            : 0;
    for (int i = done; i < count; i++) {
      z[zStart + i] = x[xStart + i] == y[yStart + i] ? a[aStart + i] : b[bStart + i];
    }
  }
}
