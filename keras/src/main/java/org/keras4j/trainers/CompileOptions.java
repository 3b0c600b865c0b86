package org.keras4j.trainers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Family;
import org.keras4j.config.Registry;
import org.keras4j.losses.Loss;
import org.keras4j.metrics.Metric;
import org.keras4j.optimizers.Optimizer;

/// How a model is to be trained: the keywords of Keras's `compile`.
///
/// Losses and metrics are given for all outputs, or for one by its name.
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Adam(1e-3)).loss("mse").metrics("mae"));
/// }
///
/// @see <a href="https://keras.io/api/models/model_training_apis/#compile-method">compile</a>
public final class CompileOptions {
  private Object optimizer = "rmsprop";
  private @Nullable Object loss;
  private @Nullable Object lossWeights;
  private @Nullable Object metrics;
  private @Nullable Object weightedMetrics;
  private boolean runEagerly;
  private int stepsPerExecution = 1;
  private boolean jitCompile = true;
  private boolean autoScaleLoss = true;

  CompileOptions() {}

  /// Sets the optimizer (RMSprop at first).
  public CompileOptions optimizer(Optimizer value) {
    optimizer = value;
    return this;
  }

  /// Sets the optimizer by Keras's name.
  public CompileOptions optimizer(String name) {
    optimizer = name;
    return this;
  }

  /// Sets the loss of every output.
  public CompileOptions loss(Loss value) {
    loss = value;
    return this;
  }

  /// Sets the loss of every output by Keras's name.
  public CompileOptions loss(String name) {
    loss = name;
    return this;
  }

  /// Sets the loss of the output of a name.
  public CompileOptions loss(String output, Loss value) {
    loss = put(loss, output, value);
    return this;
  }

  /// Sets the loss of the output of a name, and its weight in the sum.
  public CompileOptions loss(String output, Loss value, double weight) {
    lossWeights = put(lossWeights, output, weight);
    return loss(output, value);
  }

  /// Sets losses in the structure of the outputs: lists and maps of losses, names, or
  /// `Optional.empty()`.
  public CompileOptions losses(Object structure) {
    loss = structure;
    return this;
  }

  /// Sets the weight of each loss in the sum: a number, a list or a map of them.
  public CompileOptions lossWeights(Object structure) {
    lossWeights = structure;
    return this;
  }

  /// Sets the metrics of every output.
  public CompileOptions metrics(Metric... values) {
    metrics = List.of(values);
    return this;
  }

  /// Sets the metrics of every output by Keras's names.
  public CompileOptions metrics(String... names) {
    metrics = List.of(names);
    return this;
  }

  /// Sets metrics in the structure of the outputs: lists and maps of metrics, names, and lists of
  /// them.
  public CompileOptions metrics(Object structure) {
    metrics = listed(structure);
    return this;
  }

  /// Sets metrics that sample weights count for, as {@link #metrics(Object)}.
  public CompileOptions weightedMetrics(Object structure) {
    weightedMetrics = listed(structure);
    return this;
  }

  /// Runs steps operation by operation, so that they can be debugged (false at first).
  public CompileOptions runEagerly(boolean value) {
    runEagerly = value;
    return this;
  }

  /// Sets how many steps are run between callbacks (1 at first).
  public CompileOptions stepsPerExecution(int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Expected at least one step. Received: steps_per_execution=" + value);
    }
    stepsPerExecution = value;
    return this;
  }

  /// Kept for configs: every engine compiles.
  public CompileOptions jitCompile(boolean value) {
    jitCompile = value;
    return this;
  }

  /// Sets whether a model in mixed_float16 gets an optimizer that scales the loss (true at first).
  public CompileOptions autoScaleLoss(boolean value) {
    autoScaleLoss = value;
    return this;
  }

  /// The options as configs hold them, with the optimizer that came of them.
  Config toConfig(Optimizer resolved) {
    return Config.of("optimizer", Registry.serialize(resolved))
        .with("loss", Registry.serialize(loss))
        .with("loss_weights", Registry.serialize(lossWeights))
        .with("metrics", Registry.serialize(metrics))
        .with("weighted_metrics", Registry.serialize(weightedMetrics))
        .with("run_eagerly", runEagerly)
        .with("steps_per_execution", stepsPerExecution)
        .with("jit_compile", jitCompile);
  }

  /// Takes the options of a config.
  void read(Config config) {
    Object optimizing = config.get("optimizer");
    if (optimizing != null) {
      optimizer = optimizing instanceof String name ? name : Optimizer.FAMILY.decode(optimizing);
    }
    loss = config.find("loss").map(v -> structure(v, Loss.FAMILY)).orElse(null);
    lossWeights = config.find("loss_weights").map(CompileOptions::plain).orElse(null);
    metrics = config.find("metrics").map(v -> structure(v, Metric.FAMILY)).orElse(null);
    weightedMetrics =
        config.find("weighted_metrics").map(v -> structure(v, Metric.FAMILY)).orElse(null);
    config.find("run_eagerly").ifPresent(v -> runEagerly(Boolean.TRUE.equals(v)));
    config.find("steps_per_execution").map(Codec.INT::decode).ifPresent(this::stepsPerExecution);
    config.find("jit_compile").ifPresent(v -> jitCompile(!Boolean.FALSE.equals(v)));
  }

  /// Objects and names in lists and maps; what is left out is an empty `Optional`.
  private static Object structure(@Nullable Object value, Family<?> family) {
    return switch (value) {
      case null -> Optional.empty();
      case String name -> name;
      case List<?> list -> list.stream().map(v -> structure(v, family)).toList();
      case Map<?, ?> map when "function".equals(map.get("class_name")) ->
          String.valueOf(map.get("config"));
      case Map<?, ?> map when map.containsKey("class_name") -> decoded(family, map);
      case Map<?, ?> map -> {
        var out = new LinkedHashMap<String, Object>();
        map.forEach((k, v) -> out.put((String) k, structure(v, family)));
        yield out;
      }
      default ->
          throw new IllegalArgumentException("Expected losses or metrics. Received: " + value);
    };
  }

  private static <T> Object decoded(Family<T> family, Map<?, ?> map) {
    return java.util.Objects.requireNonNull((Object) family.decode(map));
  }

  private static Object plain(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().map(v -> v == null ? Optional.empty() : plain(v)).toList();
      case Map<?, ?> map -> {
        var out = new LinkedHashMap<String, Object>();
        map.forEach((k, v) -> out.put((String) k, v == null ? Optional.empty() : plain(v)));
        yield out;
      }
      default -> value;
    };
  }

  /// A single metric as a list of one, as Keras's configs hold it.
  private static Object listed(Object structure) {
    return structure instanceof String || structure instanceof Metric
        ? List.of(structure)
        : structure;
  }

  private static Map<String, Object> put(@Nullable Object old, String key, Object value) {
    var map = new LinkedHashMap<String, Object>();
    if (old instanceof Map<?, ?> known) {
      known.forEach((k, v) -> map.put((String) k, v));
    }
    map.put(key, value);
    return map;
  }

  Object optimizer() {
    return optimizer;
  }

  Optional<Object> loss() {
    return Optional.ofNullable(loss);
  }

  Optional<Object> lossWeights() {
    return Optional.ofNullable(lossWeights);
  }

  Optional<Object> metrics() {
    return Optional.ofNullable(metrics);
  }

  Optional<Object> weightedMetrics() {
    return Optional.ofNullable(weightedMetrics);
  }

  boolean runEagerly() {
    return runEagerly;
  }

  int stepsPerExecution() {
    return stepsPerExecution;
  }

  boolean jitCompile() {
    return jitCompile;
  }

  boolean autoScaleLoss() {
    return autoScaleLoss;
  }
}
