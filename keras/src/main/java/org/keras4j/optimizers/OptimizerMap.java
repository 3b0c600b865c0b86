package org.keras4j.optimizers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.config.Registry;
import org.keras4j.config.Settings;
import org.keras4j.tensor.Variable;

/// Which optimizer changes which variable, by the variable's path.
///
/// A key is a path, or a regular expression for whole paths. What no key fits is changed by the
/// default.
///
/// {@snippet :
/// var map = new OptimizerMap(new SGD(0.1)).put("encoder/.*", new Adam(1e-4));
/// model.compile(c -> c.optimizer(new MultiOptimizer(map)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/">Optimizers</a>
public final class OptimizerMap implements Configurable, Function<Variable, Optimizer> {
  private final Optimizer defaultOptimizer;
  private final Map<String, Optimizer> byPath = new LinkedHashMap<>();

  /// No keys yet.
  ///
  /// @param defaultOptimizer changes what no key fits
  public OptimizerMap(Optimizer defaultOptimizer) {
    this.defaultOptimizer = defaultOptimizer;
  }

  /// Gives the variables of a key an optimizer.
  ///
  /// @throws IllegalArgumentException if the key is there already, or the optimizer wraps others
  public OptimizerMap put(String key, Optimizer optimizer) {
    if (byPath.containsKey(key)) {
      throw new IllegalArgumentException(
          "'%s' already exists in the OptimizerMap with value %s. Please make sure to not use duplicated keys."
              .formatted(key, byPath.get(key)));
    }
    requirePlain(optimizer);
    byPath.put(key, optimizer);
    return this;
  }

  /// @throws IllegalArgumentException if the optimizer wraps others
  static void requirePlain(Optimizer optimizer) {
    if (optimizer instanceof WrappingOptimizer) {
      throw new IllegalArgumentException(
          "An optimizer inside a MultiOptimizer cannot be a %s."
              .formatted(Registry.className(optimizer)));
    }
  }

  /// The optimizer of what no key fits.
  public Optimizer defaultOptimizer() {
    return defaultOptimizer;
  }

  /// The optimizers by key.
  public Map<String, Optimizer> byKey() {
    return Collections.unmodifiableMap(byPath);
  }

  /// The optimizer of the variable at a path.
  ///
  /// @throws IllegalArgumentException if more than one key fits
  public Optimizer get(String path) {
    Optimizer exact = byPath.get(path);
    if (exact != null) {
      return exact;
    }
    List<String> fitting = new ArrayList<>();
    for (String key : byPath.keySet()) {
      if (PathPattern.of(key).isAllOf(path)) {
        fitting.add(key);
      }
    }
    if (fitting.size() > 1) {
      throw new IllegalArgumentException(
          "Multiple optimizers assigned to variable %s. Received: keys=%s"
              .formatted(path, fitting));
    }
    return fitting.isEmpty()
        ? defaultOptimizer
        : byPath.getOrDefault(fitting.getFirst(), defaultOptimizer);
  }

  /// The optimizer of a variable.
  @Override
  public Optimizer apply(Variable variable) {
    return get(variable.path());
  }

  @Override
  public Config getConfig() {
    return Config.of("default_optimizer", Registry.serialize(defaultOptimizer))
        .with("optimizer_map", Registry.serialize((Object) byPath));
  }

  static OptimizerMap fromConfig(Config config) {
    var settings = new Settings("OptimizerMap", config);
    var made =
        new OptimizerMap(
            settings
                .find("default_optimizer", Optimizer.FAMILY)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "OptimizerMap needs the argument `default_optimizer`. Received: "
                                + config.keys())));
    settings
        .get(
            "optimizer_map",
            Codec.<Map<?, ?>>plain("a map", v -> v instanceof Map<?, ?> m ? m : null),
            Map.of())
        .forEach((key, optimizer) -> made.put((String) key, Optimizer.FAMILY.decode(optimizer)));
    return settings.done(made);
  }
}
