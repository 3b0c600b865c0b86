package org.keras4j.backend.java;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.backend.java.kernel.Rows;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// Kernels for named compositions, by name.
final class CompositeKernels {
  private CompositeKernels() {}

  static Optional<Kernel> of(String name, Map<String, Object> attributes, List<TensorType> in) {
    if (in.isEmpty() || in.getFirst().dtype() != DType.FLOAT32) {
      return Optional.empty();
    }
    TensorType x = in.getFirst();
    return switch (name) {
      case "softmax" -> overLastAxis(attributes, x, Rows::softmax);
      case "log_softmax" -> overLastAxis(attributes, x, Rows::logSoftmax);
      default -> Optional.empty();
    };
  }

  private interface RowFunction {
    void run(float[] x, int xStart, float[] y, int yStart, int rows, int width);
  }

  private static Optional<Kernel> overLastAxis(
      Map<String, Object> attributes, TensorType x, RowFunction f) {
    boolean last =
        attributes.get("axis") instanceof Number axis
            && (axis.intValue() == x.rank() - 1 || axis.intValue() == -1);
    if (!last || x.rank() == 0 || x.size() == 0) {
      return Optional.empty();
    }
    int width = x.shape().dim(-1);
    int rows = (int) x.size() / width;
    return Optional.of((a, z) -> f.run((float[]) a[0], 0, (float[]) z[0], 0, rows, width));
  }
}
