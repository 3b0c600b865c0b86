package org.keras4j.cli;

import java.util.Optional;
import java.util.Random;
import org.keras4j.layers.Conv2D;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Dropout;
import org.keras4j.layers.Embedding;
import org.keras4j.layers.Flatten;
import org.keras4j.layers.Input;
import org.keras4j.layers.LSTM;
import org.keras4j.layers.MaxPooling2D;
import org.keras4j.models.Sequential;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.Adam;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// The fixed works, their shapes as in the benchmarks of the Python side; all data is made here.
final class BenchWorks {
  private final Stopwatch watch;
  private final Random random = new Random(0);

  BenchWorks(Stopwatch watch) {
    this.watch = watch;
  }

  void run(String work) {
    switch (work) {
      case "W1" -> mlp();
      case "W2" -> convnet();
      case "W5t" -> lstmTraining();
      case "W5p" -> lstmPrediction();
      case "W8-add" -> add();
      case "W8-call" -> call();
      case "W8-predict" -> predict();
      case "W8-predict-on-batch" -> predictOnBatch();
      case "W8-train-on-batch" -> trainOnBatch();
      case "W9-matmul" -> matmul();
      default ->
          throw new IllegalArgumentException("There is no such work. Received: work=" + work);
    }
  }

  private Array floats(int... dims) {
    float[] values = new float[(int) Shape.of(dims).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Array.of(Shape.of(dims), values);
  }

  private Array ints(int bound, int... dims) {
    return Array.ofInts(Shape.of(dims), random.ints(Shape.of(dims).size(), 0, bound).toArray());
  }

  private void mlp() {
    var model =
        new Sequential(
            new Input(784),
            new Dense(512).activation("relu"),
            new Dense(512).activation("relu"),
            new Dense(10).activation("softmax"));
    model.compile(c -> c.optimizer(new Adam(1e-3)).loss("sparse_categorical_crossentropy"));
    var x = floats(60_000, 784);
    var y = ints(10, 60_000);
    watch.time(
        "W1", 469, Optional.of(128.0), () -> model.fit(x, y, f -> f.batchSize(128).verbose(0)));
  }

  private void convnet() {
    var model =
        new Sequential(
            new Input(28, 28, 1),
            new Conv2D(32, 3).activation("relu"),
            new MaxPooling2D(2),
            new Conv2D(64, 3).activation("relu"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.5),
            new Dense(10).activation("softmax"));
    model.compile(c -> c.optimizer(new Adam(1e-3)).loss("sparse_categorical_crossentropy"));
    var x = floats(3200, 28, 28, 1);
    var y = ints(10, 3200);
    watch.time(
        "W2", 25, Optional.of(128.0), () -> model.fit(x, y, f -> f.batchSize(128).verbose(0)));
  }

  private Sequential lstm() {
    var model =
        new Sequential(
            new Input(200).dtype(DType.INT32),
            new Embedding(20_000, 128),
            new LSTM(128),
            new Dense(1).activation("sigmoid"));
    model.compile(c -> c.optimizer(new Adam(1e-3)).loss("binary_crossentropy"));
    return model;
  }

  private void lstmTraining() {
    var model = lstm();
    var x = ints(20_000, 640, 200);
    var y = Ops.cast(ints(2, 640, 1), DType.FLOAT32);
    watch.time(
        "W5t",
        20,
        Optional.of(32.0),
        () -> model.fit(x, (Array) y, f -> f.batchSize(32).verbose(0)));
  }

  private void lstmPrediction() {
    var model = lstm();
    var x = ints(20_000, 640, 200);
    watch.time(
        "W5p", 20, Optional.of(32.0), () -> model.predict(x, f -> f.batchSize(32).verbose(0)));
  }

  private static Sequential small() {
    var model =
        new Sequential(
            new Input(8),
            new Dense(16).activation("relu"),
            new Dense(16).activation("relu"),
            new Dense(4));
    model.compile(c -> c.optimizer(new Adam(1e-3)).loss("mse"));
    return model;
  }

  private static void many(int times, Runnable body) {
    for (int i = 0; i < times; i++) {
      body.run();
    }
  }

  private void add() {
    var x = floats(8);
    var y = floats(8);
    watch.time("W8-add", 10_000, Optional.of(1.0), () -> many(10_000, () -> Ops.add(x, y)));
  }

  private void call() {
    var model = small();
    var x = floats(1, 8);
    watch.time("W8-call", 100, Optional.of(1.0), () -> many(100, () -> model.apply(x)));
  }

  private void predict() {
    var model = small();
    var x = floats(1, 8);
    watch.time(
        "W8-predict",
        100,
        Optional.of(1.0),
        () -> many(100, () -> model.predict(x, f -> f.verbose(0))));
  }

  private void predictOnBatch() {
    var model = small();
    var x = floats(1, 8);
    watch.time(
        "W8-predict-on-batch",
        100,
        Optional.of(1.0),
        () -> many(100, () -> model.predictOnBatch(x)));
  }

  private void trainOnBatch() {
    var model = small();
    var x = floats(32, 8);
    var y = floats(32, 4);
    watch.time(
        "W8-train-on-batch",
        100,
        Optional.of(32.0),
        () -> many(100, () -> model.trainOnBatch(x, y)));
  }

  private void matmul() {
    for (int n : new int[] {128, 512, 1024, 2048}) {
      var x = floats(n, n);
      var y = floats(n, n);
      watch.time("W9-matmul-" + n, 1, Optional.empty(), () -> Ops.matmul(x, y));
    }
  }
}
