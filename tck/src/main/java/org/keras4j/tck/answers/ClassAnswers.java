package org.keras4j.tck.answers;

import java.util.Map;
import java.util.Optional;
import org.keras4j.config.Family;
import org.keras4j.config.Registry;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.Initializer;
import org.keras4j.losses.Loss;
import org.keras4j.metrics.Metric;
import org.keras4j.optimizers.Optimizer;
import org.keras4j.optimizers.schedules.LearningRateSchedule;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tck.parity.OpTable;

/// The classes of the small families, called as Python calls them, and the `get` of each family.
final class ClassAnswers implements OpTable.Group {
  private static final Map<String, Family<?>> FAMILIES =
      Map.of(
          "keras.constraints", Constraint.FAMILY,
          "keras.initializers", Initializer.FAMILY,
          "keras.losses", Loss.FAMILY,
          "keras.metrics", Metric.FAMILY,
          "keras.optimizers", Optimizer.FAMILY,
          "keras.optimizers.schedules", LearningRateSchedule.FAMILY,
          "keras.regularizers", Regularizer.FAMILY);

  @Override
  public void addTo(OpTable table) {
    FAMILIES.forEach((module, family) -> add(table, module, family));
  }

  private static void add(OpTable table, String module, Family<?> family) {
    String prefix = module + ".";
    OpTable.Section section = table.section(prefix);
    for (String full : table.missing(prefix)) {
      String name = full.substring(prefix.length());
      if (name.equals("get")) {
        section.add(name, a -> family.decode(a.raw("identifier")));
      } else if (Registry.entry(module, name, Optional.empty()).isPresent()) {
        section.add(name, a -> LossRunner.make(family, name, a.passed()));
      }
    }
  }
}
