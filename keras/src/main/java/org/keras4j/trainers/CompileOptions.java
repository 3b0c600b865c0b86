package org.keras4j.trainers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    metrics = structure;
    return this;
  }

  /// Sets metrics that sample weights count for, as {@link #metrics(Object)}.
  public CompileOptions weightedMetrics(Object structure) {
    weightedMetrics = structure;
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
