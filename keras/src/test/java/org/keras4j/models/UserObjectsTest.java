package org.keras4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.initializers.GlorotUniform;
import org.keras4j.initializers.Zeros;
import org.keras4j.layers.Call;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.layers.Layer;
import org.keras4j.losses.Loss;
import org.keras4j.metrics.Metric;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.Adam;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// A layer, a loss and a metric as a user writes them train, and come back from a file.
class UserObjectsTest {
  private static final int ROWS = 64;

  /// `x · w` where a learned gate lets it through.
  private static final class Gated extends Layer {
    private final Arg<Integer> units = arg("units", 8);
    private @Nullable Variable w;
    private @Nullable Variable gate;

    @Override
    protected void build(Shape input) {
      w = addWeight("w", Shape.of(input.dim(-1), units.get()), new GlorotUniform());
      gate = addWeight("gate", Shape.of(input.dim(-1), units.get()), new GlorotUniform());
    }

    @Override
    protected Tensor call(Tensor x, Call ctx) {
      return Ops.multiply(Ops.matmul(x, built(w)), Ops.sigmoid(Ops.matmul(x, built(gate))));
    }

    static Gated fromConfig(Config config) {
      var layer = new Gated();
      layer.configure(config);
      return layer;
    }
  }

  /// Errors count more where the prediction is too low.
  private static final class Pinball extends Loss {
    private final Arg<Double> quantile = arg("quantile", Codec.DOUBLE, () -> 0.7);

    @Override
    protected Tensor call(Tensor yTrue, Tensor yPred) {
      Tensor error = Ops.subtract(yTrue, yPred);
      Tensor low = Ops.multiply(error, quantile.get());
      return Ops.mean(Ops.maximum(low, Ops.multiply(error, quantile.get() - 1)), -1);
    }

    static Pinball fromConfig(Config config) {
      var loss = new Pinball();
      loss.configure(config);
      return loss;
    }
  }

  /// The share of predictions above the truth.
  private static final class Above extends Metric {
    private final Variable above = addVariable("above", Shape.SCALAR, new Zeros());
    private final Variable count = addVariable("count", Shape.SCALAR, new Zeros());

    @Override
    public void updateState(Tensor yTrue, Tensor yPred, Optional<Tensor> weight) {
      Tensor hits = Ops.cast(Ops.greater(yPred, yTrue), dtype());
      above.assign(Ops.add(above, Ops.sum(hits)));
      count.assign(Ops.add(count, (double) Ops.size(hits)));
    }

    @Override
    public Tree<Tensor> results() {
      return Tree.leaf(Ops.divideNoNan(above, count));
    }

    static Above fromConfig(Config config) {
      var metric = new Above();
      metric.configure(config);
      return metric;
    }
  }

  private static Array waves(int columns, double pace) {
    float[] out = new float[ROWS * columns];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.sin(i * pace);
    }
    return Array.of(Shape.of(ROWS, columns), out);
  }

  private static List<Double> losses(Model model, Array x, Array y, int epochs) {
    return model
        .fit(x, y, f -> f.epochs(epochs).batchSize(16).shuffle(false).verbose(0))
        .get("loss");
  }

  @Test
  void theyTrainAndGoOnFromAFileAsIfNothingHadHappened(@TempDir Path folder) {
    Registry.register("tests", Gated.class, Gated::fromConfig);
    Registry.register("tests", Pinball.class, Pinball::fromConfig);
    Registry.register("tests", Above.class, Above::fromConfig);
    RandomState.setRandomSeed(3);
    Array x = waves(3, 1.7);
    Array y = (Array) Ops.expandDims(Ops.sum(Ops.square(x), -1), 1);
    var model = new Sequential(new Input(3), new Gated(), new Dense(1));
    model.compile(c -> c.optimizer(new Adam(0.02)).loss(new Pinball()).metrics(new Above()));
    var history = losses(model, x, y, 40);
    assertThat(history.getLast()).isLessThan(history.getFirst() / 2);

    Path file = folder.resolve("model.keras");
    model.save(file);
    Model loaded = Model.load(file);
    assertThat(loaded.layers().getFirst()).isInstanceOf(Gated.class);
    assertThat(loaded.predict(x).toFloats()).containsExactly(model.predict(x).toFloats());
    assertThat(loaded.evaluate(x, y)).isEqualTo(model.evaluate(x, y)).containsKey("above");
    assertThat(losses(loaded, x, y, 2)).isEqualTo(losses(model, x, y, 2));
  }
}
