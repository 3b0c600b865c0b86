package org.keras4j.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.keras4j.callbacks.Callback;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.losses.Loss;
import org.keras4j.models.Sequential;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.Adam;
import org.keras4j.optimizers.SGD;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

class TrainerTest {
  private static final class Squares extends Loss {
    @Override
    protected Tensor call(Tensor yTrue, Tensor yPred) {
      return Ops.mean(Ops.square(Ops.subtract(yPred, yTrue)), -1);
    }
  }

  private static Sequential model() {
    return new Sequential(new Input(3), new Dense(8).activation("tanh"), new Dense(1));
  }

  private static Array random(int seed, int... dims) {
    var random = new Random(seed);
    float[] values = new float[(int) Shape.of(dims).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return Array.of(Shape.of(dims), values);
  }

  private static Array sums(Array x) {
    float[] in = x.toFloats();
    float[] out = new float[in.length / 3];
    for (int i = 0; i < out.length; i++) {
      out[i] = in[3 * i] - 2 * in[3 * i + 1] + in[3 * i + 2];
    }
    return Array.of(Shape.of(out.length, 1), out);
  }

  @Test
  void the_loss_falls() {
    var x = random(1, 64, 3);
    var model = model();
    model.compile(c -> c.optimizer(new Adam(0.05)).loss(new Squares()));
    var history = model.fit(x, sums(x), f -> f.epochs(25).verbose(0));
    var loss = history.get("loss");
    assertThat(loss).hasSize(25);
    assertThat(loss.getLast()).isLessThan(0.1 * loss.getFirst());
    assertThat(model.evaluate(x, sums(x), f -> f.verbose(0)).get("loss")).isLessThan(0.2);
    assertThat(model.predict(x).shape()).isEqualTo(Shape.of(64, 1));
  }

  @Test
  void compiled_and_eager_steps_do_the_same() {
    var x = random(1, 40, 3);
    var first = model();
    var second = model();
    second.setWeights(first.getWeights());
    for (var model : new Sequential[] {first, second}) {
      boolean eager = model == second;
      model.compile(
          c -> c.optimizer(new SGD(0.1).momentum(0.9)).loss(new Squares()).runEagerly(eager));
      model.fit(x, sums(x), f -> f.epochs(2).batchSize(16).shuffle(false).verbose(0));
    }
    for (int i = 0; i < first.weights().size(); i++) {
      float[] a = first.weights().get(i).stored().toFloats();
      float[] b = second.weights().get(i).stored().toFloats();
      for (int k = 0; k < a.length; k++) {
        assertThat(a[k]).isCloseTo(b[k], within(1e-5f));
      }
    }
  }

  @Test
  void arrays_handed_out_do_not_change_while_training_goes_on() {
    var x = random(1, 32, 3);
    var model = model();
    model.compile(c -> c.optimizer(new SGD(0.1)).loss(new Squares()));
    model.trainOnBatch(x, sums(x));
    Array before = model.weights().getFirst().stored();
    float[] values = before.toFloats();
    model.trainOnBatch(x, sums(x));
    model.trainOnBatch(x, sums(x));
    assertThat(before.toFloats()).containsExactly(values);
    assertThat(model.weights().getFirst().stored().toFloats()).isNotEqualTo(values);
  }

  @Test
  void validation_comes_from_the_end_and_callbacks_hear_of_it() {
    var x = random(1, 50, 3);
    var heard = new ArrayList<String>();
    var model = model();
    model.compile(c -> c.optimizer("sgd").loss(new Squares()));
    var history =
        model.fit(
            x,
            sums(x),
            f ->
                f.epochs(3)
                    .validationSplit(0.2)
                    .verbose(0)
                    .callbacks(
                        new Callback() {
                          @Override
                          public void onEpochEnd(int epoch, Map<String, Double> logs) {
                            heard.add(epoch + ":" + logs.keySet());
                            model().stopTraining(epoch == 1);
                          }
                        }));
    assertThat(heard).containsExactly("0:[loss, val_loss]", "1:[loss, val_loss]");
    assertThat(history.epochs()).containsExactly(0, 1);
  }

  @Test
  void frozen_layers_keep_their_weights() {
    var x = random(1, 32, 3);
    var model = model();
    model.layers().getFirst().trainable(false);
    model.compile(c -> c.optimizer(new Adam(0.1)).loss(new Squares()));
    var before = model.weights().stream().map(Variable::stored).map(Array::toFloats).toList();
    model.fit(x, sums(x), f -> f.verbose(0));
    assertThat(model.weights().get(0).stored().toFloats()).containsExactly(before.get(0));
    assertThat(model.weights().get(2).stored().toFloats()).isNotEqualTo(before.get(2));
  }
}
