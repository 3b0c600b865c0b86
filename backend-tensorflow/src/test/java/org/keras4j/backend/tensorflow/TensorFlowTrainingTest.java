package org.keras4j.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Dropout;
import org.keras4j.layers.Input;
import org.keras4j.models.Sequential;
import org.keras4j.ops.Ops;
import org.keras4j.optimizers.Adam;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Models on the engine, as users run them.
class TensorFlowTrainingTest {
  private static final TensorFlowBackend ENGINE = new TensorFlowBackend();

  private static Array floats(long seed, int... dims) {
    var random = new Random(seed);
    var type = TensorType.of(DType.FLOAT32, dims);
    return Array.ofDoubles(type, random.doubles(type.size(), -1, 1).toArray());
  }

  private static Sequential model(int width) {
    var model =
        new Sequential(
            new Input(8),
            new Dense(width).activation("relu"),
            new Dropout(0.1),
            new Dense(1).activation("sigmoid"));
    model.compile(c -> c.optimizer(new Adam(1e-2)).loss("binary_crossentropy"));
    return model;
  }

  @Test
  void exclusive_or_is_learnt() {
    var x = Array.of(Shape.of(4, 2), 0, 0, 0, 1, 1, 0, 1, 1);
    var y = Array.of(Shape.of(4, 1), 0, 1, 1, 0);
    var predicted =
        Backends.with(
            ENGINE,
            () -> {
              var model =
                  new Sequential(
                      new Input(2),
                      new Dense(8).activation("tanh"),
                      new Dense(1).activation("sigmoid"));
              model.compile(c -> c.optimizer(new Adam(0.1)).loss("binary_crossentropy"));
              model.fit(x, y, f -> f.epochs(100).verbose(0));
              return (Array) model.predict(x, f -> f.verbose(0));
            });
    assertThat(IntStream.range(0, 4).map(i -> predicted.item(i, 0) > 0.5 ? 1 : 0))
        .containsExactly(0, 1, 1, 0);
  }

  @Test
  void eight_threads_predict_with_one_model() throws InterruptedException {
    var x = floats(1, 5, 8);
    var model = Backends.with(ENGINE, () -> model(16));
    float[] expected = Backends.with(ENGINE, () -> ((Array) model.predictOnBatch(x)).toFloats());
    var wrong = new ConcurrentLinkedQueue<Integer>();
    var threads =
        IntStream.range(0, 8)
            .mapToObj(
                n ->
                    Thread.ofPlatform()
                        .start(
                            () ->
                                Backends.with(
                                    ENGINE,
                                    () -> {
                                      for (int i = 0; i < 50; i++) {
                                        var y = (Array) model.predictOnBatch(x);
                                        if (!java.util.Arrays.equals(expected, y.toFloats())) {
                                          wrong.add(n);
                                        }
                                      }
                                      return true;
                                    })))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void two_engines_work_in_one_process_and_take_each_others_arrays() {
    var x = floats(2, 40, 40);
    var here = Backends.with(ENGINE, () -> (Array) Ops.exp(x));
    var there = Backends.with(new ReferenceBackend(), () -> (Array) Ops.log(here));
    var back = Backends.with(ENGINE, () -> (Array) Ops.subtract(there, x));
    for (float difference : back.toFloats()) {
      assertThat(Math.abs(difference)).isLessThan(1e-5f);
    }
  }

  @Test
  void a_donated_array_is_not_used_again() {
    var type = TensorType.of(DType.FLOAT32, 40, 40);
    var program = Trace.of(List.of(type), in -> List.of(Ops.add(in.getFirst(), 1))).program();
    var step = ENGINE.compile(program, Set.of(0));
    Array first = step.run(List.of(floats(3, 40, 40))).getFirst();
    Array second = step.run(List.of(first)).getFirst();
    assertThat(second.toFloats()).hasSize(1600);
    assertThatThrownBy(first::toFloats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private static long residentMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        >> 10;
  }

  @Test
  @Tag("slow")
  void ten_thousand_steps_take_no_more_memory() throws IOException {
    var model = Backends.with(ENGINE, () -> model(256));
    var x = floats(4, 64, 8);
    var y =
        Backends.with(ENGINE, () -> (Array) Ops.cast(Ops.greater(floats(5, 64, 1), 0), "float32"));
    train(model, x, y, 2000);
    long before = residentMebibytes();
    train(model, x, y, 10_000);
    long after = residentMebibytes();
    System.out.printf("tensorflow: %d MiB after 2000 steps, %d after 12000%n", before, after);
    assertThat(after - before).as("growth in MiB").isLessThan(64);
  }

  private static void train(Sequential model, Array x, Array y, int steps) {
    Backends.with(
        ENGINE,
        () -> {
          for (int i = 0; i < steps; i++) {
            model.trainOnBatch(x, y);
            if (i % 10 == 0) {
              model.predictOnBatch(x);
            }
          }
          return true;
        });
  }
}
