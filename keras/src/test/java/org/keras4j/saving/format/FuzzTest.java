package org.keras4j.saving.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// Good files with random bytes changed, cut off or doubled: read, or refused, and never anything
/// else.
class FuzzTest {
  private static final Map<String, byte[]> H5PY = TestFiles.of("h5py.zip");
  private static final Map<String, byte[]> KERAS = TestFiles.of("keras.zip");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "models-mlp.weights.h5, 1500",
    "models-mlp.h5, 800",
    "default.h5, 150",
    "latest.h5, 1500",
    "models-mlp.keras, 1500",
    "files-2.15.0-attention.keras, 800",
    "npy/fortran.npy, 3000",
    "npy/text.npy, 3000",
    "expected.npz, 400",
    "made.safetensors, 3000",
  })
  void changedFilesAreReadOrRefused(String name, int runs) throws IOException {
    byte[] good = name.endsWith(".safetensors") ? safetensors() : known(name);
    Consumer<MemorySegment> reader = reader(name);
    reader.accept(MemorySegment.ofArray(good));
    var random = new Random(name.hashCode());
    int refused = 0;
    for (int i = 0; i < runs; i++) {
      byte[] bad = changed(good, random, name.endsWith(".keras") || name.endsWith(".npz"));
      try {
        Assertions.assertTimeout(
            Duration.ofSeconds(20), () -> reader.accept(MemorySegment.ofArray(bad)));
      } catch (RefusedFileException e) {
        assertThat(e.problems()).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(runs / 20);
  }

  private static byte[] known(String name) {
    return Objects.requireNonNullElseGet(
        H5PY.get(name), () -> Objects.requireNonNull(KERAS.get(name)));
  }

  private byte[] safetensors() throws IOException {
    var arrays = new LinkedHashMap<String, StoredArray>();
    for (int i = 0; i < 6; i++) {
      var type = TensorType.of(DType.FLOAT32, i, 2);
      arrays.put("layer/" + i, new StoredArray(type, HostBuffer.zeros(type)));
    }
    Path file = folder.resolve("made.safetensors");
    Safetensors.write(file, arrays, Map.of("format", "none"));
    return Files.readAllBytes(file);
  }

  private static byte[] changed(byte[] good, Random random, boolean atEnd) {
    byte[] bad = good.clone();
    // Where the structure is: mostly at the end of an archive, mostly at the start of other files.
    int range = Math.min(good.length, random.nextBoolean() ? 1500 : good.length);
    int start = atEnd ? good.length - range : 0;
    for (int k = 1 + random.nextInt(4); k > 0; k--) {
      int at = start + random.nextInt(range);
      switch (random.nextInt(4)) {
        case 0 -> bad[at] = (byte) random.nextInt(256);
        case 1 -> bad[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bad[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        default -> {
          int from = start + random.nextInt(range);
          int length = Math.min(1 + random.nextInt(16), good.length - Math.max(at, from));
          System.arraycopy(good, from, bad, at, length);
        }
      }
    }
    return random.nextInt(20) == 0 ? java.util.Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
  }

  private static Consumer<MemorySegment> reader(String name) {
    String kind = name.substring(name.lastIndexOf('.') + 1);
    return switch (kind) {
      case "h5" -> bytes -> readAll(Hdf5File.of(bytes, name).root());
      case "npy" -> bytes -> Npy.read(bytes, name);
      case "safetensors" -> bytes -> Safetensors.of(bytes, name).readAll();
      case "npz" -> bytes -> Npz.read(ArchiveReader.of(bytes, name));
      default ->
          bytes -> {
            ArchiveReader archive = ArchiveReader.of(bytes, name);
            archive.names().forEach(archive::contents);
            Json.parseObject(archive.bytes("config.json", 1 << 20), name);
            readAll(archive.hdf5("model.weights.h5").root());
          };
    };
  }

  private static void readAll(Hdf5Group group) {
    var problems = new ArrayList<String>();
    for (String name : group.names()) {
      try {
        Hdf5Object child = group.find(name).orElseThrow();
        child.attributes().names().forEach(child.attributes()::find);
        switch (child) {
          case Hdf5Group inner -> readAll(inner);
          case Hdf5Dataset dataset -> {
            assertThat(dataset.describe()).isNotEmpty();
            assertThat(dataset.storedBytes()).isGreaterThanOrEqualTo(0);
            if (dataset.type().isPresent()) {
              dataset.read(1 << 22);
            }
          }
        }
      } catch (RefusedFileException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new RefusedFileException("file", List.copyOf(problems));
    }
  }
}
