package org.keras4j.saving.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

class ArchiveTest {
  private static final TensorType TYPE = TensorType.of(DType.FLOAT32, 300, 1000);

  @TempDir Path folder;

  private static Hdf5Writer weights() {
    var file = new Hdf5Writer();
    var data = new float[300_000];
    for (int i = 0; i < data.length; i++) {
      data[i] = i;
    }
    file.root().dataset("layers/dense/vars/0", TYPE, () -> new HostBuffer(data));
    return file;
  }

  private Path written() {
    Path path = folder.resolve("model.keras");
    ArchiveWriter.write(
        path,
        archive -> {
          archive.add("metadata.json", "{}");
          archive.add("config.json", "{\"name\": \"żółw\"}");
          archive.add("model.weights.h5", weights());
          archive.add("assets/layers/żółw/vocabulary.txt", "a\nb\n");
        });
    return path;
  }

  @Test
  void readsWhatItWrites() {
    try (ArchiveReader archive = ArchiveReader.open(written())) {
      assertThat(archive.names())
          .containsExactly(
              "metadata.json",
              "config.json",
              "model.weights.h5",
              "assets/layers/żółw/vocabulary.txt");
      assertThat(archive.text("config.json", 100)).isEqualTo("{\"name\": \"żółw\"}");
      assertThat(archive.text("assets/layers/żółw/vocabulary.txt", 100)).isEqualTo("a\nb\n");
      StoredArray kernel =
          archive.hdf5("model.weights.h5").root().dataset("layers/dense/vars/0").read(TYPE);
      assertThat(kernel.data().floats()[299_999]).isEqualTo(299_999f);
    }
  }

  @Test
  void writesWhatOthersRead() throws IOException {
    try (var zip = new ZipFile(written().toFile())) {
      ZipEntry weights = zip.getEntry("model.weights.h5");
      byte[] bytes = zip.getInputStream(weights).readAllBytes();
      var crc = new CRC32();
      crc.update(bytes);
      assertThat(weights.getMethod()).isEqualTo(ZipEntry.STORED);
      assertThat(weights.getCrc()).isEqualTo(crc.getValue());
      assertThat(zip.size()).isEqualTo(4);
    }
  }

  @Test
  void writesTheSameBytesForTheSameContents() throws IOException {
    byte[] first = Files.readAllBytes(written());
    assertThat(Files.readAllBytes(written())).isEqualTo(first);
  }

  @Test
  void writesAndReadsMoreEntriesThanOldZipHolds() throws IOException {
    Path path = folder.resolve("many.zip");
    ArchiveWriter.write(
        path,
        archive -> {
          for (int i = 0; i < 66_000; i++) {
            archive.add("assets/" + i, new byte[0]);
          }
        });
    try (var zip = new ZipFile(path.toFile());
        ArchiveReader archive = ArchiveReader.open(path)) {
      assertThat(zip.size()).isEqualTo(66_000);
      assertThat(archive.names()).hasSize(66_000).contains("assets/65999");
      assertThat(archive.bytes("assets/65999", 0)).isEmpty();
    }
  }

  @Test
  void leavesTheOldFileWhenWritingFails() throws IOException {
    Path path = written();
    byte[] before = Files.readAllBytes(path);
    assertThatThrownBy(
            () ->
                ArchiveWriter.write(
                    path,
                    archive -> {
                      archive.add("config.json", "x".repeat(5_000_000));
                      throw new IllegalStateException("no weights");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Files.readAllBytes(path)).isEqualTo(before);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void replacesWhatALinkLeadsTo() throws IOException {
    Path path = written();
    Path link = Files.createSymbolicLink(folder.resolve("link.keras"), path);
    AtomicFile.write(link, out -> out.write(new byte[] {1}));
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.readAllBytes(path)).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "/x",
        "a/../b",
        "a//b",
        "./a",
        "",
        "a\\b",
        "C:x",
        "a/",
        "a\0b",
        "config.json"
      })
  void refusesToWriteNamesThatAreNotPlainOrNew(String name) {
    assertThatThrownBy(
            () ->
                ArchiveWriter.write(
                    folder.resolve("x.keras"),
                    archive -> {
                      archive.add("config.json", "{}");
                      archive.add(name, "{}");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
  }

  private static byte[] zip(String name, byte[] contents) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("assets/"));
      zip.putNextEntry(new ZipEntry(name));
      zip.write(contents);
    }
    return bytes.toByteArray();
  }

  @Test
  void readsCompressedEntriesWithSizesBehindThem() throws IOException {
    byte[] text = "model ".repeat(1000).getBytes(StandardCharsets.UTF_8);
    var archive = ArchiveReader.of(MemorySegment.ofArray(zip("config.json", text)), "test");
    assertThat(archive.names()).containsExactly("config.json");
    assertThat(archive.bytes("config.json", 6000)).isEqualTo(text);
    assertThatThrownBy(() -> archive.bytes("config.json", 5999))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("at most 5999");
  }

  @Test
  void refusesEntriesThatOnlyClaimToBeLarge() throws IOException {
    var archive =
        ArchiveReader.of(MemorySegment.ofArray(zip("config.json", new byte[3 << 20])), "test");
    assertThat(archive.size("config.json")).contains(3L << 20);
    assertThatThrownBy(() -> archive.contents("config.json"))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("200 times");
  }

  @Test
  void refusesEveryBadEntryAtOnce() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (String name : new String[] {"../a", "ok", "/b"}) {
        zip.putNextEntry(new ZipEntry(name));
      }
    }
    assertThatThrownBy(() -> ArchiveReader.of(MemorySegment.ofArray(bytes.toByteArray()), "test"))
        .isInstanceOfSatisfying(
            RefusedFileException.class,
            e -> assertThat(e.problems()).hasSize(2).allMatch(p -> p.contains("a name")));
  }

  @Test
  void namesWhatIsMissing() {
    try (ArchiveReader archive = ArchiveReader.open(written())) {
      assertThatThrownBy(() -> archive.contents("model.weights.npz"))
          .isInstanceOf(RefusedFileException.class)
          .hasMessageContaining("model.weights.npz")
          .hasMessageContaining("config.json");
    }
  }
}
