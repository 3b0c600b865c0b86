package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Tensor;

/// The composites `layer_norm` and `layer_norm_grad`.
///
/// Operands of the first are x, then gamma and beta where the attributes `scale` and `offset` say
/// so; of the second x, then gamma, then the result's cotangent.
final class LayerNormalization {
  private LayerNormalization() {}

  static Tensor apply(
      Tensor x, Optional<Tensor> gamma, Optional<Tensor> beta, List<Integer> axes, double epsilon) {
    boolean scale = gamma.isPresent();
    boolean offset = beta.isPresent();
    Map<String, Object> attributes =
        Map.of("axes", OpsBase.longs(axes), "epsilon", epsilon, "scale", scale, "offset", offset);
    var in = new ArrayList<Tensor>();
    in.add(x);
    gamma.ifPresent(in::add);
    beta.ifPresent(in::add);
    return Lax.composite(
            "layer_norm",
            attributes,
            in,
            t -> List.of(forward(t, scale, offset, axes, epsilon)),
            Optional.of(
                (operands, _, g) ->
                    g.getFirst()
                        .map(v -> backward(operands, v, attributes, axes, epsilon))
                        .orElseGet(() -> absent(operands.size()))))
        .getFirst();
  }

  private static List<Optional<Tensor>> absent(int n) {
    return java.util.stream.IntStream.range(0, n).mapToObj(_ -> Optional.<Tensor>empty()).toList();
  }

  private static Tensor wide(Tensor x) {
    return Lax.convert(x, Promotion.resultType(x.dtype(), DType.FLOAT32));
  }

  private static Tensor forward(
      List<Tensor> in, boolean scale, boolean offset, List<Integer> axes, double epsilon) {
    Tensor x = wide(in.getFirst());
    Tensor mean = NormalizationOps.keptMean(x, axes);
    Tensor inverse = inverseDeviation(x, mean, axes, epsilon);
    Tensor factor = scale ? multiply(inverse, in.get(1)) : inverse;
    Tensor shift = multiply(Lax.neg(mean), factor);
    Tensor moved = offset ? OpsBase.broadcasting(shift, in.getLast(), Lax::add) : shift;
    Tensor out = OpsBase.broadcasting(multiply(x, factor), moved, Lax::add);
    return Lax.convert(out, in.getFirst().dtype());
  }

  private static Tensor inverseDeviation(
      Tensor x, Tensor mean, List<Integer> axes, double epsilon) {
    Tensor centered = OpsBase.broadcasting(x, mean, Lax::sub);
    Tensor variance = NormalizationOps.keptMean(Lax.mul(centered, centered), axes);
    return Lax.rsqrt(ActivationOps.plus(variance, epsilon));
  }

  private static List<Optional<Tensor>> backward(
      List<Tensor> in,
      Tensor g,
      Map<String, Object> attributes,
      List<Integer> axes,
      double epsilon) {
    boolean scale = Boolean.TRUE.equals(attributes.get("scale"));
    var operands = new ArrayList<Tensor>(in.subList(0, scale ? 2 : 1));
    operands.add(g);
    var out =
        new ArrayList<Optional<Tensor>>(
            Lax.composite(
                    "layer_norm_grad",
                    attributes,
                    operands,
                    t -> gradients(t, scale, axes, epsilon),
                    Optional.empty())
                .stream()
                .map(Optional::of)
                .toList());
    if (Boolean.TRUE.equals(attributes.get("offset"))) {
      Tensor beta = in.getLast();
      out.add(Optional.of(NormalizationOps.unbroadcast(wide(g), beta.shape())));
    }
    return out;
  }

  private static List<Tensor> gradients(
      List<Tensor> in, boolean scale, List<Integer> axes, double epsilon) {
    Tensor x = wide(in.getFirst());
    Tensor g = wide(in.getLast());
    Tensor mean = NormalizationOps.keptMean(x, axes);
    Tensor inverse = inverseDeviation(x, mean, axes, epsilon);
    Tensor normalized = multiply(OpsBase.broadcasting(x, mean, Lax::sub), inverse);
    Tensor scaled = scale ? multiply(g, in.get(1)) : g;
    Tensor along = NormalizationOps.keptMean(Lax.mul(scaled, normalized), axes);
    Tensor centered =
        OpsBase.broadcasting(scaled, NormalizationOps.keptMean(scaled, axes), Lax::sub);
    Tensor toX = multiply(Lax.sub(centered, multiply(normalized, along)), inverse);
    Tensor narrow = Lax.convert(toX, in.getFirst().dtype());
    return scale
        ? List.of(narrow, NormalizationOps.unbroadcast(Lax.mul(g, normalized), in.get(1).shape()))
        : List.of(narrow);
  }

  private static Tensor multiply(Tensor x, Tensor y) {
    return OpsBase.broadcasting(x, y, Lax::mul);
  }
}
