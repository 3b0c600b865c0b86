package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Reductions that leave NaN out.
abstract class NanOps extends StatisticsOps {
  NanOps() {}

  private static Tensor skipping(String className, Tensor x, Axes axes, AxisReduction body) {
    return OpCall.of(className, x, axes::parameters, a -> reducing(strong(a), axes, body));
  }

  /// The sum along some axes, NaN left out.
  public static Tensor nansum(Tensor x, Axes axes) {
    return skipping("Nansum", x, axes, (a, over) -> sumOver(withoutNan(a, 0), over));
  }

  /// The product along some axes, NaN left out.
  public static Tensor nanprod(Tensor x, Axes axes) {
    return skipping(
        "Nanprod",
        x,
        axes,
        (a, over) ->
            Lax.reduce(ReduceOp.PROD, Lax.convert(withoutNan(a, 1), accumulator(a.dtype())), over));
  }

  /// The largest element along some axes, NaN left out; NaN if there is nothing else.
  public static Tensor nanmax(Tensor x, Axes axes) {
    return skipping(
        "Nanmax",
        x,
        axes,
        (a, over) ->
            orNan(a, Lax.reduceMax(withoutNan(a, Double.NEGATIVE_INFINITY), over), over, axes));
  }

  /// The smallest element along some axes, NaN left out; NaN if there is nothing else.
  public static Tensor nanmin(Tensor x, Axes axes) {
    return skipping(
        "Nanmin",
        x,
        axes,
        (a, over) ->
            orNan(a, Lax.reduceMin(withoutNan(a, Double.POSITIVE_INFINITY), over), over, axes));
  }

  private static Tensor orNan(Tensor x, Tensor reduced, List<Integer> over, Axes axes) {
    requireElements("nanmax", x, axes);
    if (!x.dtype().isFloat()) {
      return reduced;
    }
    Tensor nothing = Lax.reduce(ReduceOp.AND, isNan(x), over);
    return Lax.select(nothing, constantLike(reduced, Double.NaN), reduced);
  }

  /// The mean along some axes, NaN left out.
  public static Tensor nanmean(Tensor x, Axes axes) {
    return skipping("Nanmean", x, axes, (a, over) -> meanPresent(inexact(a), over));
  }

  private static Tensor present(Tensor x, List<Integer> over) {
    return Lax.reduceSum(Lax.convert(Lax.not(isNan(x)), x.dtype()), over);
  }

  private static Tensor meanPresent(Tensor x, List<Integer> over) {
    return Lax.div(Lax.reduceSum(withoutNan(x, 0), over), present(x, over));
  }

  /// The variance along some axes, NaN left out.
  public static Tensor nanvar(Tensor x, Axes axes) {
    return skipping(
        "Nanvar", x, axes, (a, over) -> real(a, variancePresent(wide(inexact(a)), over)));
  }

  /// The standard deviation along some axes, NaN left out.
  public static Tensor nanstd(Tensor x, Axes axes) {
    return skipping(
        "Nanstd", x, axes, (a, over) -> Lax.sqrt(real(a, variancePresent(wide(inexact(a)), over))));
  }

  private static Tensor real(Tensor x, Tensor variance) {
    return x.dtype().isFloat() ? Lax.convert(variance, x.dtype()) : variance;
  }

  private static Tensor variancePresent(Tensor x, List<Integer> over) {
    Tensor mean = restored(meanPresent(x, over), x.shape(), over);
    Tensor distance = Lax.sub(x, expand(mean, x.shape()));
    Tensor kept = Lax.select(isNan(x), constantLike(x, 0), distance);
    Tensor squares =
        kept.dtype().isComplex()
            ? Lax.add(
                Lax.mul(Lax.real(kept), Lax.real(kept)),
                Lax.mul(Lax.imaginary(kept), Lax.imaginary(kept)))
            : Lax.mul(kept, kept);
    Tensor count = present(x, over);
    Tensor total = Lax.reduceSum(squares, over);
    return Lax.div(total, Lax.convert(count, total.dtype()));
  }

  /// The median along some axes, NaN left out.
  public static Tensor nanmedian(Tensor x, Axes axes) {
    return OpCall.of(
        "Nanmedian",
        x,
        axes::parameters,
        a -> quantiles(inexact(a), Array.scalar(DType.FLOAT32, 0.5), axes, "midpoint", true));
  }

  /// As {@link #quantile(Tensor, Tensor, Axes, String)}, NaN left out.
  public static Tensor nanquantile(Tensor x, Tensor q, Axes axes, String method) {
    return quantileCall("Nanquantile", x, q, axes, method, 1, true);
  }

  /// As {@link #percentile(Tensor, Tensor, Axes, String)}, NaN left out.
  public static Tensor nanpercentile(Tensor x, Tensor q, Axes axes, String method) {
    return quantileCall("Nanpercentile", x, q, axes, method, 100, true);
  }

  /// The place of the first largest element along an axis (or of all), NaN left out; -1 if there is
  /// nothing else.
  public static Tensor nanargmax(Tensor x, Optional<Integer> axis, boolean keepDims) {
    return placeSkipping("Nanargmax", x, axis, keepDims, true);
  }

  /// The place of the first smallest element along an axis (or of all), NaN left out; -1 if there
  /// is nothing else.
  public static Tensor nanargmin(Tensor x, Optional<Integer> axis, boolean keepDims) {
    return placeSkipping("Nanargmin", x, axis, keepDims, false);
  }

  private static Tensor placeSkipping(
      String className, Tensor x, Optional<Integer> axis, boolean keepDims, boolean largest) {
    return OpCall.of(
        className,
        x,
        () ->
            Map.of(
                "axis",
                axis.<Object>map(Integer::longValue).orElse(Optional.empty()),
                "keepdims",
                keepDims),
        a -> {
          Tensor own = strong(a);
          if (!own.dtype().isFloat()) {
            return place(own, axis, keepDims, largest);
          }
          double worst = largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
          Tensor at = place(withoutNan(own, worst), axis, keepDims, largest);
          var over = axis.map(v -> List.of(own.shape().axis(v))).orElse(range(0, own.rank()));
          Tensor nothing = Lax.reduce(ReduceOp.AND, isNan(own), over);
          Shape shape = at.shape();
          return Lax.select(Lax.reshape(nothing, shape), constantLike(at, -1), at);
        });
  }
}
