package org.keras4j.tck.answers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Tensor;

/// The functions of `keras.ops` that make few numbers of many.
final class ReductionAnswers implements OpTable.Group {
  private static final Map<String, BiFunction<Tensor, Axes, Tensor>> REDUCTIONS =
      Map.ofEntries(
          Map.entry("all", Ops::all),
          Map.entry("amax", Ops::amax),
          Map.entry("amin", Ops::amin),
          Map.entry("any", Ops::any),
          Map.entry("logsumexp", Ops::logsumexp),
          Map.entry("mean", Ops::mean),
          Map.entry("median", Ops::median),
          Map.entry("nanmax", Ops::nanmax),
          Map.entry("nanmean", Ops::nanmean),
          Map.entry("nanmedian", Ops::nanmedian),
          Map.entry("nanmin", Ops::nanmin),
          Map.entry("nanprod", Ops::nanprod),
          Map.entry("nanstd", Ops::nanstd),
          Map.entry("nansum", Ops::nansum),
          Map.entry("nanvar", Ops::nanvar),
          Map.entry("ptp", Ops::ptp),
          Map.entry("std", Ops::std),
          Map.entry("sum", Ops::sum),
          Map.entry("var", Ops::var));

  @Override
  public void addTo(OpTable table) {
    var ops = table.section("keras.ops.");
    REDUCTIONS.forEach((name, f) -> ops.add(name, a -> f.apply(a.tensor("x"), axes(a))));
    addOthers(ops);
    addPlaces(ops);
    addQuantiles(ops);
    addSegments(ops);
    table
        .section("keras.backend.")
        .add("result_type", "*dtypes", a -> Promotion.resultType(stand(a.list("dtypes"))));
  }

  private static List<Tensor> stand(List<?> names) {
    return names.stream()
        .<Tensor>map(
            name ->
                switch ((String) name) {
                  case "bool" -> Array.weak(true);
                  case "int" -> Array.weak(1);
                  case "float" -> Array.weak(1.0);
                  case String dtype -> Array.scalar(DType.of(dtype), 1);
                })
        .toList();
  }

  private static Axes axes(Arguments a) {
    return axis(a).keepDims(a.flag("keepdims"));
  }

  private static Axes axis(Arguments a) {
    return a.optionalIntegers("axis").map(Axes::of).orElse(Axes.all());
  }

  private static Optional<Integer> oneAxis(Arguments a) {
    OptionalInt axis = a.optionalInteger("axis");
    return axis.isPresent() ? Optional.of(axis.getAsInt()) : Optional.empty();
  }

  private static void addOthers(OpTable.Section ops) {
    ops.add(
            "max",
            a ->
                a.given("initial")
                    ? Ops.max(a.tensor("x"), axes(a), a.number("initial"))
                    : Ops.max(a.tensor("x"), axes(a)))
        .add(
            "min",
            a ->
                a.given("initial")
                    ? Ops.min(a.tensor("x"), axes(a), a.number("initial"))
                    : Ops.min(a.tensor("x"), axes(a)))
        .add(
            "prod",
            a ->
                a.dtype("dtype")
                    .map(t -> Ops.prod(a.tensor("x"), axes(a), t))
                    .orElseGet(() -> Ops.prod(a.tensor("x"), axes(a))))
        .add("count_nonzero", a -> Ops.countNonzero(a.tensor("x"), axis(a)))
        .add("average", a -> Ops.average(a.tensor("x"), axis(a), a.optionalTensor("weights")))
        .add("cumsum", a -> Ops.cumsum(a.tensor("x"), oneAxis(a), a.dtype("dtype")))
        .add("cumprod", a -> Ops.cumprod(a.tensor("x"), oneAxis(a), a.dtype("dtype")))
        .add("nancumsum", a -> Ops.nancumsum(a.tensor("x"), oneAxis(a), a.dtype("dtype")))
        .add("nancumprod", a -> Ops.nancumprod(a.tensor("x"), oneAxis(a), a.dtype("dtype")))
        .add("diff", a -> Ops.diff(a.tensor("a"), a.integer("n"), a.integer("axis")))
        .add("corrcoef", a -> Ops.corrcoef(a.tensor("x")))
        .add("correlate", a -> Ops.correlate(a.tensor("x1"), a.tensor("x2"), a.text("mode")))
        .add(
            "trapezoid",
            a ->
                a.given("x")
                    ? Ops.trapezoid(a.tensor("y"), a.tensor("x"), a.integer("axis"))
                    : Ops.trapezoid(a.tensor("y"), a.number("dx"), a.integer("axis")))
        .add("trace", ReductionAnswers::trace);
  }

  private static Tensor trace(Arguments a) {
    return Ops.trace(a.tensor("x"), a.integer("offset"), a.integer("axis1"), a.integer("axis2"));
  }

  private static void addPlaces(OpTable.Section ops) {
    ops.add("argmax", a -> Ops.argmax(a.tensor("x"), oneAxis(a), a.flag("keepdims")))
        .add("argmin", a -> Ops.argmin(a.tensor("x"), oneAxis(a), a.flag("keepdims")))
        .add("nanargmax", a -> Ops.nanargmax(a.tensor("x"), oneAxis(a), a.flag("keepdims")))
        .add("nanargmin", a -> Ops.nanargmin(a.tensor("x"), oneAxis(a), a.flag("keepdims")))
        .add("digitize", a -> Ops.digitize(a.tensor("x"), a.tensor("bins")))
        .add(
            "searchsorted",
            a -> Ops.searchsorted(a.tensor("sorted_sequence"), a.tensor("values"), a.text("side")))
        .add(
            "bincount",
            a -> Ops.bincount(a.tensor("x"), a.optionalTensor("weights"), a.integer("minlength")))
        .add("histogram", ReductionAnswers::histogram);
  }

  private static List<Tensor> histogram(Arguments a) {
    Optional<List<Double>> range =
        a.given("range")
            ? Optional.of(a.list("range").stream().map(v -> ((Number) v).doubleValue()).toList())
            : Optional.empty();
    return Ops.histogram(a.tensor("x"), a.integer("bins"), range);
  }

  private static void addQuantiles(OpTable.Section ops) {
    ops.add("quantile", a -> Ops.quantile(a.tensor("x"), a.tensor("q"), axes(a), a.text("method")))
        .add(
            "percentile",
            a -> Ops.percentile(a.tensor("x"), a.tensor("q"), axes(a), a.text("method")))
        .add(
            "nanquantile",
            a -> Ops.nanquantile(a.tensor("x"), a.tensor("q"), axes(a), a.text("method")))
        .add(
            "nanpercentile",
            a -> Ops.nanpercentile(a.tensor("x"), a.tensor("q"), axes(a), a.text("method")));
  }

  private static void addSegments(OpTable.Section ops) {
    Map<String, Segments> functions =
        Map.of(
            "segment_sum",
            Ops::segmentSum,
            "segment_prod",
            Ops::segmentProd,
            "segment_max",
            Ops::segmentMax,
            "segment_min",
            Ops::segmentMin);
    functions.forEach(
        (name, f) ->
            ops.add(
                name,
                a -> {
                  OptionalInt count = a.optionalInteger("num_segments");
                  return f.apply(
                      a.tensor("data"),
                      a.tensor("segment_ids"),
                      count.isPresent() ? Optional.of(count.getAsInt()) : Optional.empty(),
                      a.flag("sorted"));
                }));
  }

  private interface Segments {
    Tensor apply(Tensor data, Tensor ids, Optional<Integer> numSegments, boolean sorted);
  }
}
