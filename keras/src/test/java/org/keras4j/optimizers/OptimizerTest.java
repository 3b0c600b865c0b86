package org.keras4j.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.schedules.ExponentialDecay;
import org.keras4j.optimizers.schedules.LearningRateSchedule;
import org.keras4j.saving.format.Json;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

class OptimizerTest {
  private static Variable variable(String path, float... values) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return new Variable(Array.of(Shape.of(values.length), values), name, true).path(path);
  }

  private static Optional<Tensor> gradient(float... values) {
    return Optional.of(Array.of(Shape.of(values.length), values));
  }

  private static float[] values(Variable v) {
    return v.stored().toFloats();
  }

  @ParameterizedTest
  @CsvSource({
    "adam, Adam",
    "ADAM, Adam",
    "adamw, AdamW",
    "rmsprop, RMSprop",
    "schedulefreeadamw, ScheduleFreeAdamW",
    "sgd, SGD"
  })
  void namesAreFoundInAnyCase(String name, String className) {
    assertThat(Registry.className(Optimizer.get(name))).isEqualTo(className);
    var config = Map.of("class_name", name, "config", Map.of("learning_rate", 0.5));
    assertThat(Optimizer.FAMILY.decode(config).getConfig().get("learning_rate")).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "SGD, 'momentum=0.0, nesterov=false'",
    "Adam, 'beta_1=0.9, beta_2=0.999, epsilon=1.0E-7, amsgrad=false'",
    "Adafactor,"
        + " 'beta_2_decay=-0.8, epsilon_1=1.0E-30, epsilon_2=0.001, clip_threshold=1.0,"
        + " relative_step=true'",
    "RMSprop, 'rho=0.9, momentum=0.0, epsilon=1.0E-7, centered=false'",
    "Ftrl,"
        + " 'learning_rate_power=-0.5, initial_accumulator_value=0.1,"
        + " l1_regularization_strength=0.0, l2_regularization_strength=0.0,"
        + " l2_shrinkage_regularization_strength=0.0, beta=0.0'"
  })
  void configsAreThoseOfKeras(String className, String own) {
    var optimizer = Optimizer.get(className);
    String rate = className.equals("SGD") ? "0.009999999776482582" : "0.0010000000474974513";
    String shared =
        ("name=%s, learning_rate=%s, weight_decay=null, clipnorm=null, global_clipnorm=null,"
                + " clipvalue=null, use_ema=false, ema_momentum=0.99, ema_overwrite_frequency=null,"
                + " loss_scale_factor=null, gradient_accumulation_steps=null, ")
            .formatted(optimizer.name(), rate);
    assertThat(optimizer.getConfig()).hasToString("{" + shared + own + "}");
    var written = Registry.serialize(optimizer);
    assertThat(written.get("module")).isEqualTo("keras.optimizers");
    assertThat(Registry.deserialize(written.toMap())).hasSameClassAs(optimizer);
  }

  @Test
  void wrappersAreWrittenWithWhatTheyWrap() {
    var scaled = new LossScaleOptimizer(new Adam()).initialScale(1024).name("s");
    var multi = new MultiOptimizer(new OptimizerMap(new SGD()).put("a/.*", new Lion())).name("m");
    for (Optimizer optimizer : List.of(scaled, multi)) {
      String json = Json.write(Registry.serialize(optimizer).toMap());
      var back = (Optimizer) Registry.deserialize(Registry.serialize(optimizer).toMap());
      assertThat(Json.write(Registry.serialize(java.util.Objects.requireNonNull(back)).toMap()))
          .isEqualTo(json);
    }
    assertThat(scaled.getConfig().keys())
        .containsExactly("name", "inner_optimizer", "initial_scale", "dynamic_growth_steps");
    assertThat(multi.getConfig().keys())
        .containsExactly("optimizer_map", "loss_scale_factor", "name");
  }

  @Test
  void filesOfOlderKerasLoadAndLegacyOnesSayWhatToDo() {
    var old =
        Config.of("inner_optimizer", Registry.serialize((Object) new Adam()))
            .with("weight_decay", Optional.empty())
            .with("ema_momentum", 0.99)
            .with("use_ema", false);
    assertThat(LossScaleOptimizer.fromConfig(old).innerOptimizer()).isInstanceOf(Adam.class);
    assertThatThrownBy(() -> LossScaleOptimizer.fromConfig(old.with("clipnorm", 1.0)))
        .hasMessageContaining("`clipnorm`");
    var legacy =
        Map.of("module", "keras.optimizers.legacy", "class_name", "Adam", "config", Map.of());
    assertThatThrownBy(() -> Registry.deserialize(legacy))
        .hasMessageContaining("not supported in Keras 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Adadelta",
        "Adafactor",
        "Adagrad",
        "Adam",
        "AdamW",
        "Adamax",
        "Ftrl",
        "Lamb",
        "Lion",
        "Muon",
        "Nadam",
        "RMSprop",
        "SGD",
        "ScheduleFreeAdamW"
      })
  void valuesAloneGiveWhatVariablesWouldHold(String name) {
    var changed = variable("layer/w", 1, -2, 3);
    var optimizer = Optimizer.get(name);
    optimizer.build(List.of(changed));
    List<Tensor> before = optimizer.variables().stream().<Tensor>map(Variable::stored).toList();
    var updated =
        optimizer.statelessApply(before, List.of(gradient(1, 1, -1)), List.of(changed.stored()));
    assertThat(values(changed)).containsExactly(1, -2, 3);
    optimizer.apply(List.of(gradient(1, 1, -1)), List.of(changed));
    assertThat(((Array) updated.trainable().getFirst()).toFloats())
        .containsExactly(values(changed));
    assertThat(values(changed)).isNotEqualTo(new float[] {1, -2, 3});
    assertThat(updated.optimizer()).hasSameSizeAs(optimizer.variables());
  }

  @Test
  void stateHasKerassNamesInKerassOrder() {
    var optimizer = new Adam().amsgrad(true).useEma(true).gradientAccumulationSteps(2).name("o");
    optimizer.build(List.of(variable("d/kernel", 1), variable("d/bias", 1)));
    assertThat(optimizer.variables().stream().map(Variable::path))
        .containsExactly(
            "o/iteration",
            "o/learning_rate",
            "o/d_kernel_average",
            "o/d_bias_average",
            "o/d_kernel_gradient_accumulator",
            "o/d_bias_gradient_accumulator",
            "o/d_kernel_momentum",
            "o/d_kernel_velocity",
            "o/d_bias_momentum",
            "o/d_bias_velocity",
            "o/d_kernel_velocity_hat",
            "o/d_bias_velocity_hat");
  }

  @Test
  void variablesLeftOutOfWeightDecayKeepTheirValues() {
    var kernel = variable("d/kernel", 1);
    var bias = variable("d/bias", 1);
    var scale = variable("d/scale", 1);
    var optimizer = new SGD(0.5).weightDecay(0.5);
    optimizer.excludeFromWeightDecay(List.of(scale), Set.of("^bi"));
    optimizer.apply(List.of(gradient(0), gradient(0), gradient(0)), List.of(kernel, bias, scale));
    assertThat(values(kernel)).containsExactly(0.75f);
    assertThat(values(bias)).containsExactly(1);
    assertThat(values(scale)).containsExactly(1);
    assertThatThrownBy(() -> optimizer.excludeFromWeightDecay(Set.of("kernel")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void variablesThatTakeTheirGradientHaveNoStateAndNoScaling() {
    var scale = variable("d/scale", 1).overwriteWithGradient(true);
    var kernel = variable("d/kernel", 1);
    var optimizer = new LossScaleOptimizer(new Adam().useEma(true)).initialScale(4);
    optimizer.apply(List.of(gradient(8), gradient(4)), List.of(scale, kernel));
    assertThat(values(scale)).containsExactly(8);
    assertThat(values(kernel)[0]).isLessThan(1);
    assertThat(optimizer.variables().stream().map(Variable::name))
        .noneMatch(name -> name.startsWith("d_scale"));
    assertThat(optimizer.averageOf(scale)).isEmpty();
    assertThat(optimizer.averageOf(kernel)).isPresent();
  }

  @Test
  void ratesCanBeSetUnlessTheyFollowASchedule() {
    var fixed = new Adam(0.5);
    fixed.setLearningRate(0.25);
    assertThat(fixed.getConfig().get("learning_rate")).isEqualTo(0.25);
    var scheduled = new Adam().learningRate(new ExponentialDecay(0.5, 1, 0.5));
    scheduled.apply(List.of(gradient(1)), List.of(variable("w", 1)));
    assertThat(((Array) scheduled.learningRate()).item()).isEqualTo(0.25);
    assertThat(scheduled.variables().stream().map(Variable::name)).doesNotContain("learning_rate");
    assertThatThrownBy(() -> scheduled.setLearningRate(0.1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("learning_rate=0.1");
    LearningRateSchedule lambda = step -> Ops.cast(step, "float32");
    assertThatThrownBy(() -> new SGD().learningRate(lambda).getConfig())
        .hasMessageContaining("Registry.register");
  }

  @Test
  void differentVariablesCanHaveDifferentOptimizers() {
    var first = variable("a/w", 1);
    var second = variable("b/w", 1);
    var sgd = new SGD(1.0);
    var slow = new SGD(0.125);
    var multi = new MultiOptimizer(v -> v.path().startsWith("a/") ? sgd : slow);
    multi.apply(List.of(gradient(1), gradient(1)), List.of(first, second));
    assertThat(values(first)).containsExactly(0);
    assertThat(values(second)).containsExactly(0.875f);
    assertThat(multi.optimizers()).containsExactly(sgd, slow);
    assertThatThrownBy(multi::learningRate).hasMessageContaining("individual sub-optimizers");
    assertThatThrownBy(multi::getConfig).hasMessageContaining("OptimizerMap");
  }

  @Test
  void pathsChooseOptimizersByKeyOrExpression() {
    var map =
        new OptimizerMap(new SGD())
            .put("encoder/layer_0/dense", new Adam())
            .put("encoder/.*", new RMSprop())
            .put("decoder", new Lion());
    assertThat(map.get("encoder/layer_0/dense")).isInstanceOf(Adam.class);
    assertThat(map.get("encoder/layer_0/query")).isInstanceOf(RMSprop.class);
    assertThat(map.get("decoder")).isInstanceOf(Lion.class);
    assertThat(map.get("decoder/dense")).isInstanceOf(SGD.class);
    map.put("encoder/l.*", new SGD());
    assertThatThrownBy(() -> map.get("encoder/layer_1")).hasMessageContaining("encoder/layer_1");
    assertThatThrownBy(() -> map.put("decoder", new SGD())).hasMessageContaining("'decoder'");
    assertThatThrownBy(() -> map.put("x", new LossScaleOptimizer(new SGD())))
        .hasMessageContaining("LossScaleOptimizer");
  }

  @Test
  void expressionsOfAFileCannotTakeForever() {
    var map = new OptimizerMap(new SGD()).put("(.*a){12}b", new Adam());
    String path = "a".repeat(60);
    assertThatThrownBy(() -> map.get(path)).hasMessageContaining("takes too long");
  }

  @Test
  void refusalsNameTheCulprit() {
    var w = variable("w", 1);
    assertThatThrownBy(() -> Optimizer.get("typo")).hasMessageContaining("typo");
    assertThatThrownBy(() -> new SGD().momentum(2)).hasMessageContaining("momentum=2.0");
    assertThatThrownBy(() -> new Adam().clipnorm(1).clipvalue(1))
        .hasMessageContaining("Only one of".toLowerCase(java.util.Locale.ROOT));
    assertThatThrownBy(() -> AdamW.fromConfig(Config.of("weight_decay", Optional.empty())))
        .hasMessageContaining("weight_decay=None");
    assertThatThrownBy(() -> new Adam().apply(List.of(Optional.empty()), List.of(w)))
        .hasMessageContaining("No gradients");
    assertThatThrownBy(() -> new Adam().apply(List.of(gradient(1))))
        .hasMessageContaining("build(trainableVariables)");
    var built = new Adam();
    built.build(List.of(w));
    assertThatThrownBy(() -> built.apply(List.of(gradient(1)), List.of(variable("other", 1))))
        .hasMessageContaining("other");
    assertThatThrownBy(() -> built.beta1(0.5)).hasMessageContaining("beta_1");
    assertThatThrownBy(() -> built.setWeights(List.of())).hasMessageContaining("0 values");
  }
}
