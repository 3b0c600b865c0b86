package org.keras4j.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.models.Model;
import org.keras4j.models.Sequential;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.Adam;
import org.keras4j.optimizers.LossScaleOptimizer;
import org.keras4j.optimizers.MultiOptimizer;
import org.keras4j.optimizers.Optimizer;
import org.keras4j.optimizers.OptimizerMap;
import org.keras4j.optimizers.SGD;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

class TrainingWithOptimizersTest {
  private static final int ROWS = 48;
  private static final Array X = Array.of(Shape.of(ROWS, 2), values(2 * ROWS));
  private static final Array Y = (Array) Ops.sum(X, Axes.of(-1).keepDims());

  /// An optimizer as a user writes one.
  private static final class HeavyBall extends Optimizer {
    private final Arg<Double> momentum = arg("momentum", Codec.DOUBLE, () -> 0.9);

    HeavyBall(double learningRate) {
      super(learningRate);
    }

    @Override
    protected void buildState(List<Variable> trainable) {
      addState(trainable, "momentum");
    }

    @Override
    protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
      Variable m = state("momentum", variable);
      assign(m, Ops.add(Ops.multiply(m, momentum.get()), gradient));
      assignSub(variable, Ops.multiply(m, learningRate));
    }

    static HeavyBall fromConfig(Config config) {
      var made = new HeavyBall(0.01);
      made.configure(config);
      return made;
    }
  }

  private static float[] values(int n) {
    var out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) Math.sin(i * 1.7);
    }
    return out;
  }

  private static Sequential model() {
    return new Sequential(
        new Input(2), new Dense(4).activation("tanh").name("a"), new Dense(1).name("b"));
  }

  private static List<Double> losses(Model model, int epochs) {
    return model
        .fit(X, Y, f -> f.epochs(epochs).batchSize(16).shuffle(false).verbose(0))
        .get("loss");
  }

  private static void assertSame(List<Variable> got, List<Variable> want) {
    assertThat(got).hasSameSizeAs(want);
    for (int i = 0; i < got.size(); i++) {
      assertThat(got.get(i).stored().toDoubles())
          .containsExactly(want.get(i).stored().toDoubles(), within(1e-6));
    }
  }

  @Test
  void anOptimizerOfAUserTrainsCompiledAndGoesOnFromAFile(@TempDir Path folder) {
    Registry.register("tests", HeavyBall.class, HeavyBall::fromConfig);
    var model = model();
    model.compile(c -> c.optimizer(new HeavyBall(0.05)).loss("mse"));
    var first = losses(model, 5);
    assertThat(first.getLast()).isLessThan(first.getFirst() / 2);
    Path file = folder.resolve("m.keras");
    model.save(file);
    Model loaded = Model.load(file);
    assertThat(loaded.optimizer()).isInstanceOf(HeavyBall.class);
    assertSame(loaded.optimizer().variables(), model.optimizer().variables());
    assertThat(losses(loaded, 2)).isEqualTo(losses(model, 2));
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
  void compiledAndEagerStepsDoTheSame(String name) {
    var compiled = model();
    var eager = model();
    eager.setWeights(compiled.getWeights());
    compiled.compile(c -> c.optimizer(name).loss("mse"));
    eager.compile(c -> c.optimizer(name).loss("mse").runEagerly(true));
    losses(compiled, 2);
    losses(eager, 2);
    assertSame(compiled.weights(), eager.weights());
    assertSame(compiled.optimizer().variables(), eager.optimizer().variables());
  }

  @Test
  void wrappersComeBackFromFilesWithAllState(@TempDir Path folder) {
    var map = new OptimizerMap(new SGD(0.1)).put(".*a/kernel", new Adam(0.01));
    for (Optimizer optimizer :
        List.of(new MultiOptimizer(map), new LossScaleOptimizer(new Adam(0.01)))) {
      var model = model();
      model.compile(c -> c.optimizer(optimizer).loss("mse"));
      losses(model, 3);
      Path file = folder.resolve("m.keras");
      model.save(file);
      Model loaded = Model.load(file);
      assertSame(loaded.optimizer().variables(), optimizer.variables());
      assertThat(losses(loaded, 1)).isEqualTo(losses(model, 1));
    }
  }

  @Test
  void modelsInMixedFloat16GetAScaledLoss() {
    var before = DTypePolicy.global();
    DTypePolicy.setGlobal("mixed_float16");
    try {
      var model = model();
      model.compile(c -> c.optimizer(new SGD(0.05)).loss("mse"));
      assertThat(model.optimizer()).isInstanceOf(LossScaleOptimizer.class);
      assertThat(model.optimizer().name()).isEqualTo("loss_scale_optimizer");
      var compile = model.getCompileConfig().orElseThrow();
      assertThat(compile.child("optimizer").string("class_name")).isEqualTo("SGD");
      var loss = losses(model, 5);
      assertThat(loss.getLast()).isLessThan(loss.getFirst());
      assertThat(loss).allMatch(Double::isFinite);
      model.compile(c -> c.optimizer(new SGD(0.05)).loss("mse").autoScaleLoss(false));
      assertThat(model.optimizer()).isInstanceOf(SGD.class);
    } finally {
      DTypePolicy.setGlobal(before);
    }
  }

  @Test
  void aStepWithGradientsThatAreNotFiniteDoesNotCount() {
    var model = model();
    model.compile(
        c -> c.optimizer(new LossScaleOptimizer(new SGD(0.1)).initialScale(64)).loss("mse"));
    model.trainOnBatch(X, Y);
    var weights = model.getWeights();
    var infinite = Array.of(Y.shape(), new float[ROWS]);
    Array bad = (Array) Ops.divide(1.0, infinite);
    model.trainOnBatch(X, bad);
    for (int i = 0; i < weights.size(); i++) {
      assertThat(model.getWeights().get(i).toFloats()).containsExactly(weights.get(i).toFloats());
    }
    Map<String, Double> byName = new java.util.HashMap<>();
    model.optimizer().variables().forEach(v -> byName.put(v.path(), v.stored().item()));
    assertThat(byName).containsEntry(model.optimizer().name() + "/dynamic_scale", 32.0);
  }
}
