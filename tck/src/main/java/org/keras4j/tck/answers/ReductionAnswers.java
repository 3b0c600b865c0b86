package org.keras4j.tck.answers;

import java.util.OptionalDouble;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tck.parity.OpTable;

/// Functions that combine the elements along some axes.
final class ReductionAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    Adding.ops(table)
        .reduction("sum", Ops::sum)
        .reduction("mean", Ops::mean)
        .reduction("var", Ops::var)
        .reduction("std", Ops::std)
        .reduction("amax", Ops::amax)
        .reduction("amin", Ops::amin)
        .reduction("ptp", Ops::ptp)
        .reduction("all", Ops::all)
        .reduction("any", Ops::any)
        .add("count_nonzero", a -> Ops.countNonzero(a.tensor("x"), Adding.axis(a)))
        .add(
            "prod",
            a ->
                Adding.typed(
                    a,
                    x -> Ops.prod(x, Adding.axes(a)),
                    (x, dtype) -> Ops.prod(x, Adding.axes(a), dtype)))
        .add(
            "max",
            a -> {
              Axes axes = Adding.axes(a);
              OptionalDouble initial = a.optionalNumber("initial");
              return initial.isPresent()
                  ? Ops.max(a.tensor("x"), axes, initial.getAsDouble())
                  : Ops.max(a.tensor("x"), axes);
            })
        .add(
            "min",
            a -> {
              Axes axes = Adding.axes(a);
              OptionalDouble initial = a.optionalNumber("initial");
              return initial.isPresent()
                  ? Ops.min(a.tensor("x"), axes, initial.getAsDouble())
                  : Ops.min(a.tensor("x"), axes);
            })
        .add(
            "argmax",
            a ->
                Ops.argmax(
                    a.tensor("x"), Adding.boxed(a.optionalInteger("axis")), a.flag("keepdims")))
        .add(
            "argmin",
            a ->
                Ops.argmin(
                    a.tensor("x"), Adding.boxed(a.optionalInteger("axis")), a.flag("keepdims")));
  }
}
