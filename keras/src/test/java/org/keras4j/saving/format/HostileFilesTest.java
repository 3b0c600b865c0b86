package org.keras4j.saving.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// Crafted files. Here each is read as far as its format goes: what a configuration means is judged
/// elsewhere.
class HostileFilesTest {
  private static final Map<String, byte[]> FILES = TestFiles.of("hostile.zip");

  /// What must fail before any layer is made, and a word the error must hold.
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("shape_bomb.keras", "1048576, 1048576"),
          Map.entry("ratio_bomb.keras", "Expected shape (3, 2)"),
          Map.entry("shape_bomb.weights.h5", "1048576, 1048576"),
          Map.entry("external_storage.keras", "external storage"),
          Map.entry("external_storage.weights.h5", "external storage"),
          Map.entry("link_external.weights.h5", "external link"),
          Map.entry("link_relative.weights.h5", "external link"),
          Map.entry("link_dangling.weights.h5", "soft link"),
          Map.entry("link_cycle.weights.h5", "soft link"),
          Map.entry("link_soft.weights.h5", "soft link"),
          Map.entry("virtual.weights.h5", "virtual"),
          Map.entry("legacy_external.h5", "external storage"),
          Map.entry("asset_name.keras", "../../evil"),
          Map.entry("zip_slip_0.keras", "../MARKER"),
          Map.entry("zip_slip_1.keras", "/tmp/MARKER"),
          Map.entry("zip_slip_2.keras", "assets/../../MARKER"),
          Map.entry("zip_slip_3.keras", "MARKER"),
          Map.entry("zip_slip_4.keras", "MARKER"),
          Map.entry("zip_symlink.keras", "link"),
          Map.entry("zip_bomb_config.keras", "67108864"),
          Map.entry("zip_bomb_weights.keras", "67108864"),
          Map.entry("zip_duplicate.keras", "twice"),
          Map.entry("zip_truncated_0.keras", "cut short"),
          Map.entry("zip_truncated_1.keras", "cut short"),
          Map.entry("zip_truncated_2.keras", "cut short"),
          Map.entry("zip_size_lie.keras", "metadata.json"),
          Map.entry("zip_offset_lie.keras", "metadata.json"),
          Map.entry("zip_crc.keras", "metadata.json"),
          Map.entry("zip_encrypted.keras", "encrypted"),
          Map.entry("zip_method.keras", "99"),
          Map.entry("no_weights.keras", "model.weights.h5"),
          Map.entry("no_config.keras", "config.json"),
          Map.entry("empty.keras", "zip"),
          Map.entry("magic.keras", "zip"),
          Map.entry("magic.h5", "HDF5"),
          Map.entry("magic.weights.h5", "Received"),
          Map.entry("h5_truncated_0.weights.h5", "2248"),
          Map.entry("h5_truncated_1.weights.h5", "5395"),
          Map.entry("h5_truncated_2.weights.h5", "8542"),
          Map.entry("weights_shape.keras", "Expected shape (3, 2)"),
          Map.entry("weights_rank.keras", "Expected shape (3, 2)"),
          Map.entry("weights_empty.keras", "Expected shape (3, 2)"),
          Map.entry("weights_text.keras", "text"),
          Map.entry("weights_compound.keras", "records"),
          Map.entry("weights_missing.keras", "Expected 1"),
          Map.entry("json_deep_500.keras", "depth"),
          Map.entry("json_deep_5000.keras", "depth"),
          Map.entry("json_deep_50000.keras", "depth"),
          Map.entry("json_truncated.keras", "line 1"),
          Map.entry("json_list.keras", "a list"),
          Map.entry("json_number.keras", "the number 1"),
          Map.entry("json_null.keras", "null"),
          Map.entry("json_bytes.keras", "UTF-8"),
          Map.entry("json_twice.keras", "class_name"),
          Map.entry("json_empty.keras", "nothing"),
          Map.entry("json_exponent.keras", "1e999999999"),
          Map.entry("json_digits.keras", "1000"),
          Map.entry("metadata.keras", "metadata.json"),
          Map.entry("shard_path.weights.json", "MARKER"),
          Map.entry("shard_many.weights.json", "part_0.weights.h5"),
          Map.entry("legacy_config_deep.h5", "depth"),
          Map.entry("legacy_no_config.h5", "model_config"),
          Map.entry("legacy_names.h5", "../../x"));

  @TempDir Path folder;

  @Test
  void endInTheirContentsOrInARefusal() {
    var loaded = new TreeSet<String>();
    FILES.forEach(
        (name, bytes) -> {
          if (name.equals("cases.json")) {
            return;
          }
          String word = REFUSED.get(name);
          Assertions.assertTimeout(
              Duration.ofSeconds(10),
              () -> {
                if (word != null) {
                  assertThatThrownBy(() -> read(name, bytes))
                      .as(name)
                      .isInstanceOf(RefusedFileException.class)
                      .hasMessageContaining(word);
                } else if (name.startsWith("h5_flipped") || name.equals("h5_deep.weights.h5")) {
                  readOrRefuse(name, bytes);
                } else {
                  read(name, bytes);
                  loaded.add(name);
                }
              });
        });
    assertThat(loaded)
        .hasSize(FILES.size() - 1 - REFUSED.size() - 7)
        .contains("good.keras", "weights_float64.keras", "weights_nan.keras");
    assertThat(folder.resolve("MARKER")).doesNotExist();
  }

  private void readOrRefuse(String name, byte[] bytes) {
    try {
      read(name, bytes);
    } catch (RefusedFileException e) {
      assertThat(e.where()).contains(name);
    }
  }

  private void read(String name, byte[] bytes) {
    Path path = TestFiles.unpack(folder, name, bytes);
    if (name.endsWith(".keras")) {
      try (ArchiveReader archive = ArchiveReader.open(path)) {
        readArchive(archive);
      }
    } else if (name.endsWith(".json")) {
      ShardIndex.read(path);
    } else {
      try (Hdf5File file = Hdf5File.open(path)) {
        if (name.endsWith(".weights.h5")) {
          readWeights(file.root());
        } else {
          readLegacy(file);
        }
      }
    }
  }

  private static void readArchive(ArchiveReader archive) {
    if (archive.has("metadata.json")) {
      Json.parseObject(archive.bytes("metadata.json", 1 << 16), archive.place("metadata.json"));
    }
    Json.parseObject(archive.bytes("config.json", 64 << 20), archive.place("config.json"));
    readWeights(archive.hdf5("model.weights.h5").root());
  }

  /// All weights files of the corpus are meant for one Dense layer.
  private static void readWeights(Hdf5Group root) {
    root.datasets();
    Hdf5Group vars = root.group("layers/dense/vars");
    assertThat(vars.dataset("0").readCast(TensorType.of(DType.FLOAT32, 3, 2)).data().floats())
        .hasSize(6);
    assertThat(vars.dataset("1").readCast(TensorType.of(DType.FLOAT32, 2)).data().floats())
        .hasSize(2);
  }

  private static void readLegacy(Hdf5File file) {
    String config =
        file.root()
            .attributes()
            .text("model_config")
            .orElseThrow(
                () -> new RefusedFileException("file", "Expected model_config. Received: none"));
    Json.parseObject(config, "model_config");
    Hdf5Group weights = file.root().group("model_weights");
    for (String layer : weights.attributes().texts("layer_names").orElse(List.of())) {
      Hdf5Group group = weights.group(layer);
      for (String weight : group.attributes().texts("weight_names").orElse(List.of())) {
        group.dataset(weight).read(1 << 10);
      }
    }
    weights.datasets();
  }
}
