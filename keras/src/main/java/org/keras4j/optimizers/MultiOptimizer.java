package org.keras4j.optimizers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.config.Registry;
import org.keras4j.config.Settings;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Changes different variables by different optimizers.
///
/// It has no learning rate of its own: ask its [#optimizers].
///
/// {@snippet :
/// var map = new OptimizerMap(new SGD(0.1)).put("encoder/.*", new Adam(1e-4));
/// model.compile(c -> c.optimizer(new MultiOptimizer(map)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/">Optimizers</a>
public final class MultiOptimizer extends WrappingOptimizer {
  private final Function<Variable, Optimizer> choice;
  private final List<Optimizer> inner = new ArrayList<>();
  private final Map<Variable, Optimizer> chosen = new HashMap<>();

  /// Of the optimizers of a map, or of a function. Only one with a map can be saved.
  public MultiOptimizer(Function<Variable, Optimizer> choice) {
    this.choice = choice;
    if (choice instanceof OptimizerMap map) {
      map.byKey().values().forEach(this::add);
      add(map.defaultOptimizer());
    }
  }

  private void add(Optimizer optimizer) {
    OptimizerMap.requirePlain(optimizer);
    setLossScale(optimizer, lossScaleFactor.get());
    if (!inner.contains(optimizer)) {
      inner.add(optimizer);
    }
  }

  /// Sets the name.
  public MultiOptimizer name(String value) {
    name.set(Optional.of(value));
    return this;
  }

  /// Sets the factor by which the loss is scaled for differentiation, in all optimizers.
  public MultiOptimizer lossScaleFactor(double value) {
    lossScaleFactor.set(Optional.of(value));
    inner.forEach(optimizer -> setLossScale(optimizer, Optional.of(value)));
    return this;
  }

  @Override
  public List<Optimizer> optimizers() {
    return List.copyOf(inner);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    for (Variable v : trainable) {
      Optimizer optimizer = choice.apply(v);
      add(optimizer);
      chosen.put(v, optimizer);
    }
    for (Optimizer optimizer : inner) {
      var own = trainable.stream().filter(v -> chosen.get(v) == optimizer).toList();
      if (!own.isEmpty()) {
        optimizer.build(own);
      }
    }
  }

  @Override
  void applyKnown(List<Optional<Tensor>> gradients, List<Variable> variables) {
    for (Optimizer optimizer : inner) {
      var own = new ArrayList<Variable>();
      var given = new ArrayList<Optional<Tensor>>();
      for (int i = 0; i < variables.size(); i++) {
        if (chosen.get(variables.get(i)) == optimizer) {
          own.add(variables.get(i));
          given.add(gradients.get(i));
        }
      }
      optimizer.apply(given, own);
    }
    assignAdd(steps(), Array.weak(1L));
  }

  @Override
  public Tensor learningRate() {
    throw new IllegalStateException(
        "Learning rate cannot be accessed on a MultiOptimizer. Access the learning rate on the individual sub-optimizers instead.");
  }

  @Override
  public void setLearningRate(double value) {
    throw new IllegalStateException(
        "Learning rate cannot be set on a MultiOptimizer. Set the learning rate on the individual sub-optimizers instead. Received: learning_rate="
            + value);
  }

  @Override
  public void finalizeVariableValues(List<Variable> variables) {
    for (Variable v : variables) {
      Optional.ofNullable(chosen.get(v)).ifPresent(o -> o.finalizeVariableValues(List.of(v)));
    }
  }

  @Override
  public Optional<Variable> averageOf(Variable variable) {
    return Optional.ofNullable(chosen.get(variable)).flatMap(o -> o.averageOf(variable));
  }

  @Override
  public Map<String, Object> attributes() {
    return Map.of("optimizers", List.copyOf(inner));
  }

  /// @throws IllegalStateException if optimizers are chosen by a lambda
  @Override
  public Config getConfig() {
    if (!(choice instanceof Configurable map)) {
      throw new IllegalStateException(
          "A MultiOptimizer that chooses by a lambda cannot be saved. Use an OptimizerMap.");
    }
    return Config.of("optimizer_map", Registry.serialize(map))
        .with("loss_scale_factor", lossScaleFactor.get())
        .with("name", name());
  }

  static MultiOptimizer fromConfig(Config config) {
    var settings = new Settings("MultiOptimizer", config);
    var map =
        settings
            .find("optimizer_map", Codec.object(OptimizerMap.class, "an OptimizerMap"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "MultiOptimizer needs the argument `optimizer_map`. Received: "
                            + config.keys()));
    var made = new MultiOptimizer(map);
    settings.find("loss_scale_factor", Codec.DOUBLE).ifPresent(made::lossScaleFactor);
    settings.find("name", Codec.STRING).ifPresent(made::name);
    return settings.done(made);
  }
}
