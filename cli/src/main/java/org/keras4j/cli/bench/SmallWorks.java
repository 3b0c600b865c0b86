package org.keras4j.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.models.Sequential;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;

/// What a call costs where there is next to nothing to compute.
final class SmallWorks {
  static final Map<String, Consumer<Stopwatch>> ALL = all();
  private static final double MOST_SECONDS = 3;

  private SmallWorks() {}

  private static Map<String, Consumer<Stopwatch>> all() {
    var out = new LinkedHashMap<String, Consumer<Stopwatch>>();
    out.put("W8-add", SmallWorks::add);
    out.put("W8-call", SmallWorks::call);
    out.put("W8-predict-on-batch", SmallWorks::predictOnBatch);
    out.put("W8-predict", SmallWorks::predict);
    out.put("W8-train-on-batch", SmallWorks::trainOnBatch);
    return out;
  }

  private static Quantity quantity(String name, int times, Runnable body) {
    return new Quantity(name)
        .atMost(MOST_SECONDS)
        .items(1)
        .repeat(
            times,
            () -> {
              for (int i = 0; i < times; i++) {
                body.run();
              }
            });
  }

  /// The model that the small works are about.
  static Sequential model() {
    return new Sequential(
        new Input(8),
        new Dense(16).activation("relu"),
        new Dense(16).activation("relu"),
        new Dense(4));
  }

  private static Sequential compiled() {
    var model = model();
    model.compile(c -> c.optimizer("adam").loss("mse"));
    return model;
  }

  static Array ones(int... dims) {
    return (Array) Ops.ones(Shape.of(dims));
  }

  private static void add(Stopwatch watch) {
    var x = Array.of(Shape.of(8), 0, 1, 2, 3, 4, 5, 6, 7);
    var y = ones(8);
    watch.time(quantity("W8-add", 5000, () -> Ops.add(x, y)));
  }

  private static void call(Stopwatch watch) {
    var model = model();
    var x = ones(1, 8);
    watch.time(quantity("W8-call", 200, () -> model.apply(x)));
  }

  private static void predictOnBatch(Stopwatch watch) {
    var model = compiled();
    var x = ones(1, 8);
    watch.time(
        quantity("W8-predict-on-batch", 200, () -> model.predictOnBatch(x))
            .first(() -> model.predictOnBatch(x)));
  }

  private static void predict(Stopwatch watch) {
    var model = compiled();
    var x = ones(1, 8);
    watch.time(quantity("W8-predict", 5, () -> model.predict(x, f -> f.verbose(0))));
  }

  private static void trainOnBatch(Stopwatch watch) {
    var model = compiled();
    var x = ones(32, 8);
    var y = ones(32, 4);
    watch.time(
        quantity("W8-train-on-batch", 100, () -> model.trainOnBatch(x, y))
            .items(32)
            .first(() -> model.trainOnBatch(x, y)));
  }
}
