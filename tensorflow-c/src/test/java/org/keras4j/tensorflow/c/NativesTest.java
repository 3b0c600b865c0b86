package org.keras4j.tensorflow.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.foreign.NativePlatform;
import org.keras4j.foreign.UnusableLibraryException;

class NativesTest {
  private static final Platform INTEL = Platform.of(NativePlatform.of("Linux", "amd64"));

  @TempDir private Path folder;

  @AfterEach
  void forgetTheSetting() {
    System.clearProperty(Natives.SETTING);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,      amd64,   linux-x86_64,   libtensorflow_cc.so.2",
    "Linux,      aarch64, linux-arm64,    libtensorflow_cc.so.2",
    "Mac OS X,   aarch64, macosx-arm64,   libtensorflow_cc.2.dylib",
    "Windows 11, amd64,   windows-x86_64, tensorflow_cc.dll",
  })
  void each_platform_has_its_natives(String system, String processor, String name, String library) {
    var platform = Platform.of(NativePlatform.of(system, processor));
    assertThat(platform.name()).isEqualTo(name);
    assertThat(platform.libraries()).contains(library);
    assertThat(platform.dependency()).endsWith(name);
  }

  /// The first bytes of a library for a processor.
  private static byte[] elf(int machine) {
    var head = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    return head.putInt(0, 0x464c457f).putShort(18, (short) machine).array();
  }

  @Test
  void a_named_folder_is_taken_or_refused_but_never_passed_over() throws IOException {
    System.setProperty(Natives.SETTING, folder.toString());
    assertThatThrownBy(() -> Natives.find(INTEL))
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessage(
            "Expected a folder with libtensorflow_framework.so.2 and libtensorflow_cc.so.2, or one of these files. Received: KERAS4J_TENSORFLOW_LIBRARY=%s",
            folder);
    for (String library : INTEL.libraries()) {
      Files.write(folder.resolve(library), elf(62));
    }
    assertThat(Natives.find(INTEL).path()).isEqualTo(folder);
    System.setProperty(Natives.SETTING, folder.resolve("libtensorflow_cc.so.2").toString());
    assertThat(Natives.find(INTEL).path()).isEqualTo(folder.toAbsolutePath());
  }

  @Test
  void missing_natives_are_named_as_a_dependency() {
    var nowhere =
        new Platform(new NativePlatform("linux-riscv64"), List.of("libtensorflow_cc.so.2"));
    assertThatThrownBy(() -> Natives.find(nowhere))
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessageContaining("missing TensorFlow's libraries for linux-riscv64 (found those for ")
        .hasMessageContaining(
            "Add the dependency org.tensorflow:tensorflow-core-native:1.1.0:linux-riscv64");
  }

  /// An artifact with small libraries in it.
  private Path artifact(boolean damaged) throws IOException {
    Path jar = folder.resolve("tensorflow-core-native-1.1.0-linux-x86_64.jar");
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String library : INTEL.libraries()) {
        byte[] content = elf(62);
        var entry = new ZipEntry("org/tensorflow/internal/c_api/linux-x86_64/" + library);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        var checksum = new CRC32();
        checksum.update(content);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    if (damaged) {
      byte[] bytes = Files.readAllBytes(jar);
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == 0x7f && bytes[i + 1] == 'E') {
          bytes[i + 30] ^= 1;
        }
      }
      Files.write(jar, bytes);
    }
    return jar;
  }

  @Test
  void libraries_are_unpacked_once_and_mended_when_they_were_cut_off() throws IOException {
    var cache = new NativesCache(folder.resolve("cache"));
    Path unpacked = cache.folder(artifact(false), INTEL);
    Path library = unpacked.resolve("libtensorflow_cc.so.2");
    assertThat(Files.readAllBytes(library)).isEqualTo(elf(62));
    var written = Files.getLastModifiedTime(library);
    assertThat(cache.folder(artifact(false), INTEL)).isEqualTo(unpacked);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(written);

    Files.write(library, new byte[5]);
    assertThat(cache.folder(artifact(false), INTEL)).isEqualTo(unpacked);
    assertThat(Files.readAllBytes(library)).isEqualTo(elf(62));
  }

  @Test
  void what_a_killed_process_left_is_no_harm() throws IOException {
    var cache = new NativesCache(folder.resolve("cache"));
    Path unpacked = cache.folder(artifact(false), INTEL);
    Path partial = unpacked.resolveSibling(unpacked.getFileName() + ".partial");
    Files.move(unpacked, partial);
    Files.write(partial.resolve("libtensorflow_cc.so.2"), new byte[1]);
    assertThat(cache.folder(artifact(false), INTEL)).isEqualTo(unpacked);
    assertThat(Files.readAllBytes(unpacked.resolve("libtensorflow_cc.so.2"))).isEqualTo(elf(62));
    assertThat(partial).doesNotExist();
  }

  @Test
  void a_damaged_artifact_is_refused_and_leaves_nothing() throws IOException {
    Path root = folder.resolve("cache");
    Path jar = artifact(true);
    assertThatThrownBy(() -> new NativesCache(root).folder(jar, INTEL))
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("Delete it, so that it is downloaded again");
    try (var left = Files.list(root.resolve("tensorflow"))) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .noneMatch(name -> !name.endsWith(".partial") && !name.endsWith(".lock"));
    }
  }

  @Test
  void a_cache_that_cannot_be_written_says_where_and_what_to_do() throws IOException {
    Path file = Files.writeString(folder.resolve("cache"), "a file, no folder");
    Path jar = artifact(false);
    assertThatThrownBy(() -> new NativesCache(file).folder(jar, INTEL))
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("name another folder in KERAS4J_CACHE");
  }
}
