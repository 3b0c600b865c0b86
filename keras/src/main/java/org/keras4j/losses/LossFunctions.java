package org.keras4j.losses;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.tensor.Tensor;

/// Keras's loss functions by name, and how functions are written in configs.
final class LossFunctions {
  private static final Map<String, Function<Config, FunctionLoss<?>>> MAKERS =
      new LinkedHashMap<>();

  /// Short names.
  static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("bce", "binary_crossentropy"),
          Map.entry("BCE", "binary_crossentropy"),
          Map.entry("kld", "kl_divergence"),
          Map.entry("KLD", "kl_divergence"),
          Map.entry("mae", "mean_absolute_error"),
          Map.entry("MAE", "mean_absolute_error"),
          Map.entry("mse", "mean_squared_error"),
          Map.entry("MSE", "mean_squared_error"),
          Map.entry("mape", "mean_absolute_percentage_error"),
          Map.entry("MAPE", "mean_absolute_percentage_error"),
          Map.entry("msle", "mean_squared_logarithmic_error"),
          Map.entry("MSLE", "mean_squared_logarithmic_error"));

  static {
    MAKERS.put("kl_divergence", c -> new KLDivergence().configured(c));
    MAKERS.put("poisson", c -> new Poisson().configured(c));
    MAKERS.put("binary_crossentropy", c -> new BinaryCrossentropy().configured(c));
    MAKERS.put("binary_focal_crossentropy", c -> new BinaryFocalCrossentropy().configured(c));
    MAKERS.put("categorical_crossentropy", c -> new CategoricalCrossentropy().configured(c));
    MAKERS.put(
        "categorical_focal_crossentropy", c -> new CategoricalFocalCrossentropy().configured(c));
    MAKERS.put(
        "categorical_generalized_cross_entropy",
        c -> new CategoricalGeneralizedCrossEntropy().configured(c));
    MAKERS.put(
        "sparse_categorical_crossentropy", c -> new SparseCategoricalCrossentropy().configured(c));
    MAKERS.put("mean_squared_error", c -> new MeanSquaredError().configured(c));
    MAKERS.put("mean_absolute_error", c -> new MeanAbsoluteError().configured(c));
    MAKERS.put(
        "mean_absolute_percentage_error", c -> new MeanAbsolutePercentageError().configured(c));
    MAKERS.put(
        "mean_squared_logarithmic_error", c -> new MeanSquaredLogarithmicError().configured(c));
    MAKERS.put("cosine_similarity", c -> new CosineSimilarity().configured(c));
    MAKERS.put("log_cosh", c -> new LogCosh().configured(c));
    MAKERS.put("huber", c -> new Huber().configured(c));
    MAKERS.put("hinge", c -> new Hinge().configured(c));
    MAKERS.put("squared_hinge", c -> new SquaredHinge().configured(c));
    MAKERS.put("categorical_hinge", c -> new CategoricalHinge().configured(c));
    MAKERS.put("dice", c -> new Dice().configured(c));
    MAKERS.put("tversky", c -> new Tversky().configured(c));
    MAKERS.put("circle", c -> new Circle().configured(c));
    MAKERS.put("ctc", c -> new CTC().configured(c));
  }

  private LossFunctions() {}

  /// One of Keras's functions with keyword arguments.
  record Named(String name, Config settings, FunctionLoss<?> loss) implements LossFunction {
    @Override
    public Tensor apply(Tensor yTrue, Tensor yPred) {
      return loss.function(yTrue, yPred);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// All functions with their defaults.
  static Map<String, LossFunction> all() {
    var out = new LinkedHashMap<String, LossFunction>();
    MAKERS.forEach(
        (name, make) -> out.put(name, new Named(name, Config.EMPTY, make.apply(Config.EMPTY))));
    return out;
  }

  private static Optional<LossFunction> find(String name, Config settings) {
    String full = ALIASES.getOrDefault(name, name);
    return Optional.ofNullable(MAKERS.get(full))
        .map(make -> new Named(full, settings, make.apply(settings)));
  }

  /// The function a config names, with keyword arguments.
  static LossFunction decode(Object given, Config settings) {
    if (given instanceof String name) {
      return find(name, settings).orElseThrow(() -> unknown(given));
    }
    if (!(given instanceof Map<?, ?> map)) {
      throw unknown(given);
    }
    if (map.get("config") instanceof String name) {
      Optional<LossFunction> own = find(name, settings);
      if (own.isPresent()) {
        return own.get();
      }
    }
    if (Registry.deserialize(map) instanceof LossFunction found) {
      if (!settings.isEmpty()) {
        throw new IllegalArgumentException(
            "A registered loss function takes no keyword arguments. Received: " + settings);
      }
      return found;
    }
    throw unknown(given);
  }

  private static IllegalArgumentException unknown(Object given) {
    return new IllegalArgumentException("Could not interpret loss identifier: " + given);
  }

  /// How a function is written.
  static Config encode(LossFunction function) {
    String name =
        function instanceof Named named
            ? named.name()
            : Registry.functionName(function)
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "A loss that is a bare lambda cannot be saved. Register the function by name with Registry.registerFunction, or write a subclass of Loss."));
    return Config.of("module", "builtins")
        .with("class_name", "function")
        .with("config", name)
        .with("registered_name", "function");
  }

  /// The keyword arguments a function was given.
  static Config settings(LossFunction function) {
    return function instanceof Named named ? named.settings() : Config.EMPTY;
  }
}
