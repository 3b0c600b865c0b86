package org.keras4j.random;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Gamma numbers by Marsaglia and Tsang's rejection, each element from a key of its own.
///
/// Follows Marsaglia and Tsang, "A simple method for generating gamma variables" (2000).
final class GammaSampler {
  private static final double SQUEEZE = 0.0331;

  private final DType dtype;
  private final Shape shape;
  private final Tensor alpha;
  private final Tensor boosted;
  private final Tensor d;
  private final Tensor c;

  /// For a vector of alphas.
  private GammaSampler(Tensor alpha) {
    this.dtype = alpha.dtype();
    this.shape = alpha.shape();
    this.alpha = alpha;
    this.boosted = Lax.lt(alpha, constant(1));
    this.d = Lax.sub(Lax.select(boosted, Lax.add(alpha, constant(1)), alpha), constant(1.0 / 3));
    this.c = Lax.div(constant(1.0 / 3), Lax.sqrt(d));
  }

  /// Gamma numbers, one for each alpha.
  static Tensor gamma(Tensor key, Tensor alpha) {
    return sample(key, alpha, false);
  }

  /// Logarithms of gamma numbers, exact where the numbers themselves would vanish.
  static Tensor logGamma(Tensor key, Tensor alpha) {
    return sample(key, alpha, true);
  }

  private static Tensor sample(Tensor key, Tensor alpha, boolean logarithm) {
    int count = Math.toIntExact(alpha.shape().size());
    if (count == 0) {
      return alpha;
    }
    var sampler = new GammaSampler(Lax.reshape(alpha, Shape.of(count)));
    List<Bits.Keys> start = Bits.keys(key, count).split(2);
    Tensor cubed = sampler.accepted(start.get(0));
    Tensor boost = Continuous.unit(start.get(1).words(), alpha.dtype());
    Tensor out = logarithm ? sampler.logarithm(cubed, boost) : sampler.number(cubed, boost);
    return Lax.reshape(out, alpha.shape());
  }

  private Tensor constant(double value) {
    return Continuous.constant(dtype, shape, value);
  }

  private Tensor number(Tensor cubed, Tensor boost) {
    Tensor power = Lax.pow(Lax.sub(constant(1), boost), Lax.div(constant(1), alpha));
    return Lax.mul(Lax.mul(d, cubed), Lax.select(boosted, power, constant(1)));
  }

  private Tensor logarithm(Tensor cubed, Tensor boost) {
    Tensor log = Lax.log1p(Lax.neg(boost));
    Tensor scaled = Lax.mul(log, Lax.div(constant(1), alpha));
    Tensor applies = Lax.and(boosted, Lax.ne(log, constant(0)));
    return Lax.add(Lax.add(Lax.log(d), Lax.log(cubed)), Lax.select(applies, scaled, constant(0)));
  }

  /// The accepted `v^3` of each element.
  private Tensor accepted(Bits.Keys keys) {
    List<Tensor> end =
        Loop.whileAny(
            List.of(keys.first(), keys.second(), constant(0), constant(1), constant(2)),
            carry -> refused(carry.get(2), carry.get(3), carry.get(4)),
            this::proposal);
    return end.get(3);
  }

  private Tensor refused(Tensor squared, Tensor cubed, Tensor u) {
    Tensor squeeze = Lax.sub(constant(1), Lax.mul(constant(SQUEEZE), Lax.mul(squared, squared)));
    Tensor bound =
        Lax.add(
            Lax.mul(squared, constant(0.5)),
            Lax.mul(d, Lax.add(Lax.sub(constant(1), cubed), Lax.log(cubed))));
    return Lax.and(Lax.ge(u, squeeze), Lax.ge(Lax.log(u), bound));
  }

  /// A new proposal where the last one was refused.
  private List<Tensor> proposal(List<Tensor> carry) {
    Tensor open = refused(carry.get(2), carry.get(3), carry.get(4));
    List<Bits.Keys> keys = new Bits.Keys(carry.get(0), carry.get(1)).split(3);
    List<Tensor> xv = positive(keys.get(1));
    Tensor x = xv.get(0);
    Tensor v = xv.get(1);
    Tensor u = Continuous.unit(keys.get(2).words(), dtype);
    List<Tensor> proposed =
        List.of(
            keys.get(0).first(), keys.get(0).second(), Lax.mul(x, x), Lax.mul(Lax.mul(v, v), v), u);
    List<Tensor> next = new ArrayList<>();
    for (int i = 0; i < proposed.size(); i++) {
      next.add(Lax.select(open, proposed.get(i), carry.get(i)));
    }
    return next;
  }

  /// Normal `x` with `v = 1 + x c` positive.
  private List<Tensor> positive(Bits.Keys keys) {
    List<Tensor> end =
        Loop.whileAny(
            List.of(keys.first(), keys.second(), constant(0), constant(-1)),
            carry -> Lax.le(carry.get(3), constant(0)),
            carry -> {
              Tensor open = Lax.le(carry.get(3), constant(0));
              List<Bits.Keys> pair = new Bits.Keys(carry.get(0), carry.get(1)).split(2);
              Tensor x = Continuous.normal(pair.get(1).words(), dtype);
              Tensor v = Lax.add(constant(1), Lax.mul(x, c));
              return List.of(
                  Lax.select(open, pair.get(0).first(), carry.get(0)),
                  Lax.select(open, pair.get(0).second(), carry.get(1)),
                  Lax.select(open, x, carry.get(2)),
                  Lax.select(open, v, carry.get(3)));
            });
    return end.subList(2, 4);
  }
}
