package org.keras4j.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.layers.Activation;
import org.keras4j.layers.Call;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Dropout;
import org.keras4j.layers.Flatten;
import org.keras4j.layers.Input;
import org.keras4j.layers.Layer;
import org.keras4j.models.Model;
import org.keras4j.models.Models;
import org.keras4j.models.Sequential;
import org.keras4j.optimizers.Adam;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

class SavingTest {
  private static final double GIGABYTE = 1024.0 * 1024 * 1024;

  @TempDir Path folder;

  private static final class Twice extends Layer {
    @Override
    protected Tensor call(Tensor x, Call ctx) {
      return org.keras4j.ops.Ops.add(x, x);
    }
  }

  private static Sequential classifier() {
    var model =
        new Sequential(
            new Input(3, 4),
            new Flatten(),
            new Dense(8).activation("relu"),
            new Dropout(0.3).seed(7),
            new Dense(3).activation("softmax"));
    model.compile(c -> c.optimizer(new Adam(0.01)));
    model.optimizer().build(model.trainableVariables());
    int next = 0;
    for (Variable v : model.optimizer().variables()) {
      if (v.storedType().shape().rank() > 0) {
        var filled = Elements.zeros(v.storedType());
        for (int i = 0; i < filled.size(); i++) {
          filled.setDouble(i, ++next * 0.01);
        }
        v.store(filled.toArray());
      }
    }
    return model;
  }

  private static Array waves(int... dims) {
    int n = IntStream.of(dims).reduce(1, (a, b) -> a * b);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) Math.sin(i);
    }
    return Array.of(Shape.of(dims), values);
  }

  private static void assertSameOptimizer(Model model, Model same) {
    var expected = model.optimizer().variables();
    var actual = same.optimizer().variables();
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).stored().toDoubles())
          .containsExactly(expected.get(i).stored().toDoubles());
    }
  }

  @Test
  void a_loaded_model_predicts_the_same_and_trains_on() {
    var model = classifier();
    var path = folder.resolve("model.keras");
    model.save(path);
    var same = Model.load(path);
    var x = waves(2, 3, 4);
    assertThat(same.predict(x).toFloats()).containsExactly(model.predict(x).toFloats());
    assertThat(Registry.serialize(same)).isEqualTo(Registry.serialize(model));
    assertSameOptimizer(model, same);
  }

  @Test
  void a_model_is_loaded_without_its_optimizer_if_asked() {
    var path = folder.resolve("model.keras");
    classifier().save(path);
    assertThat(Model.load(path, o -> o.compile(false)).isCompiled()).isFalse();
  }

  @Test
  void weights_go_through_one_file_or_shards() throws IOException {
    var model = classifier();
    var one = folder.resolve("model.weights.h5");
    var index = folder.resolve("model.weights.json");
    model.saveWeights(one);
    model.saveWeights(index, o -> o.maxShardSize(500 / GIGABYTE));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .contains("model_00000.weights.h5", "model_00002.weights.h5");
    }
    var x = waves(2, 3, 4);
    for (Path path : new Path[] {one, index}) {
      var same = Models.cloneModel(model);
      same.loadWeights(path);
      assertThat(same.predict(x).toFloats()).containsExactly(model.predict(x).toFloats());
    }
  }

  @Test
  void a_failed_save_leaves_the_old_file() throws IOException {
    var path = folder.resolve("model.keras");
    classifier().save(path);
    byte[] before = Files.readAllBytes(path);
    var unsaveable = new Sequential(new Input(2), new Activation(x -> x));
    assertThatThrownBy(() -> unsaveable.save(path)).isInstanceOf(IllegalStateException.class);
    assertThat(Files.readAllBytes(path)).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void a_failed_save_of_shards_leaves_all_the_old_files() throws IOException {
    var index = folder.resolve("model.weights.json");
    classifier().saveWeights(index, o -> o.maxShardSize(500 / GIGABYTE));
    Files.delete(index);
    Files.createDirectory(index); // what is written last cannot be
    var before = shards();
    assertThatThrownBy(() -> classifier().saveWeights(index, o -> o.maxShardSize(500 / GIGABYTE)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("model.weights.json");
    assertThat(shards()).isEqualTo(before).isNotEmpty();
  }

  private Map<String, Integer> shards() throws IOException {
    var out = new TreeMap<String, Integer>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return out;
  }

  @Test
  void unknown_classes_are_all_named_with_their_places() {
    Registry.register("test", Twice.class, _ -> new Twice());
    var path = folder.resolve("model.keras");
    new Sequential(new Input(2), new Dense(2), new Twice()).save(path);
    assertThat(Model.load(path).layers()).hasSize(2);
    String text = Models.cloneModel(Model.load(path)).toJson();
    String strange = text.replace("test>Twice", "other>Thrice").replace("\"Twice\"", "\"Thrice\"");
    var json = org.keras4j.saving.format.Json.parseObject(strange, "config");
    assertThatThrownBy(() -> ConfigCheck.check(json, "config"))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("class Thrice")
        .hasMessageContaining("config.layers[2]");
  }

  @Test
  void weights_of_another_model_are_refused_and_change_nothing() {
    var path = folder.resolve("model.weights.h5");
    new Sequential(new Input(12), new Dense(9), new Dense(3)).saveWeights(path);
    var model = new Sequential(new Input(12), new Dense(9), new Dense(4));
    var before = model.getWeights().stream().map(Array::toFloats).toList();
    assertThatThrownBy(() -> model.loadWeights(path))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("Expected shape (9, 4) for kernel")
        .hasMessageContaining("Expected shape (4,) for bias");
    assertThat(model.getWeights().getFirst().toFloats()).containsExactly(before.getFirst());
    model.loadWeights(path, o -> o.skipMismatch(true));
    assertThat(model.getWeights().getFirst().toFloats()).isNotEqualTo(before.getFirst());
    assertThat(model.getWeights().get(2).toFloats()).containsExactly(before.get(2));
  }

  @Test
  void a_config_must_not_describe_more_than_the_file_holds() {
    var path = folder.resolve("model.keras");
    new Sequential(new Input(3), new Dense(2)).save(path);
    var config =
        Config.of("module", "keras.layers")
            .with("class_name", "Dense")
            .with("config", Config.of("units", 1_000_000_000))
            .with(
                "build_config",
                Config.of(
                    "input_shape", new java.util.ArrayList<>(java.util.Arrays.asList(null, 3))));
    assertThatThrownBy(() -> ModelMaking.make(config.toMap(), "config", 1000, new LoadOptions()))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("larger weights than it holds");
  }

  @Test
  void files_of_python_are_read_with_weights_and_optimizer() {
    var model = Model.load(unpacked("models-mlp.keras"));
    assertThat(model.optimizer().variables()).hasSize(10);
    assertThat(model.optimizer().iterations().toString()).contains("2");
    var legacy = Model.load(unpacked("models-mlp.h5"), o -> o.compile(false));
    var x = waves(2, 4);
    float[] expected = model.predict(x).toFloats();
    float[] actual = legacy.predict(x).toFloats();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f));
    }
    legacy.loadWeights(unpacked("models-mlp.weights.h5"));
    assertThat(legacy.predict(x).toFloats()).containsExactly(expected);
  }

  private Path unpacked(String name) {
    try (InputStream resource =
            Objects.requireNonNull(SavingTest.class.getResourceAsStream("format/keras.zip"));
        var zip = new ZipInputStream(resource)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return Files.write(folder.resolve(name), zip.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw new IllegalArgumentException(name);
  }
}
