package org.keras4j.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.config.Settings;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Scales the loss so that gradients in float16 do not vanish, and another optimizer's updates
/// back.
///
/// The scale doubles after some steps with finite gradients; it halves, and the step does not
/// count, where a gradient is not finite. Models of the policy `mixed_float16` are given one around
/// their optimizer when they are compiled.
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new LossScaleOptimizer(new Adam())).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/loss_scale_optimizer/">LossScaleOptimizer</a>
public final class LossScaleOptimizer extends WrappingOptimizer {
  private static final double INITIAL_SCALE = 32768;
  private static final int GROWTH_STEPS = 2000;

  private final Optimizer inner;
  private Number initialScale = INITIAL_SCALE;
  private int dynamicGrowthSteps = GROWTH_STEPS;
  private Optional<Variable> stepCounter = Optional.empty();
  private Optional<Variable> dynamicScale = Optional.empty();

  /// Around an optimizer, whose own `lossScaleFactor` no longer counts.
  public LossScaleOptimizer(Optimizer inner) {
    this.inner = inner;
    setLossScale(inner, Optional.empty());
  }

  /// Sets the name.
  public LossScaleOptimizer name(String value) {
    name.set(Optional.of(value));
    return this;
  }

  /// Sets the first scale (32768 at first): rather large, for it falls faster than it rises.
  ///
  /// @throws IllegalStateException if the optimizer is built
  public LossScaleOptimizer initialScale(double value) {
    requireUnbuilt("initial_scale");
    initialScale = value;
    return this;
  }

  /// Sets after how many finite steps the scale doubles (2000 at first).
  ///
  /// @throws IllegalStateException if the optimizer is built
  public LossScaleOptimizer dynamicGrowthSteps(int value) {
    requireUnbuilt("dynamic_growth_steps");
    dynamicGrowthSteps = value;
    return this;
  }

  private void requireUnbuilt(String keyword) {
    if (isBuilt()) {
      throw new IllegalStateException(
          "`%s` of %s cannot be changed any more: it is built.".formatted(keyword, name()));
    }
  }

  /// The optimizer that changes variables.
  public Optimizer innerOptimizer() {
    return inner;
  }

  @Override
  public List<Optimizer> optimizers() {
    return List.of(inner);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    stepCounter = Optional.of(addVariable("step_counter", Array.scalar(DType.INT32, 0L)));
    dynamicScale =
        Optional.of(
            addVariable("dynamic_scale", Array.scalar(DType.FLOAT32, initialScale.doubleValue())));
    inner.build(trainable);
  }

  @Override
  void applyKnown(List<Optional<Tensor>> gradients, List<Variable> variables) {
    Variable counter = stepCounter.orElseThrow();
    Variable scale = dynamicScale.orElseThrow();
    Tensor finite =
        gradients.stream()
            .flatMap(Optional::stream)
            .map(g -> Ops.all(Ops.isfinite(g)))
            .reduce(Ops::logicalAnd)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "No gradients provided for any variable. Received: variables="
                            + variables));
    var before = Snapshot.of(variables, inner.variables());
    var unscaled = new ArrayList<Optional<Tensor>>();
    for (int i = 0; i < gradients.size(); i++) {
      boolean scaled = !variables.get(i).overwriteWithGradient();
      unscaled.add(gradients.get(i).map(g -> scaled ? Ops.divide(g, scale) : g));
    }
    inner.apply(unscaled, variables);
    before.restoreUnless(finite);

    Tensor grows = Ops.logicalAnd(finite, Ops.equal(counter, dynamicGrowthSteps - 1L));
    Tensor counts = Ops.logicalAnd(finite, Ops.logicalNot(grows));
    assign(counter, Ops.where(counts, Ops.add(counter, 1), Ops.zerosLike(counter)));
    Tensor grown = Ops.where(grows, Ops.multiply(scale, 2.0), scale);
    assign(scale, Ops.where(finite, grown, Ops.multiply(scale, 0.5)));
  }

  @Override
  public Tensor scaleLoss(Tensor loss) {
    return dynamicScale
        .map(scale -> Ops.multiply(loss, scale))
        .orElseGet(() -> Ops.multiply(loss, initialScale.doubleValue()));
  }

  @Override
  public Tensor learningRate() {
    return inner.learningRate();
  }

  @Override
  public void setLearningRate(double value) {
    inner.setLearningRate(value);
  }

  @Override
  public Tensor iterations() {
    return inner.iterations();
  }

  @Override
  public void finalizeVariableValues(List<Variable> variables) {
    inner.finalizeVariableValues(variables);
  }

  @Override
  public Optional<Variable> averageOf(Variable variable) {
    return inner.averageOf(variable);
  }

  @Override
  public Map<String, Object> attributes() {
    return Map.of("inner_optimizer", inner);
  }

  @Override
  public Config getConfig() {
    return Config.of("name", name())
        .with("inner_optimizer", Registry.serialize(inner))
        .with("initial_scale", initialScale)
        .with("dynamic_growth_steps", dynamicGrowthSteps);
  }

  static LossScaleOptimizer fromConfig(Config config) {
    var settings = new Settings("LossScaleOptimizer", config);
    var inner =
        settings
            .find("inner_optimizer", Codec.object(Optimizer.class, "an optimizer"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "LossScaleOptimizer needs the argument `inner_optimizer`. Received: "
                            + config.keys()));
    var made = new LossScaleOptimizer(inner);
    made.initialScale = settings.get("initial_scale", Codec.NUMBER, INITIAL_SCALE);
    made.dynamicGrowthSteps = settings.get("dynamic_growth_steps", Codec.INT, GROWTH_STEPS);
    settings.find("name", Codec.STRING).ifPresent(made::name);
    refuseShared(settings);
    return settings.done(made);
  }

  /// Older files hold the keywords all optimizers share, with no other values than these.
  private static void refuseShared(Settings settings) {
    var unsupported =
        Map.<String, Object>of(
                "weight_decay", Optional.empty(),
                "clipnorm", Optional.empty(),
                "global_clipnorm", Optional.empty(),
                "clipvalue", Optional.empty(),
                "use_ema", false,
                "ema_momentum", 0.99,
                "ema_overwrite_frequency", Optional.empty(),
                "loss_scale_factor", Optional.empty(),
                "gradient_accumulation_steps", Optional.empty(),
                "dynamic", true)
            .entrySet()
            .stream()
            .filter(
                e ->
                    settings
                        .find(e.getKey(), Codec.plain("a value", v -> v))
                        .filter(given -> !given.equals(e.getValue()))
                        .isPresent())
            .map(Map.Entry::getKey)
            .sorted()
            .collect(Collectors.toList());
    if (!unsupported.isEmpty()) {
      throw new IllegalArgumentException(
          "LossScaleOptimizer does not support `%s`. Instead, set it on the `inner_optimizer`."
              .formatted(String.join("`, `", unsupported)));
    }
  }
}
