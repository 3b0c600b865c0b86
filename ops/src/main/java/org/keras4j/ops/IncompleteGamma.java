package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// The regularized lower incomplete gamma function P(a, x) and its derivative by `a`: a power
/// series where x is small, one minus a continued fraction elsewhere (Cephes, by Stephen Moshier).
///
/// All elements go through both loops together, at most {@value #STEPS} steps; those that have
/// converged, or belong to the other loop, stand still.
final class IncompleteGamma {
  private static final int STEPS = 2000;

  private final Tensor a;
  private final Tensor x;
  private final Tensor regular;
  private final Tensor byFraction;
  private final double epsilon;

  private IncompleteGamma(Tensor a, Tensor x) {
    Tensor zero = OpsBase.constantLike(x, 0);
    this.regular =
        Lax.and(
            Lax.and(Lax.gt(x, zero), Lax.gt(a, zero)),
            Lax.lt(x, OpsBase.constantLike(x, Double.POSITIVE_INFINITY)));
    Tensor one = OpsBase.constantLike(x, 1);
    this.a = Lax.select(regular, a, one);
    this.x = Lax.select(regular, x, one);
    this.byFraction = Lax.and(Lax.ge(this.x, one), Lax.gt(this.x, this.a));
    this.epsilon = x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1.0f);
  }

  /// P(a, x) of float32 or float64 tensors of one type.
  static Tensor lower(Tensor a, Tensor x) {
    return Lax.composite(
            "gammainc",
            Map.of(),
            List.of(a, x),
            in -> List.of(new IncompleteGamma(in.get(0), in.get(1)).value(in.get(0), in.get(1))),
            Optional.of(
                (in, _, g) ->
                    g.getFirst()
                        .map(
                            c ->
                                List.of(
                                    Optional.of(Lax.mul(c, byShape(in.get(0), in.get(1)))),
                                    Optional.of(Lax.mul(c, density(in.get(0), in.get(1))))))
                        .orElseGet(() -> List.of(Optional.empty(), Optional.empty()))))
        .getFirst();
  }

  /// The derivative by x: the density of the gamma distribution.
  private static Tensor density(Tensor a, Tensor x) {
    Tensor power = Lax.mul(Lax.sub(a, OpsBase.constantLike(a, 1)), Lax.log(x));
    return Lax.exp(Lax.sub(Lax.sub(power, x), Lax.lgamma(a)));
  }

  /// The derivative by a, which has no derivative of its own here.
  private static Tensor byShape(Tensor a, Tensor x) {
    return Lax.composite(
            "gammainc_by_shape",
            Map.of(),
            List.of(a, x),
            in -> List.of(new IncompleteGamma(in.get(0), in.get(1)).derivative()),
            Optional.empty())
        .getFirst();
  }

  private Tensor value(Tensor givenA, Tensor givenX) {
    var series = series();
    var fraction = fraction();
    Tensor scale = Lax.exp(logScale());
    Tensor inside =
        Lax.select(
            byFraction,
            Lax.sub(number(1), Lax.mul(fraction.get(0), scale)),
            Lax.div(Lax.mul(series.get(0), scale), a));
    Tensor zero = number(0);
    Tensor edge = Lax.select(Lax.eq(givenX, zero), zero, number(1));
    Tensor bad =
        Lax.or(
            Lax.or(Lax.lt(givenX, zero), Lax.lt(givenA, zero)),
            Lax.and(Lax.eq(givenA, zero), Lax.eq(givenX, zero)));
    Tensor invalid = Lax.or(bad, Lax.or(ArithmeticOps.isNan(givenA), ArithmeticOps.isNan(givenX)));
    return Lax.select(regular, inside, Lax.select(invalid, number(Double.NaN), edge));
  }

  private Tensor derivative() {
    var series = series();
    var fraction = fraction();
    Tensor scale = Lax.exp(logScale());
    Tensor slope = Lax.sub(Lax.log(x), Lax.digamma(a));
    Tensor slopeNext = Lax.sub(slope, Lax.div(number(1), a));
    Tensor small =
        Lax.div(Lax.mul(Lax.add(series.get(1), Lax.mul(series.get(0), slopeNext)), scale), a);
    Tensor large =
        Lax.neg(Lax.mul(scale, Lax.add(fraction.get(1), Lax.mul(fraction.get(0), slope))));
    return Lax.select(regular, Lax.select(byFraction, large, small), number(0));
  }

  /// `log(x^a e^-x / Γ(a))`.
  private Tensor logScale() {
    return Lax.sub(Lax.sub(Lax.mul(a, Lax.log(x)), x), Lax.lgamma(a));
  }

  private Tensor number(double value) {
    return OpsBase.constantLike(x, value);
  }

  /// The sum `1 + x/(a+1) + x²/((a+1)(a+2)) + …` and its derivative by a.
  private List<Tensor> series() {
    Tensor one = number(1);
    Tensor zero = number(0);
    var out =
        loop(
            Lax.not(byFraction),
            List.of(one, zero, a, one, zero),
            s -> {
              Tensor r = Lax.add(s.get(2), one);
              Tensor ratio = Lax.div(x, r);
              Tensor slope =
                  Lax.sub(Lax.mul(s.get(4), ratio), Lax.div(Lax.mul(s.get(3), ratio), r));
              Tensor term = Lax.mul(s.get(3), ratio);
              return List.of(Lax.add(s.get(0), term), Lax.add(s.get(1), slope), r, term, slope);
            });
    return out.subList(0, 2);
  }

  /// The continued fraction of 1 - P without its scale, and its derivative by a.
  private List<Tensor> fraction() {
    Tensor one = number(1);
    Tensor zero = number(0);
    Tensor y = Lax.sub(one, a);
    Tensor z = Lax.add(Lax.add(x, y), one);
    Tensor upper = Lax.add(x, one);
    Tensor lower = Lax.mul(z, x);
    Tensor start = Lax.div(upper, lower);
    Tensor slope = Lax.div(Lax.mul(start, x), lower);
    // value, slope, y, z, step, then numerators and denominators of the last two, with slopes
    var state =
        List.of(start, slope, y, z, zero, one, x, upper, lower, zero, zero, zero, Lax.neg(x));
    return loop(byFraction, state, this::nextFraction).subList(0, 2);
  }

  private List<Tensor> nextFraction(List<Tensor> s) {
    Tensor step = Lax.add(s.get(4), number(1));
    Tensor y = Lax.add(s.get(2), number(1));
    Tensor z = Lax.add(s.get(3), number(2));
    Tensor product = Lax.mul(y, step);
    Tensor p = Lax.sub(Lax.mul(s.get(7), z), Lax.mul(s.get(5), product));
    Tensor q = Lax.sub(Lax.mul(s.get(8), z), Lax.mul(s.get(6), product));
    Tensor dp = slope(s.get(11), s.get(9), s.get(7), s.get(5), z, product, step);
    Tensor dq = slope(s.get(12), s.get(10), s.get(8), s.get(6), z, product, step);
    Tensor value = Lax.div(p, q);
    Tensor slope = Lax.div(Lax.sub(dp, Lax.mul(value, dq)), q);
    // Numerators and denominators grow without bound; only their ratio counts.
    Tensor size = Lax.abs(p);
    Tensor large = Lax.gt(size, number(1 / epsilon));
    Tensor shrink = Lax.select(large, number(epsilon), number(1));
    var out = new ArrayList<>(List.of(value, slope, y, z, step));
    for (Tensor t : List.of(s.get(7), s.get(8), p, q, s.get(11), s.get(12), dp, dq)) {
      out.add(Lax.mul(t, shrink));
    }
    return out;
  }

  /// The derivative by a of `last * z - before * product`, of which z falls and product falls by
  /// `step` as a grows.
  private static Tensor slope(
      Tensor dLast,
      Tensor dBefore,
      Tensor last,
      Tensor before,
      Tensor z,
      Tensor product,
      Tensor step) {
    Tensor ofLast = Lax.sub(Lax.mul(dLast, z), last);
    Tensor ofBefore = Lax.sub(Lax.mul(dBefore, product), Lax.mul(before, step));
    return Lax.sub(ofLast, ofBefore);
  }

  private interface Step {
    List<Tensor> apply(List<Tensor> state);
  }

  /// Steps until value and slope (the first two of the state) stand still.
  private List<Tensor> loop(Tensor active, List<Tensor> state, Step step) {
    var init = new ArrayList<>(List.of(Lax.scalar(DType.INT32, 0), active));
    init.addAll(state);
    var out =
        Loops.whileLoop(
            v ->
                Lax.and(
                    Lax.lt(v.get(0), Lax.scalar(DType.INT32, STEPS)),
                    Lax.reduce(ReduceOp.OR, v.get(1), OpsBase.range(0, v.get(1).rank()))),
            v -> {
              var before = v.subList(2, v.size());
              var after = step.apply(before);
              var next = new ArrayList<Tensor>();
              next.add(Lax.add(v.get(0), Lax.scalar(DType.INT32, 1)));
              next.add(
                  Lax.and(
                      v.get(1),
                      Lax.or(
                          moved(before.get(0), after.get(0)), moved(before.get(1), after.get(1)))));
              for (int i = 0; i < before.size(); i++) {
                next.add(Lax.select(v.get(1), after.get(i), before.get(i)));
              }
              return next;
            },
            init);
    return out.subList(2, out.size());
  }

  private Tensor moved(Tensor before, Tensor after) {
    return Lax.gt(Lax.abs(Lax.sub(after, before)), Lax.mul(Lax.abs(after), number(epsilon)));
  }
}
