package org.keras4j.backend.java;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.keras4j.backend.java.kernel.Optimizers;
import org.keras4j.backend.java.kernel.Rows;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Kernels for named compositions of float32, by name. The composition's body defines what they
/// compute.
final class CompositeKernels {
  private CompositeKernels() {}

  /// A kernel, and the types of its results.
  record Made(Kernel kernel, List<TensorType> results) {
    static Optional<Made> of(TensorType result, Kernel kernel) {
      return Optional.of(new Made(kernel, List.of(result)));
    }
  }

  static Optional<Made> of(String name, Map<String, Object> attributes, List<TensorType> in) {
    return switch (name) {
      case "softmax" -> overRows(attributes, in, 1, rows(Rows::softmax));
      case "softmax_grad" -> overRows(attributes, in, 2, gradient(Rows::softmaxGradient));
      case "log_softmax" -> overRows(attributes, in, 1, rows(Rows::logSoftmax));
      case "log_softmax_grad" -> overRows(attributes, in, 2, gradient(Rows::logSoftmaxGradient));
      case "layer_norm" ->
          overRows(
              attributes,
              in,
              1 + count(attributes, "scale", "offset"),
              (view, types) -> layerNorm(view, types, attributes));
      case "layer_norm_grad" ->
          overRows(
              attributes,
              in,
              2 + count(attributes, "scale"),
              (view, types) -> layerNormGradient(view, types, attributes));
      case "moments" -> moments(attributes, in);
      case "sparse_cross_entropy" -> sparseCrossEntropy(in, 2);
      case "sparse_cross_entropy_grad" -> sparseCrossEntropy(in, 3);
      case "adam_update" -> adam(attributes, in);
      case "attention" -> AttentionKernels.forward(attributes, in);
      case "attention_grad" -> AttentionKernels.gradient(attributes, in);
      case "lstm" -> RecurrentKernels.lstm(in);
      case "lstm_grad" -> RecurrentKernels.lstmGradient(in);
      default -> Optional.empty();
    };
  }

  /// An array as rows along which a composition works.
  private record RowView(int rows, int width) {
    int size() {
      return rows * width;
    }
  }

  private interface OverRows {
    Optional<Made> make(RowView view, List<TensorType> in);
  }

  private static boolean flag(Map<String, Object> attributes, String key) {
    return Boolean.TRUE.equals(attributes.get(key));
  }

  private static int count(Map<String, Object> attributes, String... keys) {
    return (int) Arrays.stream(keys).filter(k -> flag(attributes, k)).count();
  }

  static boolean floats(List<TensorType> in) {
    return in.stream().allMatch(t -> t.dtype() == DType.FLOAT32 && t.size() > 0);
  }

  /// Makes a kernel if all operands are float32 and the axes are the last ones.
  private static Optional<Made> overRows(
      Map<String, Object> attributes, List<TensorType> in, int operands, OverRows make) {
    TensorType x = in.getFirst();
    if (in.size() != operands || !floats(in)) {
      return Optional.empty();
    }
    int[] axes = axes(attributes);
    int kept = x.rank() - axes.length;
    if (axes.length == 0 || !Arrays.equals(axes, IntStream.range(kept, x.rank()).toArray())) {
      return Optional.empty();
    }
    int width = (int) x.shape().slice(kept, x.rank()).size();
    return make.make(new RowView((int) x.size() / width, width), in);
  }

  private static int[] axes(Map<String, Object> attributes) {
    return attributes.get("axes") instanceof List<?> list
        ? list.stream()
            .flatMapToLong(a -> a instanceof Long n ? LongStream.of(n) : LongStream.empty())
            .mapToInt(Math::toIntExact)
            .sorted()
            .toArray()
        : new int[0];
  }

  private interface RowFunction {
    void run(float[] x, int xStart, float[] y, int yStart, int rows, int width);
  }

  private static OverRows rows(RowFunction f) {
    return (v, in) ->
        Made.of(
            in.getFirst(),
            Kernel.inPlace(
                (a, z) -> f.run((float[]) a[0], 0, (float[]) z[0], 0, v.rows(), v.width())));
  }

  private interface RowGradient {
    void run(
        float[] y, int yStart, float[] dy, int dyStart, float[] dx, int dxStart, int n, int width);
  }

  /// From a function's result and its gradient.
  private static OverRows gradient(RowGradient f) {
    return (v, in) ->
        Made.of(
            in.getFirst(),
            (a, z) ->
                f.run(
                    (float[]) a[0], 0, (float[]) a[1], 0, (float[]) z[0], 0, v.rows(), v.width()));
  }

  private static float[] filled(int n, float value) {
    float[] out = new float[n];
    Arrays.fill(out, value);
    return out;
  }

  private static boolean parametersFit(RowView v, List<TensorType> parameters) {
    return parameters.stream().allMatch(t -> t.size() == v.width());
  }

  private static double number(Map<String, Object> attributes, String key) {
    return attributes.get(key) instanceof Double value ? value : 0;
  }

  private static float epsilon(Map<String, Object> attributes) {
    return (float) number(attributes, "epsilon");
  }

  private static Optional<Made> layerNorm(
      RowView v, List<TensorType> in, Map<String, Object> attributes) {
    if (!parametersFit(v, in.subList(1, in.size()))) {
      return Optional.empty();
    }
    boolean scale = flag(attributes, "scale");
    boolean offset = flag(attributes, "offset");
    float epsilon = epsilon(attributes);
    float[] ones = scale ? new float[0] : filled(v.width(), 1f);
    float[] zeros = offset ? new float[0] : new float[v.width()];
    return Made.of(
        in.getFirst(),
        Kernel.inPlace(
            (a, z) ->
                Rows.layerNorm(
                    (float[]) a[0],
                    scale ? (float[]) a[1] : ones,
                    offset ? (float[]) a[a.length - 1] : zeros,
                    epsilon,
                    (float[]) z[0],
                    v.rows(),
                    v.width())));
  }

  private static Optional<Made> layerNormGradient(
      RowView v, List<TensorType> in, Map<String, Object> attributes) {
    boolean scale = flag(attributes, "scale");
    if (!parametersFit(v, in.subList(1, in.size() - 1)) || in.getLast().size() != v.size()) {
      return Optional.empty();
    }
    float epsilon = epsilon(attributes);
    float[] ones = scale ? new float[0] : filled(v.width(), 1f);
    Kernel kernel =
        (a, z) ->
            Rows.layerNormGradient(
                (float[]) a[0],
                scale ? (float[]) a[1] : ones,
                epsilon,
                (float[]) a[a.length - 1],
                (float[]) z[0],
                scale ? (float[]) z[1] : new float[v.width()],
                v.rows(),
                v.width());
    return Optional.of(
        new Made(kernel, scale ? List.of(in.getFirst(), in.get(1)) : List.of(in.getFirst())));
  }

  /// Means and variances of columns, or of rows.
  private static Optional<Made> moments(Map<String, Object> attributes, List<TensorType> in) {
    TensorType x = in.getFirst();
    int[] axes = axes(attributes);
    if (in.size() != 1 || !floats(in) || axes.length == 0) {
      return Optional.empty();
    }
    Shape kept = x.shape();
    for (int axis : axes) {
      kept = kept.with(axis, 1);
    }
    boolean leading = Arrays.equals(axes, IntStream.range(0, axes.length).toArray());
    boolean trailing =
        Arrays.equals(axes, IntStream.range(x.rank() - axes.length, x.rank()).toArray());
    int results = (int) kept.size();
    int each = (int) x.size() / results;
    var types = List.of(x.withShape(kept), x.withShape(kept));
    if (leading) {
      return Optional.of(
          new Made(
              (a, z) ->
                  Rows.columnMoments(
                      (float[]) a[0], 0, each, results, (float[]) z[0], 0, (float[]) z[1], 0),
              types));
    }
    return trailing
        ? Optional.of(
            new Made(
                (a, z) ->
                    Rows.moments(
                        (float[]) a[0], 0, results, each, (float[]) z[0], 0, (float[]) z[1], 0),
                types))
        : Optional.empty();
  }

  /// Labels and logits, and the losses' cotangent if it is the gradient.
  private static Optional<Made> sparseCrossEntropy(List<TensorType> in, int operands) {
    if (in.size() != operands
        || in.get(0).dtype() != DType.INT32
        || !floats(in.subList(1, operands))) {
      return Optional.empty();
    }
    TensorType logits = in.get(1);
    int width = logits.shape().dim(-1);
    int rows = (int) logits.size() / width;
    if (operands == 2) {
      return Made.of(
          logits.withShape(in.get(0).shape()),
          (a, z) -> Rows.crossEntropy((float[]) a[1], (int[]) a[0], (float[]) z[0], rows, width));
    }
    return Made.of(
        logits,
        (a, z) ->
            Rows.crossEntropyGradient(
                (float[]) a[1], (int[]) a[0], (float[]) a[2], (float[]) z[0], rows, width));
  }

  /// Weights, both moments, the gradient and the rate; gives the first three anew.
  private static Optional<Made> adam(Map<String, Object> attributes, List<TensorType> in) {
    if (in.size() != 5 || !floats(in) || in.getLast().size() != 1) {
      return Optional.empty();
    }
    float share1 = (float) (1 - number(attributes, "beta_1"));
    float share2 = (float) (1 - number(attributes, "beta_2"));
    float epsilon = epsilon(attributes);
    int n = (int) in.getFirst().size();
    Kernel kernel =
        (a, z) ->
            Optimizers.adam(
                new Optimizers.Moments((float[]) a[0], (float[]) a[1], (float[]) a[2]),
                (float[]) a[3],
                new Optimizers.Moments((float[]) z[0], (float[]) z[1], (float[]) z[2]),
                n,
                ((float[]) a[4])[0],
                share1,
                share2,
                epsilon);
    return Optional.of(new Made(Kernel.inPlace(kernel), in.subList(0, 3)));
  }
}
