package org.keras4j.backend.java;

import java.util.Arrays;
import org.keras4j.backend.java.kernel.Elementwise;
import org.keras4j.backend.java.kernel.WorkPool;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Sums of any windows over float32: one axis of the window after another, since sums separate.
final class WindowSums implements Kernel {
  private final Axis[] axes;

  private WindowSums(Axis[] axes) {
    this.axes = axes;
  }

  static WindowSums of(Window w, TensorType x) {
    Shape shape = x.shape();
    var out = new java.util.ArrayList<Axis>();
    for (int i = 0; i < x.rank(); i++) {
      boolean still =
          w.size().get(i) == 1
              && w.strides().get(i) == 1
              && w.low().get(i) == 0
              && w.high().get(i) == 0
              && w.baseDilation().get(i) == 1;
      if (still) {
        continue;
      }
      int n = shape.dim(i);
      Shape next = shape.with(i, w.outputShape(x.shape()).dim(i));
      out.add(
          new Axis(
              (int) shape.slice(0, i).size(),
              n,
              next.dim(i),
              (int) shape.slice(i + 1, shape.rank()).size(),
              w.size().get(i),
              w.strides().get(i),
              w.low().get(i),
              w.baseDilation().get(i),
              w.windowDilation().get(i)));
      shape = next;
    }
    return new WindowSums(out.toArray(Axis[]::new));
  }

  private record Axis(
      int outer,
      int n,
      int results,
      int inner,
      int size,
      int stride,
      int low,
      int baseDilation,
      int dilation) {
    void sum(float[] x, float[] y) {
      WorkPool.shared()
          .forRange(
              outer * results,
              Math.max(1, 16 * 1024 / Math.max(1, inner * size)),
              (from, to) -> {
                for (int k = from; k < to; k++) {
                  one(x, y, k / results, k % results);
                }
              });
    }

    private void one(float[] x, float[] y, int row, int place) {
      int at = (row * results + place) * inner;
      Arrays.fill(y, at, at + inner, 0f);
      for (int t = 0; t < size; t++) {
        int spread = place * stride + t * dilation - low;
        if (spread >= 0 && spread % baseDilation == 0 && spread / baseDilation < n) {
          Elementwise.add(y, at, x, (row * n + spread / baseDilation) * inner, y, at, inner);
        }
      }
    }
  }

  @Override
  public void run(Object[] in, Object[] out) {
    float[] x = (float[]) in[0];
    float[] result = (float[]) out[0];
    if (axes.length == 0) {
      System.arraycopy(x, 0, result, 0, result.length);
      return;
    }
    for (int i = 0; i < axes.length; i++) {
      float[] y =
          i == axes.length - 1
              ? result
              : new float[axes[i].outer() * axes[i].results() * axes[i].inner()];
      axes[i].sum(x, y);
      x = y;
    }
  }
}
