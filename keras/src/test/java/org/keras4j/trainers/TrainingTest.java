package org.keras4j.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keras4j.callbacks.Callback;
import org.keras4j.callbacks.History;
import org.keras4j.data.Arrays;
import org.keras4j.data.Batch;
import org.keras4j.data.DataAdapters;
import org.keras4j.data.PyDataset;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Dropout;
import org.keras4j.layers.Input;
import org.keras4j.losses.MeanSquaredError;
import org.keras4j.metrics.Mean;
import org.keras4j.metrics.Metric;
import org.keras4j.models.Sequential;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.SGD;
import org.keras4j.random.RandomState;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Sources of data, what `fit` is told, steps of one's own, and training that goes on for long.
class TrainingTest {
  private static final int SAMPLES = 24;
  private static final Array X = numbers(1, SAMPLES, 3);
  private static final Array Y = numbers(2, SAMPLES, 1);

  private static Array numbers(int seed, int... dims) {
    var random = new Random(seed);
    float[] values = new float[(int) Shape.of(dims).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return Array.of(Shape.of(dims), values);
  }

  private static Sequential model() {
    return model(_ -> {});
  }

  private static Sequential model(Consumer<CompileOptions> more) {
    return RandomState.scoped(
        5,
        () -> {
          var model = new Sequential(new Input(3), new Dense(4).activation("tanh"), new Dense(1));
          model.compile(c -> more.accept(c.optimizer(new SGD(0.1)).loss(new MeanSquaredError())));
          return model;
        });
  }

  private static List<Batch> batches(int size) {
    var all = new Arrays(Tree.leaf(X), Optional.of(Tree.leaf(Y)), Optional.empty());
    var out = new ArrayList<Batch>();
    all.batches(size, Arrays.Shuffle.NONE).iterator().forEachRemaining(out::add);
    return out;
  }

  private static final class Squares extends PyDataset {
    final List<Integer> asked = Collections.synchronizedList(new ArrayList<>());

    @Override
    public OptionalInt numBatches() {
      return OptionalInt.of(SAMPLES / 4);
    }

    @Override
    public Batch get(int index) {
      asked.add(index);
      return batches(4).get(index);
    }
  }

  private static List<Double> losses(Sequential model, Function<Sequential, History> fit) {
    return fit.apply(model).get("loss");
  }

  @Test
  void every_source_of_the_same_batches_trains_alike() {
    var arrays =
        losses(model(), m -> m.fit(X, Y, f -> f.epochs(2).batchSize(4).shuffle(false).verbose(0)));
    Iterable<Batch> iterable = batches(4);
    Iterator<Batch> generator =
        IntStream.iterate(0, i -> i + 1).mapToObj(i -> batches(4).get(i % 6)).iterator();
    assertThat(losses(model(), m -> m.fit(DataAdapters.of(iterable), f -> f.epochs(2).verbose(0))))
        .isEqualTo(arrays);
    assertThat(
            losses(
                model(),
                m ->
                    m.fit(
                        DataAdapters.of(generator), f -> f.epochs(2).stepsPerEpoch(6).verbose(0))))
        .isEqualTo(arrays);
    for (int workers : List.of(1, 3)) {
      var data = new Squares();
      data.workers(workers).maxQueueSize(2);
      assertThat(
              losses(
                  model(),
                  m -> m.fit(DataAdapters.of(data), f -> f.epochs(2).shuffle(false).verbose(0))))
          .isEqualTo(arrays);
    }
  }

  @Test
  void a_data_set_is_shuffled_batch_by_batch_as_python_does() {
    var data = new Squares();
    RandomState.scoped(
        42,
        () -> {
          var model = model();
          return model.fit(DataAdapters.of(data), f -> f.epochs(2).verbose(0));
        });
    // random.seed(42); x = list(range(6)); random.shuffle(x)
    // once for the batch that the model is built with, and for each epoch
    assertThat(data.asked.getFirst()).isEqualTo(3);
    int epochs = data.asked.size() - 12;
    assertThat(data.asked.subList(epochs, epochs + 6)).containsExactly(3, 0, 2, 4, 5, 1);
    assertThat(data.asked.subList(epochs + 6, epochs + 12)).containsExactly(3, 1, 2, 0, 4, 5);
  }

  @Test
  void workers_end_with_the_epoch() {
    for (int i = 0; i < 20; i++) {
      var data = new Squares();
      data.workers(4).maxQueueSize(1);
      model().fit(DataAdapters.of(data), f -> f.epochs(1).stepsPerEpoch(2).verbose(0));
    }
    long left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("keras4j-data-"))
            .count();
    assertThat(left).isLessThan(20);
  }

  @Test
  void weights_of_samples_and_classes_scale_the_loss() {
    Array labels = Array.of(Shape.of(4, 1), 0f, 1f, 1f, 0f);
    Array x = numbers(3, 4, 3);
    Array weights = Array.of(Shape.of(4), 1f, 3f, 3f, 1f);
    var byClass =
        model().fit(x, labels, f -> f.classWeight(Map.of(1, 3.0)).shuffle(false).verbose(0));
    var bySample = model().fit(x, labels, f -> f.sampleWeight(weights).shuffle(false).verbose(0));
    assertThat(byClass.get("loss")).isEqualTo(bySample.get("loss"));
    assertThat(byClass.get("loss"))
        .isNotEqualTo(model().fit(x, labels, f -> f.shuffle(false).verbose(0)).get("loss"));
    assertThatThrownBy(
            () ->
                model()
                    .fit(
                        x,
                        labels,
                        f -> f.classWeight(Map.of(1, 3.0)).sampleWeight(weights).verbose(0)))
        .hasMessageContaining("class_weight");
    Iterable<Batch> iterable = batches(4);
    assertThatThrownBy(
            () ->
                model()
                    .fit(DataAdapters.of(iterable), f -> f.classWeight(Map.of(1, 3.0)).verbose(0)))
        .hasMessageContaining("`class_weight` is not supported");
    assertThatThrownBy(
            () -> model().fit(DataAdapters.of(iterable), f -> f.sampleWeight(weights).verbose(0)))
        .hasMessageContaining("`sample_weight` goes with data in arrays");
  }

  private static final class Heard extends Callback {
    final List<String> events = new ArrayList<>();

    @Override
    public void onEpochBegin(int epoch, Map<String, Double> logs) {
      events.add("epoch " + epoch);
    }

    @Override
    public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
      events.add("train " + batch);
    }

    @Override
    public void onTestBegin(Map<String, Double> logs) {
      events.add("test");
    }

    @Override
    public void onTestBatchEnd(int batch, Map<String, Double> logs) {
      events.add("test " + batch);
    }

    @Override
    public void onPredictBatchEnd(int batch, Map<String, Double> logs) {
      events.add("predict " + batch);
    }
  }

  @Test
  void epochs_steps_and_validations_come_when_they_are_asked_for() {
    var heard = new Heard();
    model()
        .fit(
            X,
            Y,
            f ->
                f.initialEpoch(2)
                    .epochs(5)
                    .stepsPerEpoch(2)
                    .batchSize(4)
                    .validationData(X, Y)
                    .validationSteps(1)
                    .validationBatchSize(4)
                    .validationFreq(Set.of(4))
                    .callbacks(heard)
                    .verbose(0));
    assertThat(heard.events)
        .containsExactly(
            "epoch 2", "train 0", "train 1", "epoch 3", "train 0", "train 1", "test", "test 0",
            "epoch 4", "train 0", "train 1");
  }

  @Test
  void steps_put_together_are_announced_together_and_change_nothing() {
    var heard = new Heard();
    var one = model();
    var three = model(c -> c.stepsPerExecution(3));
    one.fit(X, Y, f -> f.batchSize(4).shuffle(false).verbose(0));
    three.fit(X, Y, f -> f.batchSize(4).shuffle(false).callbacks(heard).verbose(0));
    three.evaluate(X, Y, f -> f.batchSize(4).callbacks(heard).verbose(0));
    three.predict(X, f -> f.batchSize(4).callbacks(heard).verbose(0));
    assertThat(heard.events)
        .containsExactly(
            "epoch 0", "train 2", "train 5", "test", "test 2", "test 5", "predict 2", "predict 5");
    assertThat(three.getWeights().getFirst().toFloats())
        .isEqualTo(one.getWeights().getFirst().toFloats());
  }

  /// Trains on the sum of absolute errors, and counts its steps.
  private static final class Own extends Sequential {
    private final Mean tracker = new Mean().name("own");
    int traced;

    Own() {
      super(new Input(3), new Dense(1));
    }

    @Override
    protected List<Metric> ownMetrics() {
      return List.of(tracker);
    }

    @Override
    protected Map<String, Tensor> trainStep(Batch batch) {
      traced++;
      var logs = new LinkedHashMap<>(super.trainStep(batch));
      tracker.updateState(Ops.zeros(Shape.of(1)), Optional.empty());
      logs.put("own", tracker.result());
      return logs;
    }

    @Override
    protected Map<String, Tensor> testStep(Batch batch) {
      return Map.of("always", Ops.full(Shape.SCALAR, 7.0));
    }

    @Override
    protected Tree<Tensor> predictStep(Batch batch) {
      return super.predictStep(batch).map(Ops::zerosLike);
    }
  }

  @Test
  void steps_of_ones_own_are_traced_once_or_run_each_time() {
    for (boolean eager : List.of(false, true)) {
      var model = new Own();
      model.compile(c -> c.optimizer(new SGD(0.1)).loss(new MeanSquaredError()).runEagerly(eager));
      var history = model.fit(X, Y, f -> f.batchSize(4).verbose(0));
      assertThat(history.get("own")).containsExactly(0.0);
      assertThat(model.traced).isEqualTo(eager ? 6 : 1);
      assertThat(model.evaluate(X, Y, f -> f.verbose(0))).containsExactly(Map.entry("always", 7.0));
      assertThat(model.predict(X, f -> f.verbose(0)).toFloats()).containsOnly(0f);
    }
  }

  @Test
  void single_steps_begin_with_fresh_metrics() {
    var model = model(c -> c.metrics("mae"));
    var first = model.trainOnBatch(X, Y);
    var second = model.testOnBatch(X, Y);
    assertThat(first).containsOnlyKeys("loss", "mae");
    assertThat(second.get("loss")).isLessThan(first.get("loss"));
    assertThat(model.testOnBatch(X, Y)).isEqualTo(second);
    assertThat(model.predictOnBatch(X).toFloats()).isEqualTo(model.predict(X).toFloats());
  }

  @Test
  void a_call_without_side_effects_gives_outputs_state_and_losses() {
    var model =
        new Sequential(
            new Input(3), new Dropout(0.5).seed(3), new Dense(2).kernelRegularizer("l2"));
    var trainable = model.trainableVariables().stream().map(v -> (Tensor) v.stored()).toList();
    var rest = model.nonTrainableVariables().stream().map(v -> (Tensor) v.stored()).toList();
    var before = ((Array) rest.getFirst()).toDoubles();
    var arguments = new Arguments(List.of(X), Map.of("training", true));
    var first = model.statelessCall(trainable, rest, arguments);
    var again = model.statelessCall(trainable, rest, arguments);
    var next = model.statelessCall(trainable, first.nonTrainableVariables(), arguments);
    float[] output = ((Array) first.outputs().single()).toFloats();
    assertThat(((Array) again.outputs().single()).toFloats()).isEqualTo(output);
    assertThat(((Array) next.outputs().single()).toFloats()).isNotEqualTo(output);
    assertThat(first.losses()).hasSize(1);
    assertThat(model.nonTrainableVariables().getFirst().stored().toDoubles()).isEqualTo(before);
    var metric = new Mean();
    var state = metric.variables().stream().map(v -> (Tensor) v.stored()).toList();
    var updated = metric.statelessUpdateState(state, X, X, Optional.empty());
    assertThat(((Array) metric.statelessResult(updated).single()).item()).isNotZero();
    assertThat(((Array) metric.result()).item()).isZero();
  }

  @Test
  void eight_threads_predict_what_one_predicts() throws Exception {
    var model = model();
    float[] wanted = model.predict(X, f -> f.batchSize(5).verbose(0)).toFloats();
    try (var threads = Executors.newFixedThreadPool(8)) {
      Callable<float[]> task = () -> model.predict(X, f -> f.batchSize(5).verbose(0)).toFloats();
      for (var result : threads.invokeAll(Collections.nCopies(64, task))) {
        assertThat(result.get()).isEqualTo(wanted);
      }
    }
  }

  private static long usedAfterCollection() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  @Tag("slow")
  void ten_thousand_steps_neither_leak_nor_grow() {
    var model = model();
    double before = 0;
    for (int thousand = 0; thousand < 10; thousand++) {
      for (int i = 0; i < 1000; i++) {
        model.trainOnBatch(X, Y);
      }
      if (thousand == 1) {
        before = usedAfterCollection();
      }
    }
    assertThat(usedAfterCollection() - before).isCloseTo(0, within(4e6));
    assertThat(((Array) model.optimizer().iterations()).item()).isEqualTo(10_000);
  }
}
