package org.keras4j.tck.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.activations.ActivationFunction;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.Initializer;
import org.keras4j.losses.Loss;
import org.keras4j.metrics.Metric;
import org.keras4j.optimizers.Optimizer;
import org.keras4j.optimizers.schedules.LearningRateSchedule;
import org.keras4j.random.SeedGenerator;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tck.parity.OpTable;

/// Every name that Keras exports has its counterpart: a Java call in the table of answers, or one
/// of the entries here.
class NamesTest {
  /// What a user extends or holds, under the name that Keras gives it.
  private static final Map<String, Class<?>> TYPES =
      Map.of(
          "keras.constraints.Constraint", Constraint.class,
          "keras.initializers.Initializer", Initializer.class,
          "keras.losses.Loss", Loss.class,
          "keras.metrics.Metric", Metric.class,
          "keras.optimizers.Optimizer", Optimizer.class,
          "keras.optimizers.schedules.LearningRateSchedule", LearningRateSchedule.class,
          "keras.random.SeedGenerator", SeedGenerator.class,
          "keras.regularizers.Regularizer", Regularizer.class);

  /// An object of each family, and what reads it: `serialize` and `deserialize`.
  private static final Map<String, Written<?>> WRITTEN =
      Map.of(
          "keras.activations", new Written<>(ActivationFunction.CODEC, "relu"),
          "keras.constraints", new Written<>(Constraint.FAMILY, "non_neg"),
          "keras.initializers", new Written<>(Initializer.FAMILY, "zeros"),
          "keras.losses", new Written<>(Loss.FAMILY, "MeanSquaredError"),
          "keras.metrics", new Written<>(Metric.FAMILY, "Mean"),
          "keras.optimizers", new Written<>(Optimizer.FAMILY, "adam"),
          "keras.optimizers.schedules",
              new Written<>(
                  LearningRateSchedule.FAMILY,
                  Map.of(
                      "class_name",
                      "CosineDecay",
                      "config",
                      Map.of("initial_learning_rate", 0.5, "decay_steps", 2L))),
          "keras.regularizers", new Written<>(Regularizer.FAMILY, "l2"));

  private record Written<T>(Codec<T> codec, Object example) {
    /// Whether what is written is read again as the same.
    boolean comesBack() {
      Object json = json(example);
      return json.equals(json(json));
    }

    private Object json(Object described) {
      return Objects.requireNonNull(Config.plain(codec.encode(codec.decode(described))));
    }
  }

  private static boolean isAnswered(String name) {
    String module = name.substring(0, name.lastIndexOf('.'));
    return name.endsWith("serialize") ? WRITTEN.containsKey(module) : TYPES.containsKey(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "activations",
        "constraints",
        "initializers",
        "losses",
        "metrics",
        "optimizers",
        "random",
        "regularizers"
      })
  void everyNameOfANamespaceHasItsCounterpart(String namespace) {
    String prefix = "keras." + namespace + ".";
    assertThat(OpTable.names(prefix)).hasSizeGreaterThan(10);
    assertThat(Answers.table().missing(prefix)).allMatch(NamesTest::isAnswered);
  }

  @Test
  void whatEveryFamilyWritesItReads() {
    assertThat(WRITTEN.values()).allMatch(Written::comesBack);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Adagrad", "Adam", "Ftrl", "Optimizer", "RMSprop", "SGD"})
  void legacyOptimizersAreRefusedAsByKeras(String name) {
    var entry = Registry.entry("keras.optimizers.legacy", name, Optional.empty()).orElseThrow();
    var json =
        Map.of("module", entry.module(), "class_name", entry.className(), "config", Map.of());
    assertThatThrownBy(() -> Registry.deserialize(json)).hasMessageContaining("Keras 3");
  }
}
