package org.keras4j.saving.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// Files that Keras 2.15 to 3.15 wrote.
class KerasFilesTest {
  private static final Map<String, byte[]> FILES = TestFiles.of("keras.zip");

  @TempDir Path folder;

  private Path unpacked(String name) {
    return TestFiles.unpack(folder, name, Objects.requireNonNull(FILES.get(name)));
  }

  @Test
  void areReadToTheLastElement() {
    var datasets = new LinkedHashMap<String, Integer>();
    for (String name : FILES.keySet()) {
      Path path = unpacked(name);
      if (name.endsWith(".keras")) {
        try (ArchiveReader archive = ArchiveReader.open(path)) {
          archive.names().forEach(archive::contents);
          datasets.put(name, readAll(archive.hdf5("model.weights.h5").root()));
        }
      } else if (name.endsWith(".h5")) {
        try (Hdf5File file = Hdf5File.open(path)) {
          datasets.put(name, readAll(file.root()));
        }
      }
    }
    assertThat(datasets)
        .hasSize(15)
        .containsEntry("models-mlp.keras", 14)
        .containsEntry("files-2.15.0-attention.keras", 12);
  }

  private static int readAll(Hdf5Group root) {
    List<Hdf5Dataset> datasets = root.datasets();
    for (Hdf5Dataset dataset : datasets) {
      StoredArray array = dataset.read(dataset.type().orElseThrow());
      assertThat(array.type().size() * array.type().dtype().bytes())
          .isEqualTo(dataset.storedBytes());
      dataset.attributes().names().forEach(dataset.attributes()::find);
    }
    root.attributes().names().forEach(root.attributes()::find);
    return datasets.size();
  }

  @Test
  void legacyFilesHoldConfigurationAndNames() {
    try (Hdf5File file = Hdf5File.open(unpacked("models-mlp.h5"))) {
      String config = file.root().attributes().text("model_config").orElseThrow();
      assertThat(Json.parseObject(config, "model_config")).containsKeys("class_name", "config");
      assertThat(file.root().attributes().text("keras_version")).contains("3.15.1");
      Hdf5Group weights = file.root().group("model_weights");
      int read = 0;
      for (String layer : weights.attributes().texts("layer_names").orElseThrow()) {
        Hdf5Group group = weights.group(layer);
        for (String weight : group.attributes().texts("weight_names").orElseThrow()) {
          assertThat(group.dataset(weight).read(1 << 20).type().dtype()).isEqualTo(DType.FLOAT32);
          read++;
        }
      }
      assertThat(read).isPositive();
    }
  }

  @Test
  void shardsAreFoundBesideTheirIndex() throws IOException {
    Path shard = unpacked("nested_00000.weights.h5");
    Path path = unpacked("nested.weights.json");
    ShardIndex index = ShardIndex.read(path);
    assertThat(index.totalSize()).isEqualTo(304);
    assertThat(index.files()).containsExactly(shard);
    assertThat(index.files("layers/dense")).containsExactly(shard);
    assertThat(index.files("layers/absent")).isEmpty();
    assertThat(ShardIndex.shardName(path, 0)).isEqualTo("nested_00000.weights.h5");
    String before = Files.readString(path);
    index.write(List.of());
    assertThat(Files.readString(path)).isEqualTo(before);
    Files.delete(shard);
    assertThatThrownBy(() -> ShardIndex.read(path))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void readsVocabulariesFromTheArchive() {
    try (ArchiveReader archive = ArchiveReader.open(unpacked("models-strings.keras"))) {
      String name =
          archive.names().stream().filter(n -> n.startsWith("assets/")).findFirst().orElseThrow();
      assertThat(archive.text(name, 1 << 20).lines()).hasSizeGreaterThan(3);
    }
  }

  @Test
  void weightsOfAnotherShapeAreRefusedBeforeTheyAreRead() {
    try (Hdf5File file = Hdf5File.open(unpacked("models-mlp.weights.h5"))) {
      Hdf5Dataset first = file.root().datasets().getFirst();
      assertThatThrownBy(() -> first.readCast(TensorType.of(DType.FLOAT32, 1, 1, 1)))
          .isInstanceOf(RefusedFileException.class)
          .hasMessageContaining(first.path())
          .hasMessageContaining("Expected shape (1, 1, 1)");
    }
  }
}
