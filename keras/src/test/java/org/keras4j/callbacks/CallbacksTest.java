package org.keras4j.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Dropout;
import org.keras4j.layers.Input;
import org.keras4j.metrics.AUC;
import org.keras4j.metrics.Direction;
import org.keras4j.metrics.Mean;
import org.keras4j.metrics.MeanMetricWrapper;
import org.keras4j.metrics.Metric;
import org.keras4j.metrics.Precision;
import org.keras4j.models.Model;
import org.keras4j.models.Sequential;
import org.keras4j.optimizers.Adam;
import org.keras4j.optimizers.SGD;
import org.keras4j.random.RandomState;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.trainers.FitOptions;

class CallbacksTest {
  private static final Array X = rows(12, 3);
  private static final Array Y = rows(12, 1);

  @TempDir private Path folder;

  private static Array rows(int n, int width) {
    float[] values = new float[n * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 0.7);
    }
    return Array.of(Shape.of(n, width), values);
  }

  private static Sequential model() {
    RandomState.setRandomSeed(7);
    var model =
        new Sequential(
            new Input(3), new Dense(4).activation("tanh"), new Dropout(0.3), new Dense(1));
    model.compile(c -> c.optimizer(new Adam(0.02)).loss("mse").metrics("mae"));
    return model;
  }

  private static History fit(Model model, int epochs, Callback... callbacks) {
    return fit(model, f -> f.epochs(epochs).callbacks(callbacks));
  }

  private static History fit(Model model, Consumer<FitOptions> options) {
    return model.fit(
        X,
        Y,
        f -> {
          f.batchSize(4).verbose(0);
          options.accept(f);
        });
  }

  /// What is printed to the standard output meanwhile.
  private static String printed(Runnable body) {
    var bytes = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      body.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// Puts values of a log in place of the real ones.
  private static Callback logging(String name, double... values) {
    return new LambdaCallback().onEpochEnd((epoch, logs) -> logs.put(name, values[epoch]));
  }

  // ---- What is watched --------------------------------------------------------------------------

  static Stream<Arguments> directions() {
    return Stream.of(
        Arguments.of(Metric.get("accuracy"), List.of(Direction.UP)),
        Arguments.of(new AUC(), List.of(Direction.UP)),
        Arguments.of(new Precision(), List.of(Direction.UP)),
        Arguments.of(Metric.get("mse"), List.of(Direction.DOWN)),
        Arguments.of(Metric.get("categorical_crossentropy"), List.of(Direction.DOWN)),
        Arguments.of(new MeanMetricWrapper("mean_squared_error"), List.of(Direction.DOWN)),
        Arguments.of(new MeanMetricWrapper("binary_accuracy"), List.of()),
        Arguments.of(new Mean(), List.of()));
  }

  @ParameterizedTest
  @MethodSource("directions")
  void a_metric_says_which_way_is_better_as_far_as_keras_does(
      Metric metric, List<Direction> direction) {
    assertThat(metric.direction().stream().toList()).isEqualTo(direction);
  }

  @Test
  void what_cannot_be_judged_needs_a_mode() {
    var stop = new EarlyStopping().monitor("own");
    assertThatThrownBy(() -> fit(model(), 2, logging("own", 1, 2), stop))
        .hasMessageContaining("EarlyStopping callback received monitor=own")
        .hasMessageContaining("Pass `mode='max'`");
    var told = new EarlyStopping().monitor("own").mode("max").patience(1);
    assertThat(fit(model(), 2, logging("own", 1, 2), told).epochs()).containsExactly(0, 1);
  }

  @Test
  void stopping_early_says_so_and_brings_the_best_weights_back() {
    var stop =
        new EarlyStopping()
            .monitor("own")
            .mode("min")
            .patience(2)
            .verbose(1)
            .restoreBestWeights(true);
    List<List<float[]>> weights = new ArrayList<>();
    var model = model();
    var keep =
        new LambdaCallback()
            .onEpochEnd(
                (_, _) -> weights.add(model.getWeights().stream().map(Array::toFloats).toList()));
    var text = printed(() -> fit(model, 6, logging("own", 3, 1, 2, 2, 2, 2), keep, stop));
    assertThat(text)
        .isEqualTo(
            "Epoch 4: early stopping\nRestoring model weights from the end of the best epoch: 2.\n");
    assertThat(stop.stoppedEpoch()).isEqualTo(3);
    assertThat(stop.best()).contains(1.0);
    assertThat(model.getWeights().stream().map(Array::toFloats).toList())
        .usingRecursiveComparison()
        .isEqualTo(weights.get(1));
  }

  @Test
  void a_plateau_lowers_the_rate_and_says_so() {
    var plateau =
        new ReduceLROnPlateau().monitor("own").mode("min").factor(0.5).patience(1).verbose(1);
    var model = model();
    var text =
        printed(
            () ->
                assertThat(fit(model, 3, logging("own", 1, 1, 1), plateau).get("learning_rate"))
                    .hasSize(3));
    assertThat(text)
        .startsWith(
            "\nEpoch 2: ReduceLROnPlateau reducing learning rate to 0.009999999776482582.\n");
    assertThatThrownBy(() -> plateau.factor(1)).hasMessageContaining("factor >= 1.0");
  }

  @Test
  void a_schedule_sets_the_rate_of_each_epoch_and_it_is_in_the_history() {
    var schedule = new LearningRateScheduler((epoch, rate) -> rate / (1 << epoch)).verbose(1);
    var model = model();
    var text =
        printed(
            () ->
                assertThat(fit(model, 2, schedule).get("learning_rate"))
                    .usingComparatorForType(
                        (a, b) -> Math.abs(a - b) < 1e-7 ? 0 : Double.compare(a, b), Double.class)
                    .containsExactly(0.02, 0.01));
    assertThat(text)
        .startsWith(
            "\nEpoch 1: LearningRateScheduler setting learning rate to 0.019999999552965164.\n");
  }

  // ---- Files ------------------------------------------------------------------------------------

  private Set<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  static Stream<Arguments> checkpoints() {
    return Stream.of(
        Arguments.of(
            (Consumer<ModelCheckpoint>) _ -> {},
            "{epoch:02d}-{own:.1f}.keras",
            Set.of("01-3.0.keras", "02-1.0.keras", "03-2.0.keras")),
        Arguments.of(
            (Consumer<ModelCheckpoint>) c -> c.saveBestOnly(true),
            "{epoch}.keras",
            Set.of("1.keras", "2.keras")),
        Arguments.of(
            (Consumer<ModelCheckpoint>) c -> c.saveBestOnly(true).initialValueThreshold(1.5),
            "{epoch}.keras",
            Set.of("2.keras")),
        Arguments.of(
            (Consumer<ModelCheckpoint>) c -> c.saveWeightsOnly(true),
            "last.weights.h5",
            Set.of("last.weights.h5")),
        Arguments.of(
            (Consumer<ModelCheckpoint>) c -> c.saveFreq(4),
            "{epoch}-{batch}.keras",
            Set.of("2-1.keras", "3-2.keras")));
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void checkpoints_are_saved_when_and_where_they_should(
      Consumer<ModelCheckpoint> options, String template, Set<String> files) throws IOException {
    var checkpoint = new ModelCheckpoint(folder.resolve(template)).monitor("own").mode("min");
    options.accept(checkpoint);
    fit(model(), 3, logging("own", 3, 1, 2), checkpoint);
    assertThat(names()).isEqualTo(files);
  }

  @Test
  void a_checkpoint_says_what_it_does_and_makes_folders() {
    var file = folder.resolve("new/best.keras");
    var checkpoint =
        new ModelCheckpoint(file).monitor("own").mode("min").saveBestOnly(true).verbose(1);
    var text = printed(() -> fit(model(), 2, logging("own", 3, 4), checkpoint));
    assertThat(text)
        .isEqualTo(
            """

            Epoch 1: own improved from None to 3.00000, saving model to FILE

            Epoch 1: finished saving model to FILE

            Epoch 2: own did not improve from 3.00000
            """
                .replace("FILE", file.toString()));
    assertThat(Model.load(file).predict(X, f -> f.verbose(0)).shape()).isEqualTo(Shape.of(12, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.h5", "model.weights.h5", "{nothing}.keras"})
  void a_path_that_cannot_be_is_refused(String name) {
    var checkpoint = new ModelCheckpoint(folder.resolve(name));
    assertThatThrownBy(() -> fit(model(), 1, checkpoint)).hasMessageContaining("filepath");
  }

  @Test
  void logs_are_written_as_rows_and_added_to_if_asked_for() throws IOException {
    var file = folder.resolve("log.csv");
    fit(model(), 2, new CSVLogger(file).separator(";"));
    fit(model(), 1, new CSVLogger(file).separator(";").append(true));
    var lines = Files.readString(file).split("\r\n", -1);
    assertThat(lines[0]).isEqualTo("epoch;loss;mae;val_loss;val_mae");
    assertThat(lines[1]).matches("0;\\d\\.\\d+;\\d\\.\\d+;NA;NA");
    assertThat(lines[2]).startsWith("1;");
    assertThat(lines[3]).startsWith("0;");
    assertThat(lines).hasSize(5);
  }

  // ---- Ends and events --------------------------------------------------------------------------

  @Test
  void a_loss_that_is_no_number_ends_training() {
    var model = new Sequential(new Input(3), new Dense(1));
    model.compile(c -> c.optimizer(new SGD(1e30)).loss("mse"));
    var text = printed(() -> assertThat(fit(model, 5, new TerminateOnNaN()).epochs()).hasSize(1));
    assertThat(text).matches("Batch \\d: Invalid loss, terminating training\n");
    assertThatThrownBy(() -> fit(model, 1, new TerminateOnNaN().raiseError(true)))
        .hasMessageContaining("NaN or Inf loss encountered at batch 0");
  }

  @Test
  void functions_are_told_of_every_event() {
    List<String> events = new ArrayList<>();
    var callback =
        new LambdaCallback()
            .onTrainBegin(_ -> events.add("train"))
            .onEpochBegin((epoch, _) -> events.add("epoch " + epoch))
            .onTrainBatchBegin((batch, _) -> events.add("batch " + batch))
            .onTrainBatchEnd((_, logs) -> events.add(logs.containsKey("loss") ? "loss" : "nothing"))
            .onTestBegin(_ -> events.add("test"))
            .onTestBatchBegin((batch, _) -> events.add("test batch " + batch))
            .onTestBatchEnd((_, _) -> events.add("done"))
            .onTestEnd(_ -> events.add("tested"))
            .onEpochEnd((_, logs) -> events.add("validated " + logs.containsKey("val_loss")))
            .onTrainEnd(_ -> events.add("end"));
    fit(model(), f -> f.batchSize(12).validationData(X, Y).callbacks(callback));
    assertThat(events)
        .containsExactly(
            "train",
            "epoch 0",
            "batch 0",
            "loss",
            "test",
            "test batch 0",
            "done",
            "tested",
            "validated true",
            "end");
    events.clear();
    var predicting =
        new LambdaCallback()
            .onPredictBegin(_ -> events.add("predict"))
            .onPredictBatchBegin((batch, _) -> events.add("batch " + batch))
            .onPredictBatchEnd((_, _) -> events.add("done"))
            .onPredictEnd(_ -> events.add("end"));
    model().predict(X, f -> f.verbose(0).callbacks(predicting));
    assertThat(events).containsExactly("predict", "batch 0", "done", "end");
  }

  @Test
  void averages_need_an_optimizer_that_keeps_some() {
    assertThatThrownBy(() -> fit(model(), 1, new SwapEMAWeights().swapOnEpoch(true)))
        .hasMessageContaining("`use_ema=True`");
  }

  // ---- Interruptions ----------------------------------------------------------------------------

  /// Throws after so many batches, as a machine that goes down.
  private static Callback interruption(int batches) {
    int[] left = {batches};
    return new LambdaCallback()
        .onTrainBatchEnd(
            (_, _) -> {
              if (--left[0] < 0) {
                throw new IllegalStateException("interrupted");
              }
            });
  }

  static Stream<Arguments> interruptions() {
    return Stream.of(1, 3, 7, 8)
        .flatMap(batches -> Stream.of(0, 1, 2).map(freq -> Arguments.of(batches, freq)));
  }

  @ParameterizedTest
  @MethodSource("interruptions")
  void an_interrupted_training_ends_as_one_that_was_not(int batches, int saveFreq)
      throws IOException {
    var whole = model();
    var expected = fit(whole, 4);

    var backup = new BackupAndRestore(folder.resolve("backup"));
    var again = new BackupAndRestore(folder.resolve("backup"));
    if (saveFreq > 0) {
      backup.saveFreq(saveFreq);
      again.saveFreq(saveFreq);
    }
    assertThatThrownBy(() -> fit(model(), 4, backup, interruption(batches)))
        .hasMessage("interrupted");
    var resumed = model();
    var history = fit(resumed, 4, again);

    assertThat(history.get("loss").getLast()).isEqualTo(expected.get("loss").getLast());
    assertThat(history.get("mae").getLast()).isEqualTo(expected.get("mae").getLast());
    for (int i = 0; i < whole.weights().size(); i++) {
      assertThat(resumed.weights().get(i).stored().toFloats())
          .isEqualTo(whole.weights().get(i).stored().toFloats());
    }
    assertThat(history.epochs().getLast()).isEqualTo(3);
    assertThat(names()).isEmpty();
  }

  @Test
  void a_damaged_backup_gives_way_to_the_one_before() throws IOException {
    var expected = fit(model(), 4).get("loss");
    var place = folder.resolve("backup");
    var keeping = new BackupAndRestore(place).doubleCheckpoint(true);
    assertThatThrownBy(() -> fit(model(), 4, keeping, interruption(8))).hasMessage("interrupted");
    Files.write(place.resolve("epoch-2-batch-0.weights.h5"), new byte[] {1, 2, 3});
    var history = fit(model(), 4, new BackupAndRestore(place).doubleCheckpoint(true));
    assertThat(history.epochs()).containsExactly(1, 2, 3);
    assertThat(history.get("loss")).isEqualTo(expected.subList(1, 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"epoch\": -1}",
        "{\"epoch\": 1, \"weights\": \"../elsewhere.weights.h5\"}",
        "{\"epoch\": 1, \"state\": 7}",
        "not JSON"
      })
  void a_crafted_backup_is_refused(String metadata) throws IOException {
    Files.writeString(folder.resolve("training_metadata.json"), metadata);
    var backup = new BackupAndRestore(folder);
    assertThatThrownBy(() -> fit(model(), 1, backup))
        .isInstanceOf(org.keras4j.saving.RefusedFileException.class);
  }

  @Test
  void only_what_the_callback_made_is_removed_in_the_end() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "keep");
    fit(model(), 1, new BackupAndRestore(folder));
    assertThat(names()).containsExactly("mine.txt");
    fit(model(), 1, new BackupAndRestore(folder).deleteCheckpoint(false));
    assertThat(names()).hasSize(4).contains("training_metadata.json");
  }
}
