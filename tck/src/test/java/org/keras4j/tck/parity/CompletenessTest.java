package org.keras4j.tck.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.activations.Activations;
import org.keras4j.config.Catalogue;
import org.keras4j.config.Registry;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.Initializer;
import org.keras4j.losses.Loss;
import org.keras4j.losses.Losses;
import org.keras4j.metrics.MeanMetricWrapper;
import org.keras4j.metrics.Metric;
import org.keras4j.metrics.Metrics;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.Optimizer;
import org.keras4j.optimizers.schedules.LearningRateSchedule;
import org.keras4j.random.Random;
import org.keras4j.random.SeedGenerator;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tck.answers.Answers;

/// Every name that Keras exports has a counterpart in Java.
class CompletenessTest {
  private static final Set<Class<?>> HOLDERS =
      Set.of(
          Ops.class,
          Random.class,
          Activations.class,
          Losses.class,
          Metrics.class,
          ActivationFunction.class,
          Initializer.class,
          Regularizer.class,
          Constraint.class,
          Loss.class,
          Metric.class,
          MeanMetricWrapper.class,
          Optimizer.class,
          LearningRateSchedule.class,
          SeedGenerator.class);

  /// `Class` and `Class.member` for all that users may name.
  private static final Set<String> JAVA =
      HOLDERS.stream().flatMap(CompletenessTest::names).collect(Collectors.toSet());

  private static Stream<String> names(Class<?> type) {
    String name = type.getSimpleName();
    return Stream.concat(
        Stream.of(name),
        Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getFields()))
            .filter(member -> Modifier.isStatic(member.getModifiers()))
            .map(member -> name + "." + member.getName()));
  }

  @ParameterizedTest
  @FieldSource("org.keras4j.tck.parity.JavaNames#MODULES")
  void everyNameOfKerasHasOneInJava(String module) {
    var missing = new TreeSet<String>();
    for (String name : OpTable.names(module + ".")) {
      String java = JavaNames.of(name);
      boolean known =
          JAVA.contains(java)
              || Registry.entry(module, name.substring(module.length() + 1), Optional.empty())
                  .map(Catalogue.Entry::type)
                  .filter(type -> type.getSimpleName().equals(java))
                  .isPresent();
      if (!known) {
        missing.add(name + " -> " + java);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(OpTable.names(module + ".")).hasSizeGreaterThan(8);
  }

  @Test
  void everyFunctionOfOpsIsAsked() {
    assertThat(Answers.table().missing("keras.ops.")).isEmpty();
  }

  @Test
  void namesInSubmodulesAreTheSameFunctions() throws Exception {
    Object sum = Answers.table().call("keras.ops.numpy.abs", java.util.List.of(-2L), Map.of());
    assertThat(String.valueOf(sum)).startsWith("2");
  }
}
