package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Tensor;

/// The composites `rms_norm` and `rms_norm_grad`.
///
/// Operands of the first are x, then the scale where the attribute `scale` says so; the second has
/// the result's cotangent besides.
final class RmsNormalization {
  private RmsNormalization() {}

  static Tensor apply(Tensor x, Optional<Tensor> scale, List<Integer> axes, double epsilon) {
    boolean scaled = scale.isPresent();
    Map<String, Object> attributes =
        Map.of("axes", OpsBase.longs(axes), "epsilon", epsilon, "scale", scaled);
    var in = new ArrayList<Tensor>();
    in.add(x);
    scale.ifPresent(in::add);
    return Lax.composite(
            "rms_norm",
            attributes,
            in,
            t -> List.of(forward(t, axes, epsilon)),
            Optional.of(
                (operands, _, g) ->
                    g.getFirst()
                        .map(v -> backward(operands, v, attributes, axes, epsilon))
                        .orElseGet(() -> operands.stream().map(_ -> none()).toList())))
        .getFirst();
  }

  private static Optional<Tensor> none() {
    return Optional.empty();
  }

  private static Tensor wide(Tensor x) {
    return Lax.convert(x, Promotion.resultType(x.dtype(), DType.FLOAT32));
  }

  private static Tensor inverseRoot(Tensor x, List<Integer> axes, double epsilon) {
    Tensor square = NormalizationOps.keptMean(Lax.mul(x, x), axes);
    return Lax.rsqrt(ActivationOps.plus(square, epsilon));
  }

  private static Tensor forward(List<Tensor> in, List<Integer> axes, double epsilon) {
    Tensor x = wide(in.getFirst());
    Tensor out = multiply(x, inverseRoot(x, axes, epsilon));
    Tensor scaled = in.size() > 1 ? multiply(out, in.get(1)) : out;
    return Lax.convert(scaled, in.getFirst().dtype());
  }

  private static List<Optional<Tensor>> backward(
      List<Tensor> in,
      Tensor g,
      Map<String, Object> attributes,
      List<Integer> axes,
      double epsilon) {
    var operands = new ArrayList<Tensor>(in);
    operands.add(g);
    return Lax.composite(
            "rms_norm_grad",
            attributes,
            operands,
            t -> gradients(t, axes, epsilon),
            Optional.empty())
        .stream()
        .map(Optional::of)
        .toList();
  }

  private static List<Tensor> gradients(List<Tensor> in, List<Integer> axes, double epsilon) {
    boolean scale = in.size() > 2;
    Tensor x = wide(in.getFirst());
    Tensor g = wide(in.getLast());
    Tensor inverse = inverseRoot(x, axes, epsilon);
    Tensor normalized = multiply(x, inverse);
    Tensor scaled = scale ? multiply(g, in.get(1)) : g;
    Tensor along =
        NormalizationOps.keptMean(OpsBase.broadcasting(scaled, normalized, Lax::mul), axes);
    Tensor toX =
        multiply(OpsBase.broadcasting(scaled, multiply(normalized, along), Lax::sub), inverse);
    Tensor narrow =
        Lax.convert(
            NormalizationOps.unbroadcast(toX, in.getFirst().shape()), in.getFirst().dtype());
    return scale
        ? List.of(narrow, NormalizationOps.unbroadcast(multiply(g, normalized), in.get(1).shape()))
        : List.of(narrow);
  }

  private static Tensor multiply(Tensor x, Tensor y) {
    return OpsBase.broadcasting(x, y, Lax::mul);
  }
}
