package org.keras4j.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.keras4j.applications.ResNet50;
import org.keras4j.layers.Conv2D;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Dropout;
import org.keras4j.layers.Embedding;
import org.keras4j.layers.Flatten;
import org.keras4j.layers.Input;
import org.keras4j.layers.LSTM;
import org.keras4j.layers.MaxPooling2D;
import org.keras4j.models.Model;
import org.keras4j.models.Sequential;
import org.keras4j.optimizers.Adam;
import org.keras4j.optimizers.SGD;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;

/// Whole models: perceptron, convnet, ResNet50, LSTM.
final class ModelWorks {
  static final Map<String, Consumer<Stopwatch>> ALL = all();

  private ModelWorks() {}

  private static Map<String, Consumer<Stopwatch>> all() {
    var out = new LinkedHashMap<String, Consumer<Stopwatch>>();
    out.put("W1", ModelWorks::mlp);
    out.put("W2", ModelWorks::convnet);
    out.put("W3i", ModelWorks::resnetInference);
    out.put("W3t", ModelWorks::resnetTraining);
    out.put("W5t", ModelWorks::lstmTraining);
    out.put("W5p", ModelWorks::lstmPrediction);
    return out;
  }

  /// Whole epochs of `fit`; the first call, on a few rows, compiles for full and last batches.
  private static void fit(
      Stopwatch watch, String name, Model model, Array x, Array y, int batch, int firstRows) {
    int rows = y.shape().dim(0);
    int steps = Math.ceilDiv(rows, batch);
    var fewX = rows(x, firstRows);
    var fewY = rows(y, firstRows);
    watch.time(
        new Quantity(name)
            .first(() -> model.fit(fewX, fewY, f -> f.batchSize(batch).verbose(0)))
            .warmUps(0)
            .items(batch)
            .repeat(steps, () -> model.fit(x, y, f -> f.batchSize(batch).verbose(0))));
  }

  private static Array rows(Array x, int n) {
    int[] sizes = x.shape().dims();
    sizes[0] = n;
    return (Array) org.keras4j.ops.Ops.slice(x, new int[sizes.length], sizes);
  }

  private static void mlp(Stopwatch watch) {
    var random = new RandomArrays();
    var model =
        new Sequential(
            new Input(784),
            new Dense(512).activation("relu"),
            new Dense(512).activation("relu"),
            new Dense(10).activation("softmax"));
    model.compile(c -> c.optimizer(new Adam(1e-3)).loss("sparse_categorical_crossentropy"));
    fit(
        watch,
        "W1",
        model,
        random.normal(60_000, 784),
        random.integers(0, 10, 60_000),
        128,
        60_000 % 128 + 1280);
  }

  private static void convnet(Stopwatch watch) {
    var random = new RandomArrays();
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
    fit(watch, "W2", model, random.normal(3200, 28, 28, 1), random.integers(0, 10, 3200), 128, 256);
  }

  private static void resnetInference(Stopwatch watch) {
    var model = ResNet50.model();
    var x = new RandomArrays().normal(8, 224, 224, 3);
    watch.time(
        new Quantity("W3i")
            .first(() -> model.predictOnBatch(x))
            .items(8)
            .repeat(1, () -> model.predictOnBatch(x)));
  }

  private static void resnetTraining(Stopwatch watch) {
    var random = new RandomArrays();
    var model = ResNet50.model();
    model.compile(
        c -> c.optimizer(new SGD(0.01).momentum(0.9)).loss("sparse_categorical_crossentropy"));
    var x = random.normal(8, 224, 224, 3);
    var y = random.integers(0, 1000, 8);
    watch.time(
        new Quantity("W3t")
            .first(() -> model.trainOnBatch(x, y))
            .items(8)
            .repeat(1, () -> model.trainOnBatch(x, y)));
  }

  private static Sequential lstm() {
    return new Sequential(
        new Input(200).dtype(DType.INT32),
        new Embedding(20_000, 128),
        new LSTM(128),
        new Dense(1).activation("sigmoid"));
  }

  private static void lstmTraining(Stopwatch watch) {
    var random = new RandomArrays();
    var model = lstm();
    model.compile(c -> c.optimizer(new Adam(1e-3)).loss("binary_crossentropy"));
    fit(watch, "W5t", model, random.integers(0, 20_000, 640, 200), random.bits(640), 32, 64);
  }

  private static void lstmPrediction(Stopwatch watch) {
    var model = lstm();
    var x = new RandomArrays().integers(0, 20_000, 640, 200);
    var few = rows(x, 64);
    watch.time(
        new Quantity("W5p")
            .first(() -> model.predict(few, f -> f.batchSize(32).verbose(0)))
            .items(32)
            .repeat(20, () -> model.predict(x, f -> f.batchSize(32).verbose(0))));
  }
}
