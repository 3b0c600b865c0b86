package org.keras4j.random;

import java.util.List;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Binomial numbers: by inversion where few successes are expected, otherwise by Hörmann's
/// transformed rejection.
///
/// Follows Hörmann, "The generation of binomial random variates" (1993).
final class BinomialSampler {
  private static final double FEW = 10;
  private static final double UNUSED_COUNT = 1e4;
  private static final double[] STIRLING_TAIL = {
    0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509,
    0.0166446911898211, 0.0138761288230707, 0.0118967099458917, 0.0104112652619720,
    0.00925546218271273, 0.00833056343336287
  };

  private final DType dtype;
  private final Shape shape;

  private BinomialSampler(DType dtype, Shape shape) {
    this.dtype = dtype;
    this.shape = shape;
  }

  /// Binomial numbers for counts and probabilities of the result's shape and one dtype.
  static Tensor binomial(Tensor key, Tensor counts, Tensor probabilities) {
    return new BinomialSampler(counts.dtype(), counts.shape()).sample(key, counts, probabilities);
  }

  private Tensor constant(double value) {
    return Continuous.constant(dtype, shape, value);
  }

  private Tensor sample(Tensor key, Tensor givenCounts, Tensor p) {
    Tensor rare = Lax.lt(p, constant(0.5));
    Tensor given = Lax.select(rare, p, Lax.sub(constant(1), p));
    Tensor badCount = Lax.or(Lax.ne(givenCounts, givenCounts), Lax.lt(givenCounts, constant(0)));
    Tensor badP = Lax.or(Lax.ne(given, given), Lax.lt(given, constant(0)));
    Tensor q = Lax.select(badP, constant(0.01), given);
    Tensor inverts = Lax.or(badCount, Lax.le(Lax.mul(givenCounts, q), constant(FEW)));
    Tensor counts = Lax.floor(givenCounts);
    Tensor inverted = byInversion(key, Lax.select(inverts, counts, constant(0)), q);
    Tensor rejected =
        byRejection(
            key,
            Lax.select(inverts, constant(UNUSED_COUNT), counts),
            Lax.select(inverts, constant(0.5), q));
    Tensor invalid = Lax.or(badP, badCount);
    Tensor infinite = Lax.eq(givenCounts, constant(Double.POSITIVE_INFINITY));
    Tensor finite = Lax.select(inverts, inverted, rejected);
    Tensor drawn =
        Lax.select(
            invalid,
            constant(Double.NaN),
            Lax.select(infinite, constant(Double.POSITIVE_INFINITY), finite));
    Tensor asDrawn = Lax.or(Lax.or(rare, invalid), infinite);
    return Lax.select(asDrawn, drawn, Lax.sub(counts, drawn));
  }

  /// Counts geometric waiting times until their sum exceeds the count.
  private Tensor byInversion(Tensor key, Tensor counts, Tensor q) {
    Tensor logOfFailure = Lax.log1p(Lax.neg(q));
    List<Tensor> end =
        Loop.whileAny(
            List.of(key, constant(0), constant(0)),
            carry -> Lax.le(carry.get(2), counts),
            carry -> {
              Tensor open = Lax.le(carry.get(2), counts);
              List<Tensor> keys = Bits.split(carry.get(0), 2);
              Tensor u = Continuous.unit(Bits.stream(keys.get(0), shape), dtype);
              Tensor wait = Lax.ceil(Lax.div(Lax.log(u), logOfFailure));
              Tensor more = Lax.add(carry.get(1), constant(1));
              return List.of(
                  keys.get(1), Lax.select(open, more, carry.get(1)), Lax.add(carry.get(2), wait));
            });
    return Lax.sub(end.get(1), constant(1));
  }

  /// What the rejection knows before it draws.
  private record Hat(
      Tensor n, Tensor a, Tensor b, Tensor c, Tensor limit, Tensor r, Tensor alpha, Tensor mode) {}

  private Hat hat(Tensor n, Tensor q) {
    Tensor complement = Lax.sub(constant(1), q);
    Tensor stddev = Lax.sqrt(Lax.mul(Lax.mul(n, q), complement));
    Tensor b = Lax.add(constant(1.15), Lax.mul(constant(2.53), stddev));
    Tensor a =
        Lax.add(
            Lax.add(constant(-0.0873), Lax.mul(constant(0.0248), b)), Lax.mul(constant(0.01), q));
    Tensor c = Lax.add(Lax.mul(n, q), constant(0.5));
    Tensor limit = Lax.sub(constant(0.92), Lax.div(constant(4.2), b));
    Tensor alpha = Lax.mul(Lax.add(constant(2.83), Lax.div(constant(5.1), b)), stddev);
    Tensor mode = Lax.floor(Lax.mul(Lax.add(n, constant(1)), q));
    return new Hat(n, a, b, c, limit, Lax.div(q, complement), alpha, mode);
  }

  private Tensor byRejection(Tensor key, Tensor counts, Tensor q) {
    Hat hat = hat(counts, q);
    Tensor nothing = Lax.ne(counts, counts);
    List<Tensor> end =
        Loop.whileAny(
            List.of(key, constant(-1), Lax.and(nothing, Lax.not(nothing))),
            carry -> Lax.not(carry.get(2)),
            carry -> {
              List<Tensor> keys = Bits.split(carry.get(0), 3);
              Tensor u =
                  Lax.sub(Continuous.unit(Bits.stream(keys.get(1), shape), dtype), constant(0.5));
              Tensor v = Continuous.unit(Bits.stream(keys.get(2), shape), dtype);
              Tensor away = Lax.sub(constant(0.5), Lax.abs(u));
              Tensor k = proposal(hat, u, away);
              Tensor accepted = accepted(hat, k, away, v);
              return List.of(
                  keys.get(0),
                  Lax.select(accepted, k, carry.get(1)),
                  Lax.or(carry.get(2), accepted));
            });
    return end.get(1);
  }

  private Tensor proposal(Hat hat, Tensor u, Tensor away) {
    Tensor slope = Lax.add(Lax.div(Lax.mul(constant(2), hat.a()), away), hat.b());
    return Lax.floor(Lax.add(Lax.mul(slope, u), hat.c()));
  }

  private Tensor accepted(Hat hat, Tensor k, Tensor away, Tensor v) {
    Tensor n = hat.n();
    Tensor inside = Lax.and(Lax.ge(k, constant(0)), Lax.le(k, n));
    Tensor squeezed = Lax.and(Lax.ge(away, constant(0.07)), Lax.le(v, hat.limit()));
    Tensor density = Lax.add(Lax.div(hat.a(), Lax.mul(away, away)), hat.b());
    Tensor log = Lax.log(Lax.div(Lax.mul(v, hat.alpha()), density));
    Tensor below = Lax.le(log, logRatio(hat, k));
    return Lax.or(squeezed, Lax.and(inside, below));
  }

  /// The logarithm of the probability of `k` over that of the mode.
  private Tensor logRatio(Hat hat, Tensor k) {
    Tensor n = hat.n();
    Tensor m = hat.mode();
    Tensor one = constant(1);
    Tensor half = constant(0.5);
    Tensor aboveM = Lax.add(Lax.sub(n, m), one);
    Tensor aboveK = Lax.add(Lax.sub(n, k), one);
    Tensor first =
        Lax.mul(Lax.add(m, half), Lax.log(Lax.div(Lax.add(m, one), Lax.mul(hat.r(), aboveM))));
    Tensor second = Lax.mul(Lax.add(n, one), Lax.log(Lax.div(aboveM, aboveK)));
    Tensor third =
        Lax.mul(Lax.add(k, half), Lax.log(Lax.div(Lax.mul(hat.r(), aboveK), Lax.add(k, one))));
    Tensor sum = Lax.add(Lax.add(first, second), third);
    sum = Lax.add(sum, stirlingTail(m));
    sum = Lax.add(sum, stirlingTail(Lax.sub(n, m)));
    sum = Lax.sub(sum, stirlingTail(k));
    return Lax.sub(sum, stirlingTail(Lax.sub(n, k)));
  }

  /// What Stirling's formula leaves out of `log k!`.
  private Tensor stirlingTail(Tensor k) {
    Tensor next = Lax.add(k, constant(1));
    Tensor square = Lax.mul(next, next);
    Tensor inner = Lax.sub(constant(1.0 / 360), Lax.div(constant(1.0 / 1260), square));
    Tensor tail = Lax.div(Lax.sub(constant(1.0 / 12), Lax.div(inner, square)), next);
    for (int i = STIRLING_TAIL.length - 1; i >= 0; i--) {
      Tensor atMost = Lax.lt(k, constant(i + 1.0));
      Tensor applies = i == STIRLING_TAIL.length - 1 ? Lax.le(k, constant(i)) : atMost;
      tail = Lax.select(applies, constant(STIRLING_TAIL[i]), tail);
    }
    return tail;
  }
}
