package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The composites `attention` and `attention_grad`: scaled dot-product attention, `softmax(scale q
/// kᵀ + bias) v`.
///
/// Operands are the query `(batch, queries, heads, size)`, key and value `(batch, keys, keyHeads,
/// size)`, then the bias and the mask `(batch or 1, heads or 1, queries or 1, keys or 1)` where the
/// attributes say so; the second composite has the result's cotangent besides. Attributes: `scale`,
/// `causal`, `bias`, `mask`. Groups of query heads share a key head. Scores are `(batch, keyHeads,
/// queries, group, keys)`: the order in which products come out.
record Attention(double scale, boolean causal, boolean biased, boolean masked) {
  private static final double LARGE_NEGATIVE = -0.7;

  Tensor apply(List<Tensor> in) {
    return Lax.composite(
            "attention",
            attributes(),
            in,
            t -> List.of(forward(t)),
            Optional.of((operands, _, g) -> derivative(operands, g.getFirst())))
        .getFirst();
  }

  private Map<String, Object> attributes() {
    return Map.of("scale", scale, "causal", causal, "bias", biased, "mask", masked);
  }

  private List<Optional<Tensor>> derivative(List<Tensor> in, Optional<Tensor> g) {
    if (g.isEmpty()) {
      return in.stream().map(_ -> Optional.<Tensor>empty()).toList();
    }
    var operands = new ArrayList<>(in);
    operands.add(g.get());
    var out =
        new ArrayList<>(
            Lax.composite(
                    "attention_grad", attributes(), operands, this::backward, Optional.empty())
                .stream()
                .map(Optional::of)
                .toList());
    if (masked) {
      out.add(Optional.empty());
    }
    return out;
  }

  private Tensor forward(List<Tensor> in) {
    Tensor value = in.get(2);
    Tensor probabilities = Lax.convert(probabilities(in), value.dtype());
    return merged(weighted(probabilities, value));
  }

  /// Softmax of the scores, in float32 at least.
  private Tensor probabilities(List<Tensor> in) {
    Tensor logits = logits(in);
    Tensor kept = allowed(in, logits.type()).map(m -> masked(logits, m)).orElse(logits);
    return SoftmaxOps.normalizedExp(kept, List.of(4));
  }

  private static Tensor masked(Tensor logits, Tensor allowed) {
    double largest = largest(logits.dtype());
    return Lax.select(allowed, logits, OpsBase.constantLike(logits, LARGE_NEGATIVE * largest));
  }

  private static double largest(DType dtype) {
    return dtype == DType.FLOAT64 ? Double.MAX_VALUE : Float.MAX_VALUE;
  }

  private Tensor logits(List<Tensor> in) {
    Tensor query = grouped(in.get(0), in.get(1).shape().dim(2));
    DType wide = Promotion.resultType(query.dtype(), DType.FLOAT32);
    Tensor scores =
        Lax.dot(
            query, in.get(1), new Dot(List.of(4), List.of(3), List.of(0, 2), List.of(0, 2), wide));
    Tensor scaled = ActivationOps.times(scores, scale);
    if (!biased) {
      return scaled;
    }
    Tensor bias = Lax.convert(arranged(in.get(3), scaled.shape()), wide);
    return Lax.add(scaled, OpsBase.expand(bias, scaled.shape()));
  }

  /// Where keys may be attended to, of the scores' shape; empty if everywhere.
  private Optional<Tensor> allowed(List<Tensor> in, TensorType scores) {
    Shape shape = scores.shape();
    Optional<Tensor> mask =
        masked
            ? Optional.of(OpsBase.expand(arranged(in.get(biased ? 4 : 3), shape), shape))
            : Optional.empty();
    if (!causal) {
      return mask;
    }
    var index = new TensorType(DType.INT32, shape);
    Tensor past = Lax.ge(Lax.iota(index, 2), Lax.iota(index, 4));
    return Optional.of(mask.map(m -> Lax.and(m, past)).orElse(past));
  }

  /// `(batch, queries, heads, size)` as `(batch, queries, keyHeads, group, size)`.
  private static Tensor grouped(Tensor x, int keyHeads) {
    Shape s = x.shape();
    return Lax.reshape(
        x, Shape.of(s.dim(0), s.dim(1), keyHeads, s.dim(2) / Math.max(1, keyHeads), s.dim(3)));
  }

  /// A bias or mask `(batch, heads, queries, keys)` with its axes as the scores have them.
  private static Tensor arranged(Tensor x, Shape scores) {
    Shape s = x.shape();
    boolean shared = s.dim(1) == 1;
    Shape split =
        Shape.of(
            s.dim(0), shared ? 1 : scores.dim(1), shared ? 1 : scores.dim(3), s.dim(2), s.dim(3));
    return Lax.transpose(Lax.reshape(x, split), List.of(0, 1, 3, 2, 4));
  }

  /// Scores times values: `(batch, keyHeads, queries, group, size)`.
  private static Tensor weighted(Tensor probabilities, Tensor value) {
    return Lax.dot(
        probabilities,
        value,
        new Dot(List.of(4), List.of(1), List.of(0, 1), List.of(0, 2), value.dtype()));
  }

  /// `(batch, keyHeads, queries, group, size)` as `(batch, queries, heads, size)`.
  private static Tensor merged(Tensor x) {
    Tensor t = Lax.transpose(x, List.of(0, 2, 1, 3, 4));
    Shape s = t.shape();
    return Lax.reshape(t, Shape.of(s.dim(0), s.dim(1), s.dim(2) * s.dim(3), s.dim(4)));
  }

  private List<Tensor> backward(List<Tensor> in) {
    Tensor query = in.get(0);
    Tensor key = in.get(1);
    Tensor value = in.get(2);
    Tensor g = grouped(in.getLast(), key.shape().dim(2));
    Tensor p = probabilities(in);
    Tensor toValue = overQueries(Lax.convert(p, value.dtype()), g);
    Tensor toP =
        Lax.dot(g, value, new Dot(List.of(4), List.of(3), List.of(0, 2), List.of(0, 2), g.dtype()));
    Tensor wide = Lax.mul(Lax.convert(toP, p.dtype()), p);
    Tensor sum = SoftmaxOps.along(ReduceOp.SUM, wide, List.of(4));
    Tensor raw = Lax.sub(wide, Lax.mul(p, sum));
    Tensor toLogits =
        allowed(in, raw.type())
            .map(m -> Lax.select(m, raw, OpsBase.constantLike(raw, 0)))
            .orElse(raw);
    Tensor toScores = Lax.convert(ActivationOps.times(toLogits, scale), query.dtype());
    Tensor toQuery = merged(weighted(toScores, key));
    Tensor toKey = overQueries(toScores, grouped(query, key.shape().dim(2)));
    var out = new ArrayList<>(List.of(toQuery, toKey, toValue));
    if (biased) {
      out.add(toBias(toLogits, in.get(3)));
    }
    return out;
  }

  /// Scores times what belongs to queries, summed over these: `(batch, keys, keyHeads, size)`.
  private static Tensor overQueries(Tensor scores, Tensor x) {
    var dot = new Dot(List.of(2, 3), List.of(1, 3), List.of(0, 1), List.of(0, 2), x.dtype());
    return Lax.transpose(Lax.dot(scores, x, dot), List.of(0, 2, 1, 3));
  }

  private static Tensor toBias(Tensor toLogits, Tensor bias) {
    Shape arranged = arranged(bias, toLogits.shape()).shape();
    Tensor summed = NormalizationOps.unbroadcast(toLogits, arranged);
    Tensor back = Lax.transpose(summed, List.of(0, 1, 3, 2, 4));
    return Lax.convert(Lax.reshape(back, bias.shape()), bias.dtype());
  }
}
