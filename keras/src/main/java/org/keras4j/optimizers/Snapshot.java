package org.keras4j.optimizers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// What variables hold at a moment, to go back to if an update turns out not to count.
///
/// A choice between the values before and after joins the arithmetic of the update, where a branch
/// would be a program of its own, and the step still passes once over memory.
final class Snapshot {
  private final Map<Variable, Tensor> values = new LinkedHashMap<>();

  private Snapshot(List<Variable> variables) {
    variables.forEach(v -> values.put(v, v.value()));
  }

  /// The values now.
  static Snapshot of(List<Variable> first, List<Variable> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return new Snapshot(all);
  }

  /// Gives the variables their values back unless a condition holds.
  ///
  /// @param condition a boolean scalar
  void restoreUnless(Tensor condition) {
    values.forEach(
        (variable, before) -> {
          Tensor now = variable.value();
          if (now != before) {
            variable.assign(Ops.where(condition, now, before));
          }
        });
  }
}
