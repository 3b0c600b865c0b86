package org.keras4j.backend.java;

import java.util.Arrays;
import org.keras4j.ir.Var;
import org.keras4j.tensor.Shape;

/// A value repeated along some axes without being copied: its source, and the steps through it for
/// each axis of the shape it is seen in.
record View(Var source, int[] sizes, int[] steps) {
  /// So few elements are copied one by one sooner than by a call.
  private static final int SHORT = 24;

  static View of(Var source, Shape shape, int[] steps) {
    int rank = shape.rank();
    int[] n = new int[rank + 1];
    int[] s = new int[rank + 1];
    int used = 0;
    for (int i = 0; i < rank; i++) {
      int size = shape.dim(i);
      if (size == 1) {
        continue;
      }
      if (used > 0 && s[used - 1] == steps[i] * size) {
        n[used - 1] *= size;
        s[used - 1] = steps[i];
      } else {
        n[used] = size;
        s[used++] = steps[i];
      }
    }
    if (used == 0) {
      n[used++] = 1;
    }
    return new View(source, Arrays.copyOf(n, used), Arrays.copyOf(s, used));
  }

  /// After how many elements the view begins anew: the number of its elements if it never does.
  int period() {
    int period = 1;
    for (int i = steps[0] == 0 ? 1 : 0; i < sizes.length; i++) {
      period *= sizes[i];
    }
    return period;
  }

  /// Whether it is its whole source again and again.
  boolean repeatsSource() {
    return sizes.length == 2 && steps[0] == 0 && steps[1] == 1;
  }

  /// Copies the elements from linear place `start` on.
  void load(Object from, Object to, int start, int count) {
    int last = sizes.length - 1;
    int[] index = new int[sizes.length];
    int rest = start;
    int at = 0;
    for (int i = last; i >= 0; i--) {
      index[i] = rest % sizes[i];
      rest /= sizes[i];
      at += index[i] * steps[i];
    }
    int done = 0;
    while (done < count) {
      int run = Math.min(count - done, sizes[last] - index[last]);
      run(from, at, steps[last], to, done, run);
      done += run;
      at += run * steps[last];
      index[last] += run;
      for (int i = last; i > 0 && index[i] == sizes[i]; i--) {
        at += steps[i - 1] - sizes[i] * steps[i];
        index[i] = 0;
        index[i - 1]++;
      }
    }
  }

  private static void run(Object from, int at, int step, Object to, int done, int n) {
    if (step == 1 && n > SHORT) {
      System.arraycopy(from, at, to, done, n);
      return;
    }
    switch (to) {
      case float[] z -> {
        float[] x = (float[]) from;
        if (step == 0 && n > SHORT) {
          Arrays.fill(z, done, done + n, x[at]);
        } else {
          for (int i = 0; i < n; i++) {
            z[done + i] = x[at + i * step];
          }
        }
      }
      case int[] z -> {
        for (int i = 0; i < n; i++) {
          z[done + i] = ((int[]) from)[at + i * step];
        }
      }
      case byte[] z -> {
        for (int i = 0; i < n; i++) {
          z[done + i] = ((byte[]) from)[at + i * step];
        }
      }
      case double[] z -> {
        for (int i = 0; i < n; i++) {
          z[done + i] = ((double[]) from)[at + i * step];
        }
      }
      case long[] z -> {
        for (int i = 0; i < n; i++) {
          z[done + i] = ((long[]) from)[at + i * step];
        }
      }
      case short[] z -> {
        for (int i = 0; i < n; i++) {
          z[done + i] = ((short[]) from)[at + i * step];
        }
      }
      default -> throw new IllegalArgumentException("Not an array of numbers: " + to.getClass());
    }
  }
}
