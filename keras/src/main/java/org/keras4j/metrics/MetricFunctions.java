package org.keras4j.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.losses.Loss;
import org.keras4j.losses.LossFunction;
import org.keras4j.losses.LossFunctionWrapper;
import org.keras4j.tensor.Tensor;

/// Keras's metric functions by name, and how functions are written in configs.
final class MetricFunctions {
  private static final Map<String, Function<Config, FunctionMetric<?>>> MAKERS =
      new LinkedHashMap<>();

  static {
    MAKERS.put("accuracy", c -> new Accuracy().configured(c));
    MAKERS.put("binary_accuracy", c -> new BinaryAccuracy().configured(c));
    MAKERS.put("categorical_accuracy", c -> new CategoricalAccuracy().configured(c));
    MAKERS.put("sparse_categorical_accuracy", c -> new SparseCategoricalAccuracy().configured(c));
    MAKERS.put("top_k_categorical_accuracy", c -> new TopKCategoricalAccuracy().configured(c));
    MAKERS.put(
        "sparse_top_k_categorical_accuracy",
        c -> new SparseTopKCategoricalAccuracy().configured(c));
    MAKERS.put("cosine_similarity", c -> new CosineSimilarity().configured(c));
    MAKERS.put("pearson_correlation", c -> new PearsonCorrelation().configured(c));
    MAKERS.put("concordance_correlation", c -> new ConcordanceCorrelation().configured(c));
  }

  private MetricFunctions() {}

  /// One of Keras's functions with keyword arguments.
  record Named(String name, Config settings, MetricFunction function) implements MetricFunction {
    @Override
    public Tensor apply(Tensor yTrue, Tensor yPred) {
      return function.apply(yTrue, yPred);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// All functions that are not losses, with their defaults.
  static Map<String, MetricFunction> all() {
    var out = new LinkedHashMap<String, MetricFunction>();
    MAKERS.keySet().forEach(name -> out.put(name, find(name, Config.EMPTY).orElseThrow()));
    return out;
  }

  private static Optional<MetricFunction> find(String name, Config settings) {
    return Optional.ofNullable(MAKERS.get(name))
        .map(
            make -> {
              FunctionMetric<?> metric = make.apply(settings);
              return new Named(name, settings, metric::function);
            });
  }

  /// The function a config names, with keyword arguments.
  static MetricFunction decode(Object given, Config settings) {
    return switch (given) {
      case String name -> find(name, settings).orElseGet(() -> loss(name, settings));
      case Map<?, ?> map when map.get("config") instanceof String name && isOurs(name) ->
          decode(name, settings);
      case Map<?, ?> map -> registered(Registry.deserialize(map), map, settings);
      default -> throw unknown(given);
    };
  }

  private static boolean isOurs(String name) {
    return MAKERS.containsKey(name)
        || Registry.entry("keras.losses", name, Optional.empty())
            .filter(e -> e.type() == LossFunctionWrapper.class)
            .isPresent();
  }

  private static MetricFunction registered(
      @org.jspecify.annotations.Nullable Object found, Object given, Config settings) {
    if (!settings.isEmpty()) {
      throw new IllegalArgumentException(
          "A registered function takes no keyword arguments. Received: " + settings);
    }
    return switch (found) {
      case MetricFunction function -> function;
      case LossFunction function -> function::apply;
      case null, default -> throw unknown(given);
    };
  }

  /// Keras's losses are metric functions too.
  private static MetricFunction loss(String name, Config settings) {
    if (Loss.FAMILY.decode(Map.of("class_name", name, "config", settings.toMap()))
        instanceof LossFunctionWrapper wrapper) {
      return new Named(wrapper.name(), settings, wrapper.function()::apply);
    }
    throw unknown(name);
  }

  /// Whether a function is one of Keras's losses.
  static boolean isLoss(MetricFunction function) {
    return function instanceof Named named && !MAKERS.containsKey(named.name());
  }

  private static IllegalArgumentException unknown(Object given) {
    return new IllegalArgumentException("Could not interpret metric identifier: " + given);
  }

  /// How a function is written.
  static Config encode(MetricFunction function) {
    String name =
        function instanceof Named named
            ? named.name()
            : Registry.functionName(function)
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "A metric that is a bare lambda cannot be saved. Register the function by name with Registry.registerFunction, or write a subclass of Metric."));
    return Config.of("module", "builtins")
        .with("class_name", "function")
        .with("config", name)
        .with("registered_name", "function");
  }

  /// The keyword arguments a function was given.
  static Config settings(MetricFunction function) {
    return function instanceof Named named ? named.settings() : Config.EMPTY;
  }
}
