package org.keras4j.backend.java;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.backend.java.CompositeKernels.Made;
import org.keras4j.backend.java.kernel.Attention;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// The composites `attention` and `attention_grad` of float32, without a bias.
final class AttentionKernels {
  private AttentionKernels() {}

  /// From queries, keys, values and perhaps a mask: the output.
  static Optional<Made> forward(Map<String, Object> attributes, List<TensorType> in) {
    boolean masked = Boolean.TRUE.equals(attributes.get("mask"));
    return attention(attributes, in, masked ? 4 : 3)
        .flatMap(
            attention -> {
              TensorType query = in.getFirst();
              TensorType out = query.withShape(query.shape().with(3, in.get(2).shape().dim(3)));
              Masks masks = masked ? Masks.of(in.get(3)) : Masks.NONE;
              return Made.of(
                  out,
                  (a, z) ->
                      attention.forward(
                          (float[]) a[0],
                          (float[]) a[1],
                          (float[]) a[2],
                          masks.in(a),
                          (float[]) z[0]));
            });
  }

  /// The same and the output's gradient: the gradients of queries, keys and values.
  static Optional<Made> gradient(Map<String, Object> attributes, List<TensorType> in) {
    boolean masked = Boolean.TRUE.equals(attributes.get("mask"));
    return attention(attributes, in, masked ? 5 : 4)
        .filter(_ -> in.getLast().dtype() == DType.FLOAT32)
        .map(
            attention -> {
              Masks masks = masked ? Masks.of(in.get(3)) : Masks.NONE;
              Kernel kernel =
                  (a, z) ->
                      attention.gradient(
                          new Attention.Gradient(
                              (float[]) a[0],
                              (float[]) a[1],
                              (float[]) a[2],
                              (float[]) a[a.length - 1],
                              (float[]) z[0],
                              (float[]) z[1],
                              (float[]) z[2]),
                          masks.in(a));
              return new Made(kernel, in.subList(0, 3));
            });
  }

  private static Optional<Attention> attention(
      Map<String, Object> attributes, List<TensorType> in, int operands) {
    if (in.size() != operands
        || !CompositeKernels.floats(in.subList(0, 3))
        || Boolean.TRUE.equals(attributes.get("bias"))
        || !(attributes.get("scale") instanceof Double scale)) {
      return Optional.empty();
    }
    Shape query = in.get(0).shape();
    Shape key = in.get(1).shape();
    return Optional.of(
        new Attention(
            query.dim(0),
            query.dim(1),
            key.dim(1),
            query.dim(2),
            key.dim(2),
            query.dim(3),
            in.get(2).shape().dim(3),
            scale.floatValue(),
            Boolean.TRUE.equals(attributes.get("causal"))));
  }

  /// How a mask, the fourth operand, is stepped through.
  ///
  /// @param steps for batch, head, query and key; empty if there is no mask
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Masks(int[] steps) {
    static final Masks NONE = new Masks(new int[0]);

    static Masks of(TensorType mask) {
      int[] dims = mask.shape().dims();
      int[] steps = StridedCopy.dense(dims);
      for (int i = 0; i < dims.length; i++) {
        steps[i] = dims[i] == 1 ? 0 : steps[i];
      }
      return new Masks(steps);
    }

    Attention.@Nullable Mask in(Object[] operands) {
      return steps.length == 0
          ? null
          : new Attention.Mask((byte[]) operands[3], steps[0], steps[1], steps[2], steps[3]);
    }
  }
}
