package org.keras4j.backend.java;

import java.util.Arrays;
import org.keras4j.backend.java.kernel.WorkPool;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// Copies elements between two strided views of Java arrays of one kind: what every movement comes
/// to. Neighbouring axes that lie dense in both views are one axis; the innermost runs are copied
/// or filled whole.
final class StridedCopy {
  private static final int GRAIN = 16 * 1024;

  private final int[] sizes;
  private final int[] from;
  private final int[] to;
  private final int start;
  private final int end;

  private StridedCopy(int[] sizes, int[] from, int[] to, int start, int end) {
    this.sizes = sizes;
    this.from = from;
    this.to = to;
    this.start = start;
    this.end = end;
  }

  /// The plan of a copy: for each axis its size and the steps in either array; where both begin.
  static StridedCopy of(int[] sizes, int[] from, int fromStart, int[] to, int toStart) {
    int[] n = new int[sizes.length + 1];
    int[] f = new int[n.length];
    int[] t = new int[n.length];
    int rank = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 1) {
        continue;
      }
      if (rank > 0 && f[rank - 1] == from[i] * sizes[i] && t[rank - 1] == to[i] * sizes[i]) {
        n[rank - 1] *= sizes[i];
        f[rank - 1] = from[i];
        t[rank - 1] = to[i];
      } else {
        n[rank] = sizes[i];
        f[rank] = from[i];
        t[rank] = to[i];
        rank++;
      }
    }
    if (rank == 0) {
      n[0] = 1;
      rank = 1;
    }
    return new StridedCopy(
        Arrays.copyOf(n, rank), Arrays.copyOf(f, rank), Arrays.copyOf(t, rank), fromStart, toStart);
  }

  /// Row-major steps of a shape.
  static int[] dense(int[] dims) {
    int[] steps = new int[dims.length];
    int step = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      steps[i] = step;
      step *= dims[i];
    }
    return steps;
  }

  /// Complex numbers are two floats each: an axis of two more.
  static boolean isPaired(TensorType type) {
    return type.dtype() == DType.COMPLEX64;
  }

  /// The same plan for pairs of numbers.
  StridedCopy paired() {
    int rank = sizes.length;
    int[] n = Arrays.copyOf(sizes, rank + 1);
    int[] f = new int[rank + 1];
    int[] t = new int[rank + 1];
    for (int i = 0; i < rank; i++) {
      f[i] = 2 * from[i];
      t[i] = 2 * to[i];
    }
    n[rank] = 2;
    f[rank] = 1;
    t[rank] = 1;
    return of(n, f, 2 * start, t, 2 * end);
  }

  void run(Object x, Object z) {
    run(x, 0, z, 0);
  }

  /// Copies with both views moved by an offset.
  void run(Object x, int fromOffset, Object z, int toOffset) {
    int rank = sizes.length;
    long total = 1;
    for (int n : sizes) {
      total *= n;
    }
    if (total == 0) {
      return;
    }
    int outer = sizes[0];
    int inner = (int) (total / outer);
    if (rank == 1) {
      WorkPool.shared()
          .forRange(
              outer,
              GRAIN,
              (a, b) ->
                  line(x, start + fromOffset + a * from[0], z, end + toOffset + a * to[0], b - a));
      return;
    }
    WorkPool.shared()
        .forRange(
            outer,
            Math.max(1, GRAIN / Math.max(1, inner)),
            (a, b) -> {
              for (int i = a; i < b; i++) {
                axis(1, x, start + fromOffset + i * from[0], z, end + toOffset + i * to[0]);
              }
            });
  }

  private void axis(int axis, Object x, int xo, Object z, int zo) {
    if (axis == sizes.length - 1) {
      line(x, xo, z, zo, sizes[axis]);
      return;
    }
    for (int i = 0; i < sizes[axis]; i++) {
      axis(axis + 1, x, xo + i * from[axis], z, zo + i * to[axis]);
    }
  }

  private void line(Object x, int xo, Object z, int zo, int n) {
    int step = from[from.length - 1];
    int toStep = to[to.length - 1];
    if (step == 1 && toStep == 1) {
      System.arraycopy(x, xo, z, zo, n);
      return;
    }
    switch (x) {
      case float[] s -> floats(s, xo, step, (float[]) z, zo, toStep, n);
      case int[] s -> {
        int[] d = (int[]) z;
        for (int i = 0; i < n; i++) {
          d[zo + i * toStep] = s[xo + i * step];
        }
      }
      case long[] s -> {
        long[] d = (long[]) z;
        for (int i = 0; i < n; i++) {
          d[zo + i * toStep] = s[xo + i * step];
        }
      }
      case double[] s -> {
        double[] d = (double[]) z;
        for (int i = 0; i < n; i++) {
          d[zo + i * toStep] = s[xo + i * step];
        }
      }
      case byte[] s -> {
        byte[] d = (byte[]) z;
        for (int i = 0; i < n; i++) {
          d[zo + i * toStep] = s[xo + i * step];
        }
      }
      case short[] s -> {
        short[] d = (short[]) z;
        for (int i = 0; i < n; i++) {
          d[zo + i * toStep] = s[xo + i * step];
        }
      }
      case Object[] s -> {
        Object[] d = (Object[]) z;
        for (int i = 0; i < n; i++) {
          d[zo + i * toStep] = s[xo + i * step];
        }
      }
      default -> throw new IllegalArgumentException("Not an array of elements: " + x.getClass());
    }
  }

  private static void floats(float[] x, int xo, int step, float[] z, int zo, int toStep, int n) {
    if (step == 0 && toStep == 1) {
      Arrays.fill(z, zo, zo + n, x[xo]);
      return;
    }
    for (int i = 0; i < n; i++) {
      z[zo + i * toStep] = x[xo + i * step];
    }
  }
}
